"""What people do with a 督办事项: give it, tell how far it is, report, return, close, withdraw. The caller commits."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import Assignment, Role
from app.audit import actions as audit
from app.errands import queries, rules
from app.errands.models import STATES, Deed, Errand, ErrandDraft, ErrandStep
from app.files import actions as files
from app.files.models import Upload
from app.followups.rules import reminder_for
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.notifications import actions as notifications


def assign(session: Session, draft: ErrandDraft, *, town_id: UUID, actor: Actor, now: datetime) -> Errand:
    """By the town's 书记 or 党政办主任, to a unit and a person of the town."""
    if not rules.is_leader(_roles(session, actor, now), town_id):
        raise rules.NotALeader
    today = clock.to_town(now).date()
    rules.check_due(draft.due_on, today)
    errand = Errand.model_validate(draft, update={"town_id": town_id, "assigned_on": today})
    session.add(errand)
    session.flush()
    _note(session, errand, Deed.ASSIGNED, actor, now)
    _tell(session, errand, "assigned", "有督办事项交您办理", f"完成时限：{clock.chinese_date(errand.due_on)}")
    return errand


def report_progress(
    session: Session,
    errand: Errand,
    *,
    percent: int,
    note: str,
    evidence: Upload | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """How far it is, with a paper if there is one."""
    _check_charge(session, errand, actor, now)
    _step(session, errand, Deed.PROGRESS, note, actor, now, evidence, percent=min(max(percent, 0), 100))


def report_done(
    session: Session, errand: Errand, *, note: str, evidence: Upload | None = None, actor: Actor, now: datetime
) -> None:
    _check_charge(session, errand, actor, now)
    _step(session, errand, Deed.REPORTED, note, actor, now, evidence, percent=100)
    mark = f"reported:{clock.to_town(now):%Y%m%dT%H%M%S}"
    notifications.tell_town(
        session,
        town_id=errand.town_id,
        roles=rules.LEADERS,
        kind="errands.reported",
        event=f"errand:{errand.id}:{mark}",
        title="督办事项已报完成",
        text=errand.text,
        url=_url(errand),
    )


def decide(session: Session, errand: Errand, deed: Deed, *, note: str, actor: Actor, now: datetime) -> None:
    """A leader closes, returns or withdraws it; returning and withdrawing say why."""
    if not rules.is_leader(_roles(session, actor, now), errand.town_id):
        raise rules.NotALeader
    _step(session, errand, deed, note or ("同意办结" if deed is Deed.CLOSED else ""), actor, now)
    if deed is Deed.CLOSED:
        errand.closed_on = clock.to_town(now).date()
    if deed is Deed.RETURNED:
        errand.percent = min(errand.percent, 90)
    session.add(errand)
    mark = f"{deed}:{clock.to_town(now):%Y%m%dT%H%M%S}"
    titles = {Deed.CLOSED: "督办事项已办结", Deed.RETURNED: "督办事项被退回", Deed.WITHDRAWN: "督办事项已撤销"}
    _tell(session, errand, mark, titles[deed], note)


def remind(session: Session, town_id: UUID, *, today: date) -> int:
    """Seven days before, one day before, and each Monday when overdue: the same rhythm as between the towns."""
    told = 0
    for errand in queries.waiting(session, town_id):
        if reminder := reminder_for(errand.due_on, today):
            title = reminder.title.replace("议定事项", "督办事项").replace(
                "%(days)s", str((errand.due_on - today).days)
            )
            _tell(session, errand, f"due:{reminder.mark}", title, f"完成时限：{clock.chinese_date(errand.due_on)}")
            told += 1
    return told


def _step(
    session: Session,
    errand: Errand,
    deed: Deed,
    note: str,
    actor: Actor,
    now: datetime,
    evidence: Upload | None = None,
    percent: int | None = None,
) -> None:
    if not note.strip():
        raise rules.NoteMissing
    errand.state = rules.after(errand, deed, state_name=STATES[errand.state])
    errand.percent = errand.percent if percent is None else percent
    kept = files.keep_private(session, evidence, town_id=errand.town_id, actor=actor) if evidence else None
    _note(session, errand, deed, actor, now, note, percent, kept.id if kept else None)


def _note(
    session: Session,
    errand: Errand,
    deed: Deed,
    actor: Actor,
    now: datetime,
    note: str = "",
    percent: int | None = None,
    file_id: UUID | None = None,
) -> None:
    step = ErrandStep(
        town_id=errand.town_id,
        errand_id=errand.id,
        number=queries.next_step(session, errand.id),
        at=now,
        deed=deed,
        person_id=actor.id,
        percent=percent,
        note=note.strip()[:500],
        file_id=file_id,
    )
    session.add_all([errand, step])
    session.flush()
    audit.record(session, actor, f"errands.{deed}", f"errand:{errand.id}", state=errand.state)


def _check_charge(session: Session, errand: Errand, actor: Actor, now: datetime) -> None:
    if not rules.is_in_charge(errand, actor.id, _roles(session, actor, now)):
        raise rules.NotInCharge


def _roles(session: Session, actor: Actor, now: datetime) -> list[Assignment]:
    if actor.id is None or actor.town_id is None:
        raise NotFound
    return list(accounts.roles_at(session, actor.id, now))


def _tell(session: Session, errand: Errand, what: str, title: str, more: str) -> None:
    """The person in charge; where nobody is named, the town's clerk."""
    text = "。".join(part.strip("。") for part in (errand.text, more) if part)
    kind, event, url = f"errands.{what.split(':')[0]}", f"errand:{errand.id}:{what}", _url(errand)
    told = {"town_id": errand.town_id, "kind": kind, "event": event, "title": title, "text": text, "url": url}
    if errand.person_id:
        notifications.tell(session, person_id=errand.person_id, **told)  # type: ignore[arg-type]  # spelled out above
    else:
        notifications.tell_town(session, roles={Role.CLERK}, **told)  # type: ignore[arg-type]  # spelled out above


def _url(errand: Errand) -> str:
    return f"/errands/{errand.id}"
