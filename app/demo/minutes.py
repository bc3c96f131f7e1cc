"""The minutes of a demo meeting: written, confirmed by every town, issued; then what the towns do about it."""

from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from app.consents.models import KeyDraft
from app.demo.agendas import DecisionPlan, Progress, TopicPlan
from app.demo.keys import Turn, turn_all
from app.demo.stage import Stage
from app.drafting import actions as drafting
from app.drafting import queries as drafts
from app.drafting.models import ItemText, MinutesText, Outcome
from app.followups import actions as followups
from app.followups import queries as followup_queries
from app.followups.models import ProgressDraft
from app.kit import clock
from app.kit.actor import Actor
from app.meetings import queries as meetings
from app.minutes import actions as minutes
from app.resolutions.models import ResolutionText

NEXT_MORNING = timedelta(hours=18)


def write(stage: Stage, meeting_id: UUID, host_id: UUID, plans: tuple[TopicPlan, ...]) -> UUID:
    """The host's clerk writes them and puts them to the towns; the consent's id."""
    stage.now += NEXT_MORNING
    with stage.acting(stage.clerk_of(host_id)) as (session, actor):
        drafting.begin(session, meetings.lock_meeting(session, meeting_id), actor=actor, now=stage.now)
    stage.now += timedelta(hours=3)
    with stage.acting(stage.clerk_of(host_id)) as (session, actor):
        meeting = meetings.lock_meeting(session, meeting_id)
        base = drafts.get_draft(session, meeting).revision
        text = _filled(stage, drafts.text_of(session, meeting), plans, meeting.day)
        text.closed_followups = [line.id for line in _reported(session, stage, meeting.day)]
        saved = drafting.save(session, meeting, text, base=base, actor=actor, now=stage.now)
        asked = minutes.ask(session, meeting, seen_revision=saved.revision, actor=actor, now=stage.now)
        return asked.id


def confirm(stage: Stage, meeting_id: UUID, consent_id: UUID) -> None:
    """Every town's key; with the last one the minutes are numbered and their resolutions bind."""
    turn_all(stage, consent_id, key_of(stage, meeting_id))


def key_of(stage: Stage, meeting_id: UUID) -> Turn:
    """How a key of these minutes is turned."""

    def turn(session: Session, draft: KeyDraft, actor: Actor) -> object:
        meeting = meetings.lock_meeting(session, meeting_id)
        return minutes.turn_key(session, meeting, draft, actor=actor, now=stage.now)

    return turn


def follow_up(stage: Stage, plans: tuple[TopicPlan, ...]) -> None:
    """The towns report and confirm, as far as the plan says they got."""
    by_text = {d.lead + d.text: d for plan in plans for d in plan.decisions}
    with stage.looking(next(iter(stage.people))) as session:
        lines = followup_queries.open_of_partnership(
            session, stage.partnership_id, today=clock.to_town(stage.now).date()
        )
    begun_at = stage.now
    planned = [(by_text[line.text], line.id) for line in lines if line.text in by_text]
    for plan, followup_id in sorted(planned, key=lambda pair: _days_taken(pair[0])):
        if plan.progress is not Progress.OPEN:
            stage.now = max(stage.now, begun_at + timedelta(days=_days_taken(plan)))
            _carry_out(stage, followup_id, plan)


def _days_taken(plan: DecisionPlan) -> int:
    return min(14, max(2, plan.due_in_days // 2))


def _carry_out(stage: Stage, followup_id: UUID, plan: DecisionPlan) -> None:
    done = plan.progress in (Progress.CLOSED, Progress.REPORTED)
    stage.now += timedelta(hours=1)
    for key in plan.towns:
        with stage.acting(stage.clerk_of(stage.towns[key].id)) as (session, actor):
            note = plan.note or "已按议定事项办理完毕。"
            if done:
                followups.report_done(session, followup_id, note=note, actor=actor, now=stage.now)
            else:
                draft = ProgressDraft(percent=60, note=note)
                followups.report_progress(session, followup_id, draft, actor=actor, now=stage.now)
    if plan.progress is Progress.CLOSED:
        _confirm_done(stage, followup_id)


def _confirm_done(stage: Stage, followup_id: UUID) -> None:
    stage.now += timedelta(hours=5)
    with stage.looking(next(iter(stage.people))) as session:
        needed = followup_queries.confirmers_of(session, followup_queries.get_followup(session, followup_id))
    for town_id in needed:
        with stage.acting(stage.secretary_of(town_id)) as (session, actor):
            followups.confirm(session, followup_id, actor=actor, now=stage.now)


def _filled(stage: Stage, text: MinutesText, plans: tuple[TopicPlan, ...], day: date) -> MinutesText:
    by_title = {plan.title: plan for plan in plans}
    for item in text.items:
        if plan := by_title.get(item.title):
            _fill(stage, item, plan, day)
    return text


def _fill(stage: Stage, item: ItemText, plan: TopicPlan, day: date) -> None:
    item.summary = plan.summary
    item.outcome = Outcome.STUDY if plan.more_study else Outcome.RESOLVED
    item.resolutions = [
        ResolutionText(
            text=decision.lead + decision.text,
            town_ids=[stage.towns[key].id for key in decision.towns],
            unit="",
            person=decision.person,
            due_on=day + timedelta(days=decision.due_in_days),
        )
        for decision in plan.decisions
    ]


def _reported(session: Session, stage: Stage, day: date) -> list[followup_queries.FollowupLine]:
    """What was reported done before the meeting is confirmed closed in it."""
    lines = followup_queries.open_of_partnership(session, stage.partnership_id, today=day)
    return [line for line in lines if line.state == "reported"]
