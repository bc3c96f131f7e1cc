"""A town's notice about an exchange, as it would be printed."""

from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from app.circulars import rules
from app.circulars.models import Circular, CircularDraft
from app.circulars.rules import Issuer, Posted
from app.exchanges import queries as exchanges
from app.kit.errors import NotFound
from app.secondments import queries as postings
from app.secondments.models import Exchange, Secondment
from app.secondments.rules import Facts
from app.towns import queries as towns
from app.towns.models import Organ
from app.typeset import rules as typeset
from app.typeset.models import Imprint, Notice

_NOTICE = TypeAdapter(Notice)


def find(session: Session, exchange: Exchange, town_id: UUID) -> Circular | None:
    found = select(Circular).where(Circular.exchange_id == exchange.id, Circular.town_id == town_id)
    return session.exec(found).first()


def get_locked(session: Session, exchange: Exchange, town_id: UUID) -> Circular:
    mine = select(Circular).where(Circular.exchange_id == exchange.id, Circular.town_id == town_id)
    found = session.exec(mine.with_for_update().execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound
    return found


def organ_of(session: Session, town_id: UUID) -> Organ:
    organ = towns.party_committee(session, town_id)
    if organ is None:
        raise rules.NoOrgan
    return organ


def compose(session: Session, exchange: Exchange, town_id: UUID, draft: CircularDraft) -> Notice:
    """The notice from what both towns have signed."""
    rules.check_agreed(exchange.stage)
    organ = organ_of(session, town_id)
    issuer = Issuer(organ.full_name, organ.code, organ.printed_by, towns.get_town(session, town_id).name)
    sent = exchanges.posting_from(session, exchange, town_id)
    received = exchanges.posting_to(session, exchange, town_id)
    if sent is None or received is None:
        raise NotFound
    facts = postings.facts_of(session, [sent, received])
    return rules.compose(issuer, draft, _posted(sent, facts), _posted(received, facts))


def _posted(posting: Secondment, facts: dict[UUID, Facts]) -> Posted:
    return Posted(facts[posting.id], posting.from_on, posting.agreed_until_on)


def content_of(circular: Circular) -> Notice:
    return _NOTICE.validate_python(circular.content)


def to_data(notice: Notice) -> dict[str, object]:
    return dict(typeset.to_data(notice))


def imprint_of(circular: Circular) -> Imprint:
    number = circular.number or circular.entered_number
    return Imprint(number=number, formed_on=circular.formed_on, printed_on=circular.formed_on)


def last_sequence(session: Session, town_id: UUID, series: str, year: int) -> int:
    found = select(sa.func.max(col(Circular.sequence))).where(
        Circular.town_id == town_id, Circular.series == series, Circular.year == year
    )
    return session.exec(found).one() or 0


def is_taken(session: Session, town_id: UUID, series: str, year: int, sequence: int) -> bool:
    found = select(Circular.id).where(
        Circular.town_id == town_id,
        Circular.series == series,
        Circular.year == year,
        Circular.sequence == sequence,
    )
    return session.exec(found).first() is not None
