"""What the owner's side does with bookings: answers, exceptions, what it takes back, and what happens at the door."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.answers import queries
from app.answers.rules import NothingTicked, Outcome, TickedBefore
from app.availability import queries as availability
from app.availability import rules as availability_rules
from app.bookings import actions as steps
from app.bookings import gateways, rules
from app.bookings import queries as bookings
from app.bookings.models import STATES, Booking, BookingDraft, BookingState, Deed, Exemption
from app.claims import actions as claims
from app.kit.actor import Actor
from app.kit.errors import NotFound, Refusal
from app.venues import queries as venues
from app.venues.models import Venue
from app.vetting import actions as taking
from app.vetting import queries as vetting
from app.waitlists import actions as waitlists


def approve(
    session: Session,
    booking_id: UUID,
    *,
    actor: Actor,
    now: datetime,
    exempt: Collection[Exemption] = (),
    exempt_reason: str = "",
) -> Booking:
    """The owner's unit says yes, under the rules of today; of two people who answer at once one is told.

    What has become stricter meanwhile can be set aside by an express exception with its reason.
    """
    booking, venue = _for_keeper(session, booking_id, actor, now)
    state = rules.after(booking, Deed.APPROVED, now, state_name=STATES[booking.state])
    if exempt:
        rules.check_exemption(exempt, exempt_reason)
        booking.exempt = ",".join(sorted(booking.exemptions | set(exempt)))
        booking.exempt_reason = exempt_reason.strip()
    vetted = vetting.check(session, booking, venue, booking.span, now=now)
    vetting.raise_closure(session, [vetted])
    if not claims.confirm(session, booking.id, now=now):
        raise rules.Lapsed(until=availability_rules.span_in_words(booking.span))
    booking.lapses_at = None
    if exempt:
        _note_exemption(session, booking, venue, actor, now)
    steps.become(session, booking, state, Deed.APPROVED, actor, now)
    gateways.tell_booker(session, booking, venue, Deed.APPROVED, "场地预约已确认", mark=_asked(booking))
    return booking


def decline(session: Session, booking_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Booking:
    booking, venue = _for_keeper(session, booking_id, actor, now)
    waitlists.end(session, booking, Deed.DECLINED, reason, actor, now)
    gateways.tell_booker(session, booking, venue, Deed.DECLINED, "场地预约未获同意", mark=_asked(booking))
    return booking


def answer_all(session: Session, booking_ids: Iterable[UUID], answer: Callable[[UUID], object]) -> list[Outcome]:
    """Several requests, each answered on its own: what somebody else was faster with does not undo the others."""
    outcomes = []
    for booking_id in sorted(set(booking_ids)):
        try:
            with session.begin_nested():
                answer(booking_id)
        except Refusal as refusal:
            outcomes.append(Outcome(booking_id, refusal))
        else:
            outcomes.append(Outcome(booking_id))
    return outcomes


def book_exception(
    session: Session,
    draft: BookingDraft,
    *,
    town_id: UUID,
    exempt: Collection[Exemption],
    reason: str,
    actor: Actor,
    now: datetime,
) -> Booking:
    """例外办理: the owner's staff book for a town against its terms, with a reason that the town reads (pitfall 22).

    Only terms can be set aside: hours, closures, seats and what is taken hold for everybody.
    """
    if actor.town_id is None:
        raise NotFound
    venue = venues.get_own_venue(session, draft.venue_id, town_id=actor.town_id)
    _check_keeper(session, venue, actor, now)
    rules.check_exemption(exempt, reason)
    if town_id != venue.town_id and town_id not in venues.partner_ids(session, venue.town_id):
        raise NotFound
    said = {"exempt": ",".join(sorted(exempt)), "exempt_reason": reason.strip()}
    parties = {"town_id": town_id, "owner_town_id": venue.town_id, "made_at": now}
    person = {"person_id": actor.id if town_id == actor.town_id else None}
    booking = Booking.model_validate(draft, update=parties | person | said)
    vetted = vetting.check(session, booking, venue, booking.span, now=now).firmly()
    waitlists.give_way(session, [(venue, vetted.span)], actor=actor, now=now)
    taking.enter_all(session, [vetted], now=now)
    _note_exemption(session, booking, venue, actor, now)
    return booking


def _note_exemption(session: Session, booking: Booking, venue: Venue, actor: Actor, now: datetime) -> None:
    """In the booking's history, in the audit, and before the eyes of the other town."""
    words = rules.exemption_in_words(booking.exemptions, booking.exempt_reason)
    steps.note(session, booking, Deed.EXEMPTED, actor, now, words)
    gateways.tell_of_exemption(session, booking, venue, words, venues.partner_ids(session, venue.town_id))


