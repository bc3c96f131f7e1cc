"""What is done with a meeting: confirmed, convened, moved, called off, held, written up. The caller commits."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.audit import actions as audit
from app.bookings import queries as spaces
from app.bookings.models import Span
from app.kit import clock
from app.kit.actor import Actor
from app.meetings import queries, rules
from app.meetings.models import Arrangements, Kind, Meeting, MeetingState
from app.notifications import actions as notifications
from app.participants import queries as participants
from app.series import actions as series_actions
from app.series import queries as series
from app.series.models import Turn
from app.spaces import actions as spaces_actions
from app.topics import actions as topic_actions
from app.topics import queries as topics
from app.towns import queries as towns
from app.towns.models import Town

CLERKS = frozenset({Role.CLERK, Role.OFFICE_HEAD})
LEADERS = CLERKS | {Role.SECRETARY, Role.ORGANISER}


def confirm(session: Session, meeting: Meeting, draft: Arrangements, *, actor: Actor, now: datetime) -> None:
    """Settle hours and venue in one act: either the venue is booked and the meeting confirmed, or neither happens.

    A meeting that was convened before keeps its state; its participants are told of the new hours or place.
    The same form sent again tells nobody twice.
    Raises NotTheHost, TooEarlyToConfirm, OtherDay, and whatever refusal the venue gives.
    """
    rules.check_host(meeting, actor.town_id, host=_host(session, meeting).name)
    days = queries.terms_of(session, meeting).confirm_from_days
    rules.check_confirm(meeting, draft.starts_at, draft.ends_at, now=now, days=days)
    before = (meeting.is_confirmed, meeting.starts_at, meeting.ends_at, meeting.place)
    _take_venue(session, meeting, draft, actor, now)
    meeting.starts_at, meeting.ends_at = draft.starts_at, draft.ends_at
    meeting.parking = draft.parking or meeting.parking
    meeting.contact_name, meeting.contact_phone = draft.contact_name, draft.contact_phone
    meeting.confirmed_at = now
    if turn := _turn(session, meeting):
        series_actions.fix_turn(session, turn, day=meeting.day, actor=actor, now=now)
    note_change(session, meeting, now)
    _open_topics(session, meeting, actor, now)
    audit.record(session, actor, "meetings.confirm", f"meeting:{meeting.id}", booking=meeting.booking_id)
    if before == (True, meeting.starts_at, meeting.ends_at, meeting.place):
        return
    if meeting.state is MeetingState.CONVENED:
        tell_everybody(session, meeting, "changed", "会议时间地点调整")
    else:
        tell_towns(session, meeting, "confirmed", "会议时间地点已确认", roles=LEADERS)


def convene(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> None:
    """通知: call the towns. Within the series the host's clerk does it alone."""
    rules.check_host(meeting, actor.town_id, host=_host(session, meeting).name)
    rules.check_convene(meeting, lost=queries.lost_venue(session, meeting), now=now)
    meeting.state, meeting.convened_at = MeetingState.CONVENED, now
    note_change(session, meeting, now)
    audit.record(session, actor, "meetings.convene", f"meeting:{meeting.id}", revision=meeting.revision)
    tell_everybody(session, meeting, "convened", "会议通知")


