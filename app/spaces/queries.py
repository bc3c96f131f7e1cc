"""Everything that the page of a booking shows, and what a venue's page says to its reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Assignment
from app.availability import queries as availability
from app.availability.rules import MOST_NO_SHOWS, span_in_words
from app.bookings import queries as bookings
from app.bookings import rules
from app.bookings.models import STATES, USES, Booking, BookingState, Deed
from app.kit.errors import Refusal
from app.kit.i18n import N_, joined, worded
from app.kit.text import mask_phone
from app.policies import queries as policies
from app.quotas import queries as quotas
from app.quotas.rules import month_of
from app.towns import queries as towns
from app.towns.models import Town, Unit
from app.venues import queries as venues
from app.venues.models import Venue
from app.waitlists import queries as waitlists


@dataclass(frozen=True)
class Reader:
    """Whose page it is, and what they hold today."""

    person_id: UUID
    town_id: UUID
    roles: Sequence[Assignment]

    @property
    def is_office(self) -> bool:
        return any(r.town_id == self.town_id and r.role in venues.KEEPERS for r in self.roles)


@dataclass(frozen=True)
class BookingPage:
    """A booking as its page shows it to one reader, and what that reader may do with it now."""

    booking: Booking
    venue: Venue
    unit: Unit
    town: Town
    span: str
    state: BookingState
    hold: bookings.Hold
    history: list[bookings.Told]
    phone: str
    wish: waitlists.Wish | None
    is_free_now: bool
    exemption: str
    passed_on: str
    suspended: str
    may_answer: bool
    may_answer_wish: bool
    may_cancel: bool
    may_check_in: bool
    may_edit: bool
    may_move: bool
    may_resize: bool
    may_restore: bool
    hand_overs: tuple[Deed, ...]

    def shown(self) -> dict[str, object]:
        """By the names that the template knows."""
        return vars(self) | {
            "state_words": STATES[self.state],
            "use": USES[self.booking.use],
            "copied": rules.plain_text(self.booking, self.venue, self.unit, self.span),
        }


def page_of(session: Session, booking: Booking, reader: Reader, *, now: datetime) -> BookingPage:
    venue = bookings.venue_of(session, booking)
    keeps = venues.runs_unit(reader.roles, venue.unit_id, venue.town_id)
    is_mine = booking.person_id == reader.person_id
    is_theirs = is_mine or (booking.town_id == reader.town_id and reader.is_office)
    state, history = rules.shown_state(booking, now), bookings.history_of(session, booking.id)
    is_here = booking.ends_at > now and state in rules.LIVE | {BookingState.CHECKED_IN}
    wish = waitlists.wish_of(session, booking, now=now)
    exempt = booking.exemptions
    return BookingPage(
        booking=booking,
        venue=venue,
        unit=towns.get_unit(session, venue.unit_id),
        town=towns.get_town(session, booking.town_id),
        span=span_in_words(booking.span),
        state=state,
        hold=bookings.booking_state(session, booking.id),
        history=history,
        phone=booking.contact_phone if keeps or is_mine else mask_phone(booking.contact_phone),
        wish=wish,
        is_free_now=waitlists.is_free_now(session, booking, venue, now=now),
        exemption=rules.exemption_in_words(exempt, booking.exempt_reason) if exempt else "",
        passed_on=_passed_on(history) if state is BookingState.REQUESTED else "",
        suspended=suspension_of(session, booking, now=now) if keeps and state is BookingState.REQUESTED else "",
        may_answer=venues.answers_for(reader.roles, venue.unit_id, venue.town_id) and state is BookingState.REQUESTED,
        may_answer_wish=is_theirs,
        may_cancel=(keeps or is_theirs) and state in rules.LIVE,
        may_check_in=rules.may_check_in(booking, now) and (keeps or booking.town_id == reader.town_id),
        may_edit=is_theirs and is_here and not booking.is_bound,
        may_move=is_mine and state in rules.LIVE and booking.starts_at > now and not booking.is_bound,
        may_resize=is_mine and is_here and not booking.is_bound,
        may_restore=(keeps or is_theirs) and _is_restorable(session, booking, reader.town_id, now),
        hand_overs=_hand_overs(booking, history) if keeps else (),
    )


def _passed_on(history: Sequence[bookings.Told]) -> str:
    """已转镇文书: where an unanswered request lies now, since it was last asked."""
    asked = {Deed.REQUESTED, Deed.MOVED, Deed.EDITED, Deed.RESTORED, Deed.ESCALATED}
    last = next((told for told in reversed(history) if told.deed in asked), None)
    return last.note if last and last.deed is Deed.ESCALATED else ""


def _is_restorable(session: Session, booking: Booking, town_id: UUID, now: datetime) -> bool:
    try:
        rules.check_restorable(booking, bookings.ended_by(session, booking.id), town_id, state_name="")
    except Refusal:
        return False
    return booking.starts_at > now


def _hand_overs(booking: Booking, history: Sequence[bookings.Told]) -> tuple[Deed, ...]:
    """What the owner's staff have not ticked yet."""
    try:
        rules.check_hand_over(booking, state_name="")
    except Refusal:
        return ()
    done = {told.deed for told in history}
    return tuple(deed for deed in (Deed.KEYS, Deed.CLEANED) if deed not in done)


def suspension_of(session: Session, booking: Booking, *, now: datetime) -> str:
    """Three no-shows in sixty days: why the owner is asked first, in words; empty while there are fewer."""
    missed = bookings.no_shows_of(session, booking, now=now)
    return rules.suspension_in_words(missed, booking.team) if missed >= MOST_NO_SHOWS else ""


def suspended(session: Session, venue: Venue, reader: Reader, *, now: datetime) -> str:
    """Why the reader's own bookings of a venue that is booked at once are answered first; empty if they are not."""
    if not availability.terms_of(session, reader.town_id, [venue])[venue.id].at_once:
        return ""
    wish = Booking(
        venue_id=venue.id,
        title="",
        starts_at=now,
        ends_at=now,
        made_at=now,
        person_id=reader.person_id,
        town_id=reader.town_id,
        owner_town_id=venue.town_id,
    )
    return suspension_of(session, wish, now=now)


def quota_words(session: Session, venue: Venue, town_id: UUID, *, now: datetime) -> str:
    """What the town has used this month of its limit for another town's venue."""
    if venue.town_id == town_id:
        return ""
    held = policies.rule_of(session, venue, town_id)
    if held.rule.quota is None:
        return ""
    month = month_of(now)
    state = quotas.state_of(session, held.venue_id, town_id, month, held.rule.quota)
    return state.words(month)


def lent_in_words(session: Session, venue: Venue) -> list[str]:
    """What each partner may do with one's own venue: Q镇：预约即确认，至少提前2小时…"""
    partners = venues.partner_ids(session, venue.town_id)
    names = towns.names_of(session, list(partners))
    rules_by_town = {t: policies.rule_of(session, venue, t).rule for t in sorted(partners)}
    return [
        worded(N_("%(town)s：%(rule)s"), town=names[t], rule=joined(N_("，"), rule.words()))
        for t, rule in rules_by_town.items()
    ]
