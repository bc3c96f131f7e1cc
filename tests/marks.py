"""An issued agreement that can be signed at once, and the certificates of its parties."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import papers
import sqlalchemy as sa
from cast import Cast
from sqlmodel import Session, select

from app.accounts.models import Person
from app.certificates import actions as certificates
from app.certificates.models import CertificateDraft, SigningCertificate
from app.demo.certificates import PASSPHRASE, Authority
from app.documents import actions as documents
from app.documents.models import Document, NumberDraft, PartyNumber
from app.files import gateways as files
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.towns.models import Organ, Town
from app.typeset import gateways as typesetting
from app.typeset.models import Agreement, Letter

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@cache
def authority() -> Authority:
    return Authority.make(NOW - timedelta(days=30))


@cache
def printed(kind: str = "agreement") -> bytes:
    """The PDF of the paper, laid out once for all tests."""
    imprint = replace(papers.IMPRINT, numbers=("D委协〔2026〕1号", "Q委协〔2026〕1号"))
    return typesetting.to_pdf(papers.agreement() if kind == "agreement" else papers.letter(), imprint)


def reach_of(cast: Cast) -> Reach:
    return Reach(frozenset({cast.dong.id, cast.qi.id}), frozenset({cast.pair.id}))


def issued(engine: sa.Engine, cast: Cast, content: Agreement | Letter | None = None, **said: Any) -> Document:
    """An agreement of both towns, with its files kept; signed by nobody yet."""
    numbers = [PartyNumber(town_id=t.id, number=NumberDraft(series=f"{t.name[:1]}委协")) for t in (cast.dong, cast.qi)]
    said = {"party_numbers": numbers, "number": NumberDraft()} if content is None else said
    with transaction(engine, reach_of(cast), now=NOW) as session:
        documents.issue(
            session,
            content or papers.agreement(),
            papers.draft(**said),
            partnership_id=cast.pair.id,
            actor=cast.actor(cast.shen),
            now=NOW,
        )
        claimed = documents.claim_next(session, NOW)
        assert claimed
        pdf = files.keep(printed("letter" if isinstance(content, Letter) else "agreement"))
        assert documents.finish(session, claimed, pdf_hash=pdf, docx_hash=files.keep(b"PK"), now=NOW)
        return claimed.document


def organ_of(session: Session, town: Town) -> Organ:
    return session.exec(select(Organ).where(Organ.town_id == town.id)).one()


def certificate(session: Session, cast: Cast, town: Town, secretary: Person, **changes: Any) -> SigningCertificate:
    """The certificate of a town's party committee, brought in by its secretary; the session reaches the town."""
    organ = organ_of(session, town)
    given = {"data": authority().container(organ.full_name), "revocation": [authority().revocation()]}
    draft = CertificateDraft(organ_id=organ.id, passphrase=PASSPHRASE, **given).model_copy(update=changes)
    return certificates.keep(session, draft, actor=cast.actor(secretary), now=NOW)