def reschedule(
    session: Session,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """改期: another time, whoever decided it. The venue is given back; the host's clerk confirms and convenes anew."""
    rules.check_reschedule(meeting, starts_at, ends_at, reason, now=now)
    told_before = rules.when(meeting.starts_at, meeting.ends_at)
    unconfirm(session, meeting, reason, actor=actor, now=now)
    moved = clock.to_town(starts_at).date() != meeting.day
    meeting.starts_at, meeting.ends_at = starts_at, ends_at
    meeting.state, meeting.reason, meeting.adjustment = MeetingState.POSTPONED, reason.strip(), ""
    meeting.topics_closed_at = None
    if moved and (turn := _turn(session, meeting)):
        series_actions.postpone_turn(session, turn, to_on=meeting.day, reason=meeting.reason, actor=actor, now=now)
    _follow_turn(session, meeting)
    note_change(session, meeting, now)
    _open_topics(session, meeting, actor, now)
    audit.record(session, actor, "meetings.reschedule", f"meeting:{meeting.id}", starts_at=starts_at, ends_at=ends_at)
    tell_everybody(session, meeting, "rescheduled", "会议改期", f"原定：{told_before}")


def unconfirm(session: Session, meeting: Meeting, reason: str, *, actor: Actor, now: datetime) -> None:
    """Give the venue back; hours and place are to be confirmed again."""
    if meeting.booking_id and not spaces.booking_state(session, meeting.booking_id).lost:
        spaces_actions.cancel_for_meeting(session, meeting.booking_id, reason=reason, actor=actor, now=now)
    meeting.booking_id = meeting.venue_id = meeting.confirmed_at = None
    meeting.place = meeting.parking = meeting.contact_name = meeting.contact_phone = ""


def call_off(session: Session, meeting: Meeting, reason: str, *, actor: Actor, now: datetime) -> None:
    """取消, after all keys were turned: the venue is given back, the placed topics return to the pool."""
    rules.check_state(meeting, *rules.AHEAD)
    unconfirm(session, meeting, reason, actor=actor, now=now)
    meeting.state, meeting.reason = MeetingState.CANCELLED, reason.strip()
    if turn := _turn(session, meeting):
        series_actions.cancel_turn(session, turn, reason=meeting.reason, actor=actor, now=now)
    topic_actions.close_call(session, subject(meeting), actor=actor, now=now)
    for topic in topics.placed_in(session, subject(meeting)):
        topic_actions.put_back(session, topic.id, actor=actor, now=now)
    note_change(session, meeting, now)
    audit.record(session, actor, "meetings.call_off", f"meeting:{meeting.id}")
    tell_everybody(session, meeting, "called_off", "会议取消")


def hold(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> None:
    """已召开: attendance is closed, the turn counts for its host from now on."""
    rules.check_hold(meeting, now=now)
    meeting.state, meeting.held_at = MeetingState.HELD, now
    if turn := _turn(session, meeting):
        series_actions.hold_turn(session, turn, held_on=meeting.day, actor=actor, now=now)
    topic_actions.close_call(session, subject(meeting), actor=actor, now=now)
    session.add(meeting)
    audit.record(session, actor, "meetings.hold", f"meeting:{meeting.id}")


def advance(session: Session, meeting: Meeting, to: MeetingState, *, actor: Actor, now: datetime) -> None:
    """The steps of the minutes: 纪要起草 → 会签中 → 印发中 → 已印发, and back when a key is refused."""
    rules.check_advance(meeting, to)
    audit.record(session, actor, "meetings.advance", f"meeting:{meeting.id}", before=meeting.state, after=to)
    meeting.state = to
    session.add(meeting)


def add_adhoc(
    session: Session,
    *,
    partnership_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Meeting:
    """临时会议: outside the rotation, hosted by the town that calls it; all keys must agree before it is convened."""
    rules.check_span(starts_at, ends_at, now=now)
    if not reason.strip():
        raise rules.ReasonMissing
    if actor.town_id is None:
        raise rules.NotTheHost(host="")
    year = clock.to_town(starts_at).year
    towns.get_partnership(session, partnership_id, reader_town_id=actor.town_id)
    number = queries.next_adhoc_number(session, partnership_id, year)
    meeting = Meeting(
        partnership_id=partnership_id,
        kind=Kind.ADHOC,
        year=year,
        number=number,
        title=rules.title_of(Kind.ADHOC, number, year),
        host_id=actor.town_id,
        starts_at=starts_at,
        ends_at=ends_at,
        original_on=clock.to_town(starts_at).date(),
        reason=reason.strip(),
        changed_at=now,
    )
    session.add(meeting)
    session.flush()
    audit.record(session, actor, "meetings.add_adhoc", f"meeting:{meeting.id}")
    return meeting


def agree(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> None:
    """Every town has turned its key on an ad-hoc meeting: it may be convened."""
    meeting.agreed_at = now
    note_change(session, meeting, now)
    audit.record(session, actor, "meetings.agree", f"meeting:{meeting.id}")
    tell_towns(session, meeting, "agreed", "临时会议已经各方确认", roles=LEADERS)


def tell_towns(session: Session, meeting: Meeting, what: str, head: str, *more: str, roles: frozenset[Role]) -> None:
    """Tell the people of these roles in every town, once per revision."""
    for town in queries.towns_in_order(session, meeting):
        notifications.tell_town(session, town_id=town.id, roles=roles, **_notice(session, meeting, what, head, more))


def tell_everybody(session: Session, meeting: Meeting, what: str, head: str, *more: str) -> None:
    """Tell the leaders of every town and whoever is on the list and has an account."""
    tell_towns(session, meeting, what, head, *more, roles=LEADERS)
    notice = _notice(session, meeting, what, head, more)
    for listed in participants.with_accounts(session, meeting.id):
        notifications.tell(session, person_id=listed.person_id, town_id=listed.town_id, **notice)  # type: ignore[arg-type]  # has an account


def tell_host(session: Session, meeting: Meeting, what: str, title: str, text: str) -> None:
    """Tell the host's clerk what is to be done next."""
    event = f"meeting:{meeting.id}:{what}:{meeting.revision}"
    url = f"/meetings/{meeting.id}"
    notifications.tell_town(
        session,
        town_id=meeting.host_id,
        roles=CLERKS,
        kind=f"meetings.{what}",
        event=event,
        title=title,
        text=text,
        url=url,
    )


def subject(meeting: Meeting) -> str:
    """How other domains name this meeting."""
    return f"meeting:{meeting.id}"


def _notice(session: Session, meeting: Meeting, what: str, head: str, more: tuple[str, ...]) -> dict[str, str]:
    told = queries.telling_of(session, meeting)
    return {
        "kind": f"meetings.{what}",
        "event": f"meeting:{meeting.id}:{what}:{meeting.revision}",
        "title": f"{head}：{told.name}",
        "text": rules.notice_text(head, told, *more),
        "url": f"/meetings/{meeting.id}",
    }


def _take_venue(session: Session, meeting: Meeting, draft: Arrangements, actor: Actor, now: datetime) -> None:
    span = Span(draft.starts_at, draft.ends_at)
    if meeting.booking_id and not spaces.booking_state(session, meeting.booking_id).lost:
        booking = spaces_actions.move_for_meeting(
            session, meeting.booking_id, venue_id=draft.venue_id, span=span, actor=actor, now=now
        )
    else:
        booking = spaces_actions.book_for_meeting(
            session,
            venue_id=draft.venue_id,
            span=span,
            title=queries.name_of(session, meeting),
            subject=subject(meeting),
            partnership_id=meeting.partnership_id,
            url=f"/meetings/{meeting.id}",
            heads=max(1, participants.head_count(session, meeting.id)),
            actor=actor,
            now=now,
        )
    held = spaces.booking_state(session, booking.id)
    meeting.booking_id, meeting.venue_id = booking.id, draft.venue_id
    place = f"{held.unit_name}{held.venue_name}"
    meeting.place = f"{place}（{held.address}）" if held.address else place
    meeting.parking = draft.parking or held.parking


def _open_topics(session: Session, meeting: Meeting, actor: Actor, now: datetime) -> None:
    last = rules.topics_close_on(meeting, queries.terms_of(session, meeting).topic_close_days)
    topic_actions.open_call(
        session,
        partnership_id=meeting.partnership_id,
        meeting=subject(meeting),
        name=meeting.title,
        held_at=meeting.starts_at,
        closes_at=clock.at(last + timedelta(days=1), "00:00"),
        url=f"/meetings/{meeting.id}",
        actor=actor,
        now=now,
    )


def note_change(session: Session, meeting: Meeting, now: datetime) -> None:
    """Something that people must relearn: the calendar entry gets the next SEQUENCE."""
    meeting.revision += 1
    meeting.changed_at = now
    session.add(meeting)
    session.flush()


def _follow_turn(session: Session, meeting: Meeting) -> None:
    if turn := _turn(session, meeting):
        meeting.turn_revision = turn.revision


def _turn(session: Session, meeting: Meeting) -> Turn | None:
    return series.get_turn(session, meeting.turn_id) if meeting.turn_id else None


def _host(session: Session, meeting: Meeting) -> Town:
    return towns.get_town(session, meeting.host_id)
