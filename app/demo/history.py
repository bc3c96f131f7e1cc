"""A year of the two towns, played through the same deeds as the pages: series, swap, six meetings, one refused key."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.cadence import rules as cadence
from app.cadence.models import AvoidDraft, AvoidKind, CadenceDraft
from app.changes import actions as changes
from app.changes.models import NewTime
from app.consents import queries as consents
from app.consents.models import KeyDraft, RefusalDraft
from app.demo import agreements, bookings, logs, meetings, minutes, secondments, services, shares, signatures, waits
from app.demo.agendas import AGENDAS, NEXT_TOPICS, TopicPlan
from app.demo.keys import turn_all, turn_one
from app.demo.stage import Stage
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import transaction
from app.meetings import queries as meeting_queries
from app.meetings.models import Meeting
from app.notifications import actions as notifications
from app.planning import actions as planning
from app.planning import queries as planning_queries
from app.proposals import actions as proposals
from app.series import queries as series
from app.series.models import SeriesDraft
from app.topics import actions as topics
from app.topics import queries as topic_queries
from app.topics.models import TopicDraft

Say = Callable[[str], None]
SETTLED = timedelta(days=14)  # after so many days a meeting's minutes are issued
SWAPPED, FLOODED, REFUSED = 2, 4, 5


def play(stage: Stage, now: datetime, say: Say, run_jobs: Callable[[Stage], None]) -> None:
    """Six regular meetings, the last one a good fortnight ago, and the next one under way."""
    today = clock.to_town(now).date()
    first_on = _first_month(today)
    stage.now = clock.at(first_on - timedelta(days=75), "09:30")
    bookings.plan(stage, today)
    shares.plan(stage, today)
    agreements.plan(stage, today)
    secondments.plan(stage, today)
    logs.plan(stage, today)
    series_id = found_series(stage, first_on)
    for number, plans in enumerate(AGENDAS, 1):
        say(f"第{number}次会议")
        play_one(stage, series_id, number, plans)
    run_jobs(stage)
    signatures.play(stage)
    _prepare_next(stage, series_id, today)
    services.play(stage, today)
    waits.open_now(stage, now)


def found_series(stage: Stage, first_on: date) -> UUID:
    """D镇 proposes, both towns turn their keys, the next six dates are planned."""
    draft = SeriesDraft(
        name="红梅同心轮值联席会议",
        first_on=first_on,
        order=[stage.towns["D"].id, stage.towns["Q"].id],
        avoid=[AvoidDraft(kind=AvoidKind.SPRING_FESTIVAL, name="春节前后", days_before=5, days_after=7)],
    )
    with stage.acting("malin") as (session, actor):
        proposal = proposals.found(session, stage.partnership_id, draft, actor=actor, now=stage.now)
        proposal_id, consent_id, series_id = proposal.id, proposal.consent_id, proposal.series_id
    _agree(stage, proposal_id, consent_id)
    plan(stage)
    return series_id


def plan(stage: Stage) -> None:
    """What the nightly job does."""
    for partnership_id, reach in planning_queries.rounds(stage.engine):
        with transaction(stage.engine, reach, now=stage.now) as session:
            planning.plan_partnership(session, partnership_id, now=stage.now)


def play_one(stage: Stage, series_id: UUID, number: int, plans: tuple[TopicPlan, ...]) -> None:
    """One meeting from the plan to the issued minutes and what came of them."""
    meeting = _meeting(stage, series_id, number)
    if number == SWAPPED:
        meetings.at(stage, meeting.day - timedelta(days=48))
        _swap(stage, series_id, number)
        meeting = _meeting(stage, series_id, number)
    meetings.at(stage, meeting.day - timedelta(days=40))
    meetings.confirm(stage, meeting)
    meetings.at(stage, meeting.day - timedelta(days=25))
    for topic in plans:
        if not _is_pooled(stage, topic):
            meetings.propose(stage, topic)
    meetings.at(stage, meeting.day - timedelta(days=10))
    pool = {title: topic_id for title, topic_id in _pool(stage) if title in {t.title for t in plans}}
    meetings.place(stage, meeting.id, [pool[t.title] for t in plans])
    meetings.convene(stage, meeting.id, meeting.host_id)
    meetings.name_participants(stage, meeting.id)
    meetings.share_duties(stage, meeting.id)
    if number == FLOODED:
        meeting = _postpone(stage, meeting)
    meetings.at(stage, meeting.day, "13:40")
    meetings.hold(stage, meeting.id, meeting.host_id, on_leave="施蕾" if number == 3 else "")
    consent_id = minutes.write(stage, meeting.id, meeting.host_id, plans)
    minutes.confirm(stage, meeting.id, consent_id)
    if number == REFUSED:
        _refuse_monthly(stage, series_id)
    plan(stage)
    minutes.follow_up(stage, plans)


def _prepare_next(stage: Stage, series_id: UUID, today: date) -> None:
    """The next meeting is planned; both towns have topics for it, one still waits for its secretary."""
    meetings.at(stage, today - timedelta(days=2))
    _read_notices(stage)
    plan(stage)
    for town, title, presenter, length in NEXT_TOPICS[:1]:
        meetings.propose(stage, TopicPlan(town, title, presenter, length, ""))
    town, title, presenter, length = NEXT_TOPICS[1]
    with stage.acting(stage.clerk_of(stage.towns[town].id)) as (session, actor):
        draft = topics.propose(
            session,
            town_id=stage.towns[town].id,
            partnership_id=stage.partnership_id,
            title=title,
            presenter=presenter,
            minutes=length,
            actor=actor,
            now=stage.now,
        )
        topics.submit(session, draft, actor=actor, now=stage.now)


def _read_notices(stage: Stage) -> None:
    """Everybody has read what is past."""
    for login, person in stage.people.items():
        with stage.acting(login) as (session, _actor):
            notifications.mark_all_read(session, person.id)


def _first_month(today: date) -> date:
    """The month of the first of six meetings, two months apart, the last of them settled by today."""
    last = today.replace(day=1)
    while cadence.nominal_day(CadenceDraft(first_on=last), last) + SETTLED > today:
        last = cadence.month_after(last, -1)
    return cadence.month_after(last, -2 * (len(AGENDAS) - 1))


def first_meeting(stage: Stage, series_id: UUID) -> Meeting:
    return _meeting(stage, series_id, 1)


def _meeting(stage: Stage, series_id: UUID, number: int) -> Meeting:
    with stage.looking("malin") as session:
        turn = next(t for t in series.turns_of(session, series_id) if t.number == number)
        return meeting_queries.of_turns(session, [turn.id])[turn.id]


def _agree(stage: Stage, proposal_id: UUID, consent_id: UUID | None) -> None:
    assert consent_id, "a proposal has asked for keys"  # noqa: S101  # a script's own order
    turn_all(stage, consent_id, _key_of(stage, proposal_id))


def _swap(stage: Stage, series_id: UUID, number: int) -> None:
    """对调: the centre of the host is being painted, the other town hosts; its next turn pays it back."""
    with stage.acting("yanping") as (session, actor):
        turn = next(t for t in series.turns_of(session, series_id) if t.number == number)
        taker = next(t.id for t in stage.towns.values() if t.id != turn.host_id)
        reason = "本镇党群服务中心正在装修，商请对调一次承办。"
        proposal = proposals.swap(session, turn, taker, reason=reason, actor=actor, now=stage.now)
        proposal_id, consent_id = proposal.id, proposal.consent_id
    _agree(stage, proposal_id, consent_id)
    plan(stage)


def _postpone(stage: Stage, meeting: Meeting) -> Meeting:
    """改期: flood duty; within 14 days the host's clerk moves it alone."""
    meetings.at(stage, meeting.day - timedelta(days=3))
    week = timedelta(days=7)
    with stage.acting(stage.clerk_of(meeting.host_id)) as (session, actor):
        found = meeting_queries.lock_meeting(session, meeting.id)
        new = NewTime(
            starts_at=found.starts_at + week,
            ends_at=found.ends_at + week,
            reason="防汛防台应急响应期间，会议改期召开。",
        )
        changes.postpone(session, found, new, actor=actor, now=stage.now)
    with stage.looking("malin") as session:
        moved = meeting_queries.get_meeting(session, meeting.id)
    meetings.confirm(stage, moved)
    meetings.convene(stage, moved.id, moved.host_id)
    return moved


