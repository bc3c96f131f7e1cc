"""What people do with followups: assign, report progress, report done, confirm, return, close. The caller commits."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.audit import actions as audit
from app.files import actions as files
from app.files.models import Upload
from app.followups import gateways, queries, rules
from app.followups.models import (
    STATES,
    Deed,
    FigureConsent,
    Followup,
    FollowupConfirmation,
    FollowupPart,
    FollowupState,
    FollowupStep,
    ProgressDraft,
)
from app.kit import clock
from app.kit.actor import Actor
from app.towns import queries as town_queries


def assign(
    session: Session,
    *,
    partnership_id: UUID,
    source: str,
    text: str,
    towns: Sequence[UUID],
    source_title: str = "",
    source_url: str = "",
    unit_id: UUID | None = None,
    unit_name: str = "",
    person_name: str = "",
    due_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> Followup:
    """Give one or several towns something to do. The same source again finds what it made before."""
    if before := queries.find_by_source(session, partnership_id, source):
        return before
    if not towns:
        raise rules.NoTown
    if unit_id and not unit_name:
        unit_name = town_queries.get_unit(session, unit_id).name
    followup = Followup(
        partnership_id=partnership_id,
        source=source,
        source_title=source_title,
        source_url=source_url,
        text=text,
        unit_id=unit_id,
        unit_name=unit_name,
        person_name=person_name,
        due_on=due_on,
        assigned_on=clock.to_town(now).date(),
    )
    session.add(followup)
    session.flush()
    session.add_all(
        FollowupPart(partnership_id=partnership_id, followup_id=followup.id, town_id=t) for t in dict.fromkeys(towns)
    )
    _note(session, followup, Deed.ASSIGNED, actor, now)
    for town_id in dict.fromkeys(towns):
        gateways.tell(session, followup, town_id, "assigned", "有新的议定事项需要落实", "")
    return followup


def report_progress(
    session: Session,
    followup_id: UUID,
    draft: ProgressDraft,
    *,
    evidence: Upload | None = None,
    actor: Actor,
    now: datetime,
) -> Followup:
    """How far the actor's town is; with a paper as evidence if there is one."""
    followup, part = _own_part(session, followup_id, actor)
    if not draft.note.strip() and evidence is None:
        raise rules.NoteMissing
    part.percent = draft.percent
    session.add(part)
    _settle(session, followup)
    file_id = _keep(session, followup, evidence, actor)
    _note(session, followup, Deed.PROGRESS, actor, now, draft.note, percent=draft.percent, file_id=file_id)
    return followup


def report_done(
    session: Session, followup_id: UUID, *, note: str, evidence: Upload | None = None, actor: Actor, now: datetime
) -> Followup:
    """The actor's town says its part is done; when all have, the others are asked to confirm."""
    followup, part = _own_part(session, followup_id, actor)
    if not note.strip():
        raise rules.NoteMissing
    part.percent, part.reported_on = 100, clock.to_town(now).date()
    session.add(part)
    _settle(session, followup)
    file_id = _keep(session, followup, evidence, actor)
    _note(session, followup, Deed.REPORTED, actor, now, note, percent=100, file_id=file_id)
    if followup.state is FollowupState.REPORTED:
        mark = f":{clock.to_town(now):%Y%m%dT%H%M%S}"
        for town_id in queries.confirmers_of(session, followup):
            gateways.tell(
                session, followup, town_id, f"reported{mark}", "议定事项已报完成，请确认", note, gateways.CONFIRMERS
            )
    return followup


def confirm(session: Session, followup_id: UUID, *, actor: Actor, now: datetime) -> Followup:
    """Another town's key: its secretary, or a deputy by 授权, holds it to be done. The last one needed closes it."""
    followup = _reported(session, followup_id)
    needed = queries.confirmers_of(session, followup)
    if actor.town_id not in needed:
        raise rules.NotYoursToConfirm
    _check_key(session, actor, now)
    before = queries.confirmed_by(session, followup.id)
    if actor.town_id in before:
        raise rules.AlreadyConfirmed
    word = FollowupConfirmation(
        partnership_id=followup.partnership_id,
        followup_id=followup.id,
        town_id=actor.town_id,
        person_id=actor.id,
        at=now,
    )
    session.add(word)
    _note(session, followup, Deed.CONFIRMED, actor, now)
    if before | {actor.town_id} >= set(needed):
        _close(session, followup, "", actor, now)
    return followup


