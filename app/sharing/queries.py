"""The rules between the towns side by side, one of them with its history, and whether a wish would be allowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.availability import queries as availability
from app.bookings.models import Booking, BookingDraft, Span
from app.kit.errors import NotFound, Refusal
from app.policies import queries as policies
from app.policies import rules as policy_rules
from app.policies.models import Sharing
from app.policies.rules import Rule
from app.quotas import queries as quotas
from app.quotas.rules import QuotaSpent, month_of
from app.sharing.models import ChangeState, PolicyChange
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import Venue
from app.vetting import queries as vetting
from app.vetting import rules as vetting_rules


@dataclass(frozen=True)
class Line:
    """One rule in the list."""

    venue_id: UUID
    venue_name: str
    unit_name: str
    owner: str
    town_id: UUID
    borrower: str
    words: tuple[str, ...]
    is_open: bool
    is_pending: bool


@dataclass(frozen=True)
class Entry:
    """One change in the history of a rule."""

    change: PolicyChange
    differences: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """Would this booking be allowed, and why not. `left` is the month's quota in words, or empty."""

    span: Span
    at_once: bool
    against: tuple[Refusal, ...]
    left: str
    offers: tuple[availability.Alternative, ...]

    @property
    def is_allowed(self) -> bool:
        return not self.against


def lent(session: Session, town_id: UUID, *, words: str = "") -> list[Line]:
    """What a town lets each of its partners do with each of its venues."""
    found = [v for v in venues.all_of_town(session, town_id) if not v.is_retired]
    partners = sorted(venues.partner_ids(session, town_id))
    lines = [line for partner in partners for line in _lines(session, found, partner)]
    return [line for line in lines if words in f"{line.venue_name}{line.unit_name}{line.borrower}"]


def borrowed(session: Session, town_id: UUID, *, words: str = "") -> list[Line]:
    """What a town may do with its partners' venues."""
    found = [v for v in venues.venues_for(session, town_id) if v.town_id != town_id]
    return [
        line for line in _lines(session, found, town_id) if words in f"{line.venue_name}{line.unit_name}{line.owner}"
    ]


def _lines(session: Session, found: Sequence[Venue], town_id: UUID) -> list[Line]:
    held = policies.rules_for(session, found, town_id)
    units = venues.units_by_id(session, found)
    names = towns.names_of(session, [town_id, *{v.town_id for v in found}])
    pending = set(_open_venues(session, town_id))
    return [
        Line(
            venue_id=v.id,
            venue_name=v.name,
            unit_name=units[v.unit_id].name,
            owner=names[v.town_id],
            town_id=town_id,
            borrower=names[town_id],
            words=tuple(held[v.id].rule.words()),
            is_open=held[v.id].rule.sharing is not Sharing.NONE,
            is_pending=v.id in pending,
        )
        for v in found
    ]


def _open_venues(session: Session, town_id: UUID) -> Sequence[UUID]:
    found = select(PolicyChange.venue_id).where(PolicyChange.town_id == town_id, PolicyChange.state == ChangeState.OPEN)
    return session.exec(found.order_by(col(PolicyChange.venue_id))).all()


def get_pair(session: Session, venue_id: UUID, town_id: UUID, *, reader_town_id: UUID) -> tuple[Venue, Rule]:
    """A venue with its rule for a borrowing town, for these two towns only.

    The borrower finds it while the venue is open to it, and afterwards as long as the rule has a history.
    """
    venue = session.get(Venue, venue_id)
    if venue is None or reader_town_id not in {venue.town_id, town_id}:
        raise NotFound
    if town_id not in venues.partner_ids(session, venue.town_id):
        raise NotFound
    rule = policies.rule_of(session, venue, town_id).rule
    is_shown = rule.sharing is not Sharing.NONE and not venue.is_retired
    if reader_town_id != venue.town_id and not is_shown and not _changes(session, venue_id, town_id):
        raise NotFound
    return venue, rule


