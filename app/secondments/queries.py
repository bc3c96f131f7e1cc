"""Which postings there are, and what a reader is to them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.consents.rules import HANDLERS
from app.kit.errors import NotFound
from app.secondments import rules
from app.secondments.models import Exchange, Secondment, Stage
from app.secondments.rules import Facts, Reader, Standing
from app.towns import queries as towns
from app.towns.models import Unit


def get_secondment(session: Session, secondment_id: UUID, *, reader: Reader, now: datetime) -> Standing:
    """The posting as its reader stands to it; 404 for everybody who has nothing to do with it."""
    found = session.exec(select(Secondment).where(Secondment.id == secondment_id)).first()
    if found is None:
        raise NotFound
    standing = rules.standing(found, reader, now)
    if not standing.may_read:
        raise NotFound
    return standing


def get_locked(session: Session, secondment_id: UUID) -> Secondment:
    """The posting as it is now, held until the transaction ends. Ask `get_secondment` first."""
    mine = select(Secondment).where(Secondment.id == secondment_id).with_for_update()
    return session.exec(mine.execution_options(populate_existing=True)).one()


def active(session: Session, now: datetime) -> list[Secondment]:
    """Everybody in reach who is 在岗 at `now`."""
    return [p for p in agreed(session) if rules.is_active(p, now)]


def agreed(session: Session, *, since: date | None = None) -> Sequence[Secondment]:
    """Every agreed posting in reach, those that ended before `since` left out; by first day."""
    found = select(Secondment).where(Secondment.stage == Stage.AGREED)
    if since:
        found = found.where(col(Secondment.until_on) >= since)
    return session.exec(found.order_by(col(Secondment.from_on), col(Secondment.id))).all()


def find_on(session: Session, on: date) -> Sequence[Secondment]:
    """Who is posted on that day."""
    return [p for p in agreed(session, since=on) if p.from_on <= on]


def of_person(session: Session, person_id: UUID) -> Sequence[Secondment]:
    """A person's agreed postings, the newest first."""
    found = select(Secondment).where(Secondment.person_id == person_id, Secondment.stage == Stage.AGREED)
    return session.exec(found.order_by(col(Secondment.from_on).desc(), col(Secondment.id))).all()


def active_of_person(session: Session, person_id: UUID, now: datetime) -> Secondment | None:
    return next((p for p in of_person(session, person_id) if rules.is_active(p, now)), None)


def mentored_by(session: Session, person_id: UUID) -> Sequence[Secondment]:
    """The agreed postings that a person mentors or has mentored, the newest first."""
    mine = sa.or_(col(Secondment.home_mentor_id) == person_id, col(Secondment.host_mentor_id) == person_id)
    found = select(Secondment).where(mine, Secondment.stage == Stage.AGREED)
    return session.exec(found.order_by(col(Secondment.from_on).desc(), col(Secondment.id))).all()


def readable(session: Session, reader: Reader, now: datetime) -> list[Standing]:
    """Every posting that the reader may open, the newest first."""
    found = session.exec(select(Secondment).order_by(col(Secondment.from_on).desc(), col(Secondment.id)))
    seen = (rules.standing(p, reader, now) for p in found if p.stage is not Stage.DROPPED)
    return [s for s in seen if s.may_read]


def open_exchanges(session: Session, reader: Reader) -> Sequence[Exchange]:
    """Pairs that are not agreed yet, for those who draft and sign."""
    if frozenset(HANDLERS).isdisjoint(reader.roles):
        return []
    found = select(Exchange).where(
        sa.or_(col(Exchange.town_id) == reader.town_id, col(Exchange.partner_town_id) == reader.town_id)
    )
    open_ones = found.where(Exchange.stage == Stage.PROPOSED)
    return session.exec(open_ones.order_by(col(Exchange.from_on), col(Exchange.id))).all()


def readers_of(session: Session, posting: Secondment, now: datetime) -> list[UUID]:
    """Who may read the log: both mentors, organisation members and secretaries of both towns, and its author."""
    leaders = [p.id for t in posting.towns for p in accounts.people_with(session, t, rules.LEADERS, now)]
    return list(dict.fromkeys([posting.person_id, *posting.mentor_ids, *leaders]))


def facts_of(session: Session, postings: Iterable[Secondment]) -> dict[UUID, Facts]:
    """The names of all that the postings refer to, in three statements."""
    rows = list(postings)
    people = accounts.names_of(session, {i for p in rows for i in (p.person_id, *p.mentor_ids)})
    names = towns.names_of(session, [t for p in rows for t in p.towns])
    units = _unit_names(session, {u for p in rows for u in (p.home_unit_id, p.host_unit_id) if u})
    return {p.id: _facts(p, people, names, units) for p in rows}


def _facts(posting: Secondment, people: dict[UUID, str], names: dict[UUID, str], units: dict[UUID, str]) -> Facts:
    return Facts(
        person=people.get(posting.person_id, ""),
        home_town=names[posting.home_town_id],
        host_town=names[posting.host_town_id],
        home_unit=units.get(posting.home_unit_id, ""),
        host_unit=units.get(posting.host_unit_id, "") if posting.host_unit_id else "",
        post=rules.POST_NAMES[posting.post] if posting.post else "",
        home_mentor=people.get(posting.home_mentor_id, ""),
        host_mentor=people.get(posting.host_mentor_id, "") if posting.host_mentor_id else "",
        identity=rules.IDENTITY_NAMES[posting.identity],
        party_tie=rules.PARTY_TIE_NAMES[posting.party_tie],
        allowance=rules.BEARER_NAMES[posting.allowance_by],
        insurance=rules.BEARER_NAMES[posting.insurance_by],
    )


def _unit_names(session: Session, unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = session.exec(select(Unit.id, Unit.name).where(col(Unit.id).in_(list(unit_ids))).order_by(col(Unit.name)))
    return dict(rows.all())