def return_report(session: Session, followup_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Followup:
    """Another town does not find it done: back to the responsible towns, with the reason."""
    followup = _reported(session, followup_id)
    if actor.town_id not in queries.confirmers_of(session, followup):
        raise rules.NotYoursToConfirm
    if not reason.strip():
        raise rules.ReasonMissing
    for part in queries.parts_of(session, followup.id):
        part.reported_on, part.percent = None, min(part.percent, 90)
        session.add(part)
    session.execute(sa.delete(FollowupConfirmation).where(col(FollowupConfirmation.followup_id) == followup.id))
    _settle(session, followup)
    _note(session, followup, Deed.RETURNED, actor, now, reason)
    for part in queries.parts_of(session, followup.id):
        mark = f"returned:{clock.to_town(now):%Y%m%dT%H%M%S}"
        gateways.tell(session, followup, part.town_id, mark, "议定事项被退回，请继续办理", reason)
    return followup


def close_in_meeting(
    session: Session, followup_id: UUID, *, meeting: str, note: str = "", actor: Actor, now: datetime
) -> Followup:
    """The towns, sitting together, hold it to be done. Closing it again changes nothing."""
    followup = queries.lock_followup(session, followup_id)
    if followup.state is FollowupState.CLOSED:
        return followup
    if followup.state is FollowupState.WITHDRAWN:
        raise rules.AlreadyDone(state=STATES[followup.state])
    _close(session, followup, meeting, actor, now, note)
    return followup


def withdraw(session: Session, followup_id: UUID, *, reason: str, actor: Actor, now: datetime) -> Followup:
    """What produced it was corrected away; nobody has to do it any more."""
    followup = queries.lock_followup(session, followup_id)
    if followup.state in rules.DONE:
        raise rules.AlreadyDone(state=STATES[followup.state])
    if not reason.strip():
        raise rules.ReasonMissing
    followup.state = FollowupState.WITHDRAWN
    _note(session, followup, Deed.WITHDRAWN, actor, now, reason)
    return followup


def remind(session: Session, town_id: UUID, *, today: date) -> int:
    """Tell a town what is due in 7 days, tomorrow, or overdue this week; how many followups that were."""
    told = 0
    for line in queries.of_town(session, town_id, today=today):
        followup = queries.get_followup(session, line.id)
        reminder = rules.reminder_for(followup.due_on, today)
        if reminder and followup.due_on:
            title = reminder.title.replace("%(days)s", str((followup.due_on - today).days))
            until = f"完成时限：{clock.chinese_date(followup.due_on)}"
            gateways.tell(session, followup, town_id, f"due:{reminder.mark}", title, until)
            told += 1
    return told


def agree_to_figures(session: Session, partnership_id: UUID, *, agrees: bool, actor: Actor, now: datetime) -> None:
    """A town lets its completion figures stand beside the others', or no longer does."""
    assert actor.town_id is not None  # noqa: S101 - only people of a town reach this
    mine = (col(FigureConsent.partnership_id) == partnership_id, col(FigureConsent.town_id) == actor.town_id)
    session.execute(sa.delete(FigureConsent).where(*mine))
    if agrees:
        session.add(FigureConsent(partnership_id=partnership_id, town_id=actor.town_id, at=now))
    audit.record(session, actor, "followups.agree_to_figures", f"partnership:{partnership_id}", agrees=agrees)


def _own_part(session: Session, followup_id: UUID, actor: Actor) -> tuple[Followup, FollowupPart]:
    followup = queries.lock_followup(session, followup_id)
    if followup.state in rules.DONE:
        raise rules.AlreadyDone(state=STATES[followup.state])
    part = next((p for p in queries.parts_of(session, followup.id) if p.town_id == actor.town_id), None)
    if part is None:
        raise rules.NotResponsible
    if part.reported_on:
        raise rules.AlreadyReported
    return followup, part


def _reported(session: Session, followup_id: UUID) -> Followup:
    followup = queries.lock_followup(session, followup_id)
    if followup.state in rules.DONE:
        raise rules.AlreadyDone(state=STATES[followup.state])
    missing = [p.town_id for p in queries.parts_of(session, followup.id) if p.reported_on is None]
    if missing:
        raise rules.NotReported(towns="、".join(town_queries.names_of(session, missing).values()))
    return followup


def _check_key(session: Session, actor: Actor, now: datetime) -> None:
    """Only who may turn the town's key binds the town (domain.md §2.2)."""
    today = clock.to_town(now).date()
    if not (actor.id and actor.town_id and queries.may_sign(session, actor.id, actor.town_id, on=today, now=now)):
        raise rules.NotTheSigner


def _settle(session: Session, followup: Followup) -> None:
    session.flush()
    followup.state = rules.state_of(queries.parts_of(session, followup.id))
    session.add(followup)


def _close(session: Session, followup: Followup, by: str, actor: Actor, now: datetime, note: str = "") -> None:
    followup.state, followup.closed_by = FollowupState.CLOSED, by
    followup.closed_on = clock.to_town(now).date()
    _note(session, followup, Deed.CLOSED, actor, now, note)


def _keep(session: Session, followup: Followup, evidence: Upload | None, actor: Actor) -> UUID | None:
    if evidence is None:
        return None
    return files.keep_shared(session, evidence, partnership_id=followup.partnership_id, actor=actor).id


def _note(
    session: Session,
    followup: Followup,
    deed: Deed,
    actor: Actor,
    now: datetime,
    note: str = "",
    *,
    percent: int | None = None,
    file_id: UUID | None = None,
) -> None:
    """One line of the history that the towns read, one of the audit."""
    step = FollowupStep(
        partnership_id=followup.partnership_id,
        followup_id=followup.id,
        number=queries.next_step(session, followup.id),
        at=now,
        deed=deed,
        town_id=actor.town_id,
        person_id=actor.id,
        percent=percent,
        note=note.strip()[:500],
        file_id=file_id,
    )
    session.add_all([followup, step])
    session.flush()
    audit.record(session, actor, f"followups.{deed}", f"followup:{followup.id}", state=followup.state)