def get_change(session: Session, change_id: UUID, *, reader_town_id: UUID, lock: bool = False) -> PolicyChange:
    found = select(PolicyChange).where(PolicyChange.id == change_id)
    change = session.exec(found.with_for_update() if lock else found).first()
    if change is None or reader_town_id not in {change.owner_town_id, change.town_id}:
        raise NotFound
    return change


def find_open(session: Session, venue_id: UUID, town_id: UUID, *, lock: bool = False) -> PolicyChange | None:
    """The change that waits for keys; `lock` waits for whoever is just turning one."""
    found = select(PolicyChange).where(PolicyChange.venue_id == venue_id, PolicyChange.town_id == town_id)
    found = found.where(PolicyChange.state == ChangeState.OPEN).execution_options(populate_existing=True)
    return session.exec(found.with_for_update() if lock else found).first()


def history(session: Session, venue_id: UUID, town_id: UUID) -> list[Entry]:
    """Every change of a rule, the latest first."""
    return [Entry(c, differences_of(c)) for c in _changes(session, venue_id, town_id)]


def differences_of(change: PolicyChange) -> tuple[tuple[str, str], ...]:
    before, after = policy_rules.rule_from(change.before), policy_rules.rule_from(change.after)
    return tuple(policy_rules.differences(before, after))


def _changes(session: Session, venue_id: UUID, town_id: UUID) -> Sequence[PolicyChange]:
    found = select(PolicyChange).where(PolicyChange.venue_id == venue_id, PolicyChange.town_id == town_id)
    return session.exec(found.order_by(col(PolicyChange.proposed_at).desc(), col(PolicyChange.id))).all()


def names_of(session: Session, venue: Venue, town_id: UUID) -> dict[str, str]:
    """The words that a change's content carries beside its figures."""
    names = towns.names_of(session, [venue.town_id, town_id])
    unit = towns.get_unit(session, venue.unit_id)
    return {"venue": venue.name, "unit": unit.name, "owner": names[venue.town_id], "borrower": names[town_id]}


def partnership_of(session: Session, one: UUID, other: UUID) -> UUID:
    """The active partnership in which two towns stand together."""
    for partnership in towns.partnerships_of(session, one):
        if other in {t.id for t in towns.towns_of(session, partnership.id)}:
            return partnership.id
    raise NotFound


def would_it(session: Session, venue: Venue, town_id: UUID, span: Span, *, heads: int, now: datetime) -> Answer:
    """The calculator: every rule that speaks against a wish of a town, and what could be had instead."""
    wish = BookingDraft(
        venue_id=venue.id, starts_at=span.starts_at, ends_at=span.ends_at, title="-", heads=max(1, heads)
    )
    parties = {"town_id": town_id, "owner_town_id": venue.town_id, "made_at": now}
    booking = Booking.model_validate(wish, update=parties)
    vetted = vetting.vet(session, [(booking, venue, span)], now=now)[0]
    against = list(vetting_rules.against(vetted.ground, wish, span, now))
    if span.minutes > 0:
        against += vetting.in_the_way(session, [vetted], now=now).values()
    left, spent = _quota(session, vetted)
    if spent:
        against.append(spent)
    offers = () if not against or vetted.ground.is_closed else _offers(session, town_id, venue, span, heads, now)
    return Answer(span, vetted.terms.at_once, tuple(against), left, offers)


def _offers(
    session: Session, town_id: UUID, venue: Venue, span: Span, heads: int, now: datetime
) -> tuple[availability.Alternative, ...]:
    if span.minutes <= 0:
        return ()
    return availability.alternatives(session, town_id, venue.id, span, now=now, heads=heads)


def _quota(session: Session, vetted: vetting.Vetted) -> tuple[str, QuotaSpent | None]:
    """What is left of the month in words, and the refusal when it is not enough."""
    need = vetted.need()
    if need is None or vetted.ground.held is None:
        return "", None
    month = month_of(vetted.span.starts_at)
    state = quotas.state_of(session, need.venue_id, need.town_id, month, need.quota)
    return state.words(month), state.refusal(need)