def _refuse_monthly(stage: Stage, series_id: UUID) -> None:
    """D镇 would like to meet every month; Q镇 refuses with its reason, and the refusal becomes a topic."""
    with stage.acting("malin") as (session, actor):
        agreed = series.get_series(session, series_id)
        terms = agreed.model_dump(include=set(SeriesDraft.model_fields) - {"avoid", "order"})
        order = [town.town_id for town in series.towns_of(session, series_id)]
        avoid = [AvoidDraft.model_validate(a.model_dump()) for a in series.avoided(session, series_id)]
        now_on = clock.to_town(stage.now).date().replace(day=1)
        draft = SeriesDraft(**terms | {"every_months": 1, "first_on": now_on}, avoid=avoid, order=order)
        proposal = proposals.change_terms(session, agreed, draft, actor=actor, now=stage.now)
        proposal_id, consent_id = proposal.id, proposal.consent_id
    assert consent_id, "a proposal has asked for keys"  # noqa: S101  # a script's own order
    turn_one(stage, consent_id, stage.towns["D"].id, _key_of(stage, proposal_id))
    stage.now += timedelta(hours=20)
    with stage.acting("xujianguo") as (session, actor):
        seen = consents.get(session, consent_id).content_hash
        reason = "每月一次基层负担偏重，建议仍为每两月一次，急事可开临时会议。"
        no = RefusalDraft(seen_hash=seen, reason=reason)
        proposals.refuse(session, series.get_proposal(session, proposal_id), no, actor=actor, now=stage.now)
    with stage.acting("malin") as (session, actor):
        proposal = series.get_proposal(session, proposal_id)
        draft_id = proposals.raise_as_topic(session, proposal, actor=actor, now=stage.now)
        topics.submit(session, session.get_one(TopicDraft, draft_id), actor=actor, now=stage.now)
    with stage.acting("shenweidong") as (session, actor):
        topics.pass_draft(session, session.get_one(TopicDraft, draft_id), actor=actor, now=stage.now)


def _key_of(stage: Stage, proposal_id: UUID) -> Callable[[Session, KeyDraft, Actor], object]:
    def turn(session: Session, draft: KeyDraft, actor: Actor) -> object:
        proposal = series.get_proposal(session, proposal_id)
        return proposals.turn_key(session, proposal, draft, actor=actor, now=stage.now)

    return turn


def _pool(stage: Stage) -> list[tuple[str, UUID]]:
    with stage.looking("malin") as session:
        return [(topic.title, topic.id) for topic in topic_queries.pool(session, stage.partnership_id)]


def _is_pooled(stage: Stage, plan: TopicPlan) -> bool:
    """A topic that came back by 继续研究 is not proposed again."""
    return plan.title in {title for title, _ in _pool(stage)}