def expire_lapsed(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Write down which requests for a town's venues nobody answered in time; their time is free already."""
    lapsed = queries.lapsed(session, town_id, now=now)
    for booking in lapsed:
        waitlists.end(session, booking, Deed.EXPIRED, "到期未获答复", Actor.system(town_id), now)
        venue = bookings.venue_of(session, booking)
        gateways.tell_booker(session, booking, venue, Deed.EXPIRED, "场地预约申请已过期", mark=_asked(booking))
    return len(lapsed)


def escalate(session: Session, town_id: UUID, *, now: datetime) -> int:
    """Requests unanswered after a working day go to the unit's head, then to the town's clerk; each step once."""
    passed_on = 0
    for booking in queries.unanswered(session, town_id):
        venue = bookings.venue_of(session, booking)
        step = queries.step_due(session, booking, now=now)
        if step <= booking.escalated:
            continue
        booking.escalated = step
        people, words = queries.next_to_answer(session, venue, step, now=now)
        steps.note(session, booking, Deed.ESCALATED, Actor.system(town_id), now, words)
        mark = f"{step}:{_asked(booking)}"
        gateways.tell_people(
            session, booking, venue, Deed.ESCALATED, "场地预约尚未答复，请办理", people, more=words, mark=mark
        )
        passed_on += 1
    return passed_on


def take_over(session: Session, booking: Booking, reason: str, *, actor: Actor, now: datetime) -> None:
    """应急征用: the booking ends at once, nobody is penalised, the booker is told with what is free instead."""
    if booking.state is BookingState.OFFERED:
        waitlists.withdraw(session, booking, reason, actor=actor, now=now)
        return
    venue = bookings.venue_of(session, booking)
    offers = availability.alternatives(session, booking.owner_town_id, venue.id, booking.span, now=now)
    waitlists.end(session, booking, Deed.TAKEN_OVER, reason, actor, now)
    instead = "可改用：" + "；".join(offer.words for offer in offers) if offers else ""
    gateways.tell_booker(session, booking, venue, Deed.TAKEN_OVER, "场地被应急征用", instead)


def ask_about_closure(
    session: Session, booking: Booking, reason: str, closure_id: UUID, *, actor: Actor, now: datetime
) -> None:
    """The venue will close while somebody has it: they are asked, the booking stands until they or the owner act."""
    venue = bookings.venue_of(session, booking)
    steps.note(session, booking, Deed.CLOSURE, actor, now, reason)
    said = f"关闭原因：{reason}。请改期、改场地，或与管理单位联系。"
    gateways.tell_booker(session, booking, venue, Deed.CLOSURE, "预约的场地将关闭", said, mark=str(closure_id))


def arrive(session: Session, booking: Booking, deed: Deed, *, actor: Actor, now: datetime, said: str = "") -> None:
    """Checked in, completed or not come; who did not come gives the time back, to who waits for it first."""
    state = rules.after(booking, deed, now, state_name=STATES[booking.state])
    venue = bookings.venue_of(session, booking)
    if deed is Deed.NO_SHOW:
        waitlists.lock(session, venue)
        claims.release(session, booking.id)
        gateways.tell_booker(session, booking, venue, deed, "预约因无人签到已放开", said)
    steps.become(session, booking, state, deed, actor, now, said)
    if deed is Deed.NO_SHOW:
        waitlists.serve(session, venue, booking.span, actor=actor, now=now)


def hand_over(
    session: Session, booking_id: UUID, deeds: Collection[Deed], *, remark: str, actor: Actor, now: datetime
) -> Booking:
    """钥匙已交接, 已清理: ticked by the owner's staff, each once, with a remark for both sides."""
    booking = bookings.lock_booking(session, booking_id)
    if not bookings.keeps(session, booking, actor, now):
        raise rules.NotYourUnit
    rules.check_hand_over(booking, state_name=STATES[booking.state])
    if not deeds:
        raise NothingTicked
    before = {told.deed for told in bookings.history_of(session, booking.id)}
    for deed in sorted(deeds):
        if deed in before:
            raise TickedBefore
        steps.note(session, booking, deed, actor, now, remark.strip())
    return booking


def _for_keeper(session: Session, booking_id: UUID, actor: Actor, now: datetime) -> tuple[Booking, Venue]:
    booking = bookings.lock_booking(session, booking_id)
    venue = bookings.venue_of(session, booking)
    _check_keeper(session, venue, actor, now)
    return booking, venue


def _check_keeper(session: Session, venue: Venue, actor: Actor, now: datetime) -> None:
    """The owner's unit, or the town's clerk or office head."""
    roles = accounts.roles_at(session, actor.id, now) if actor.id else []
    if not venues.answers_for(roles, venue.unit_id, venue.town_id):
        raise rules.NotYourUnit


def _asked(booking: Booking) -> str:
    """Tells the answer to a request from that to an equal one before it."""
    return f"{booking.asked_at or booking.made_at:%Y%m%dT%H%M%S}"
