"""The image of a seal: allowed for its days, placed by its own secretary, printed once, never in place of the issue."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from cast import Cast
from marks import NOW, issued, organ_of
from pypdfium2 import PdfDocument
from sqlmodel import Session, select

from app.accounts.models import Authorisation
from app.demo.seals import specimen
from app.documents import gateways as documents
from app.documents.models import Document
from app.files import actions as files
from app.files.models import Upload
from app.kit import clock
from app.renditions.models import Rendition, RenditionFace
from app.renditions.rules import NotYourPlace
from app.seals import actions, queries, rules
from app.seals.models import GrantDraft, SealGrant
from jobs import seal_documents

TODAY = clock.to_town(NOW).date()
Reaching = Callable[..., Session]


def upload_and_grant(session: Session, cast: Cast, until: date = TODAY) -> SealGrant:
    organ = organ_of(session, cast.dong)
    image = Upload("样章.png", specimen())
    organ.seal_file_id = files.keep_private(session, image, town_id=cast.dong.id, actor=cast.actor(cast.shen)).id
    session.flush()
    draft = GrantDraft(organ_id=organ.id, from_on=TODAY, until_on=until, basis="党委会")
    return actions.authorise(session, draft, actor=cast.actor(cast.shen), now=NOW)


def test_the_print_shows_the_image_and_the_issued_file_stays(engine: sa.Engine, cast: Cast, reaching: Reaching) -> None:
    document = issued(engine, cast)
    session = reaching(cast.dong, now=NOW)
    upload_and_grant(session, cast)
    actions.place(session, document.id, 1, actor=cast.actor(cast.shen), now=NOW)
    session.commit()
    assert seal_documents.run(engine, NOW) == 1
    assert seal_documents.run(engine, NOW) == 0
    session = reaching(cast.qi)
    made = session.exec(select(Rendition)).one()
    data = documents.kept(document, made.sha256)
    assert made.sha256 != session.get_one(Document, document.id).pdf_hash
    assert made.names == ["中国共产党D镇委员会"]
    assert _is_red(data)
    assert not _is_red(documents.kept(document, document.pdf_hash))
    assert session.exec(select(RenditionFace.sha256)).all() == [made.sha256]
    assert queries.find_printing(session, document.id).printed == 1


def _is_red(pdf: bytes) -> bool:
    """Whether any page shows the red of the specimen."""
    with PdfDocument(io.BytesIO(pdf)) as opened:
        pages = [page.render(scale=0.5).to_pil().convert("RGB") for page in opened]
    colours = [colour for page in pages for _, colour in page.getcolors(1_000_000)]
    return any(r > 180 and g < 110 and b < 110 for r, g, b in colours)


def test_only_the_secretary_in_the_days_of_the_grant(engine: sa.Engine, cast: Cast, reaching: Reaching) -> None:
    document = issued(engine, cast)
    session = reaching(cast.dong, now=NOW)
    grant = upload_and_grant(session, cast)
    deputy = Authorisation(
        town_id=cast.dong.id,
        secretary_id=cast.shen.id,
        deputy_id=cast.he.id,
        from_on=TODAY,
        until_on=TODAY,
        basis="党委会",
    )
    session.add(deputy)
    session.flush()
    for person in (cast.he, cast.ma, cast.operator):
        with pytest.raises((rules.SecretaryOnly, NotYourPlace)):
            actions.place(session, document.id, 1, actor=cast.actor(person), now=NOW)
    later = NOW + timedelta(days=1)
    with pytest.raises(rules.NotGranted):
        actions.place(session, document.id, 1, actor=cast.actor(cast.shen), now=later)
    actions.withdraw(session, grant.id, actor=cast.actor(cast.shen), now=NOW)
    with pytest.raises(rules.NotGranted):
        actions.place(session, document.id, 1, actor=cast.actor(cast.shen), now=NOW)


def test_another_image_needs_another_grant() -> None:
    grant = SealGrant(sha256="a", from_on=TODAY, until_on=TODAY, basis="")
    assert rules.in_force([grant], "a", TODAY) is grant
    assert rules.in_force([grant], "b", TODAY) is None
    assert rules.in_force([grant], "a", TODAY + timedelta(days=1)) is None
    assert rules.state_of(grant, TODAY, "b")[1] == "bad"


def test_a_grant_lasts_a_year_at_most() -> None:
    for from_on, until_on in ((TODAY, TODAY - timedelta(days=1)), (TODAY, TODAY + timedelta(days=400))):
        with pytest.raises(rules.BadDays):
            rules.check_days(GrantDraft(organ_id=uuid4(), from_on=from_on, until_on=until_on, basis="x"), TODAY)
