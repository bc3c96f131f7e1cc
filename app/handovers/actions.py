"""Tick an item, take the tick back, name who stands in. The caller commits."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import Assignment, Role
from app.audit import actions as audit
from app.handovers import queries, rules
from app.handovers.models import Item, StandIn, Tick, TickDraft
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.notifications import actions as notifications
from app.secondments import queries as postings
from app.secondments import rules as posting_rules
from app.secondments.models import Secondment
from app.secondments.rules import Standing


def tick(session: Session, standing: Standing, draft: TickDraft, *, actor: Actor, now: datetime) -> Tick:
    """An item of the reader's own side is done."""
    posting = standing.posting
    rules.check_tick(standing, draft, queries.ticks_of(session, posting.id), today=clock.to_town(now).date())
    made = Tick.model_validate(
        draft,
        update={
            "secondment_id": posting.id,
            "home_town_id": posting.home_town_id,
            "host_town_id": posting.host_town_id,
            "ticked_by": standing.reader.person_id,
            "ticked_at": now,
        },
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "handovers.tick", posting.subject, item=draft.item.value)
    return made


def untick(session: Session, standing: Standing, item: Item, *, actor: Actor) -> None:
    """Ticked by mistake: the same side takes it back."""
    if rules.SIDE_OF[item] not in rules.sides_of(standing):
        raise rules.NotYourItem(side=rules.SIDE_NAMES[rules.SIDE_OF[item]])
    made = next((t for t in queries.ticks_of(session, standing.posting.id) if t.item is item), None)
    if made is None:
        raise NotFound
    session.delete(made)
    audit.record(session, actor, "handovers.untick", standing.posting.subject, item=item.value)


def name_stand_in(
    session: Session, posting: Secondment, person_id: UUID, duties: str, *, actor: Actor, now: datetime
) -> StandIn:
    """代岗: the person has the home unit's scope for as long as its holder is away, and no longer."""
    if actor.id is None or actor.town_id != posting.home_town_id:
        raise rules.OnlyHome
    person = next((p for p in queries.colleagues(session, posting, now) if p.id == person_id), None)
    if person is None:
        raise rules.CannotStandIn
    kept = queries.find_stand_in(session, posting.id) or StandIn(
        town_id=posting.home_town_id,
        secondment_id=posting.id,
        person_id=person.id,
        named_by=actor.id,
        named_at=now,
    )
    _end_right(session, kept, now)
    kept.person_id, kept.duties, kept.named_by, kept.named_at = person.id, duties, actor.id, now
    kept.assignment_id = _give_right(session, posting, kept, now)
    session.add(kept)
    session.flush()
    audit.record(session, actor, "handovers.stand_in", posting.subject, person=person.id)
    _tell(session, posting, kept)
    return kept


def _give_right(session: Session, posting: Secondment, kept: StandIn, now: datetime) -> UUID | None:
    held = accounts.roles_at(session, kept.person_id, now)
    if posting.ends_at <= now or any(r.role is Role.WORKER and r.unit_id == posting.home_unit_id for r in held):
        return None
    granted = Assignment(
        person_id=kept.person_id,
        town_id=posting.home_town_id,
        unit_id=posting.home_unit_id,
        role=Role.WORKER,
        starts_at=max(now, posting_rules.starts_at(posting)),
        ends_at=posting.ends_at,
        granted_by=posting.subject,
    )
    session.add(granted)
    session.flush()
    return granted.id


def _end_right(session: Session, kept: StandIn, now: datetime) -> None:
    """Whoever stood in before does so no longer."""
    granted = session.get(Assignment, kept.assignment_id) if kept.assignment_id else None
    if granted and granted.ends_at and granted.ends_at > now:
        granted.ends_at, granted.granted_by = max(now, granted.starts_at), ""
        session.add(granted)


def _tell(session: Session, posting: Secondment, kept: StandIn) -> None:
    facts = postings.facts_of(session, [posting])[posting.id]
    days = f"{clock.chinese_date(posting.from_on)}至{clock.chinese_date(posting.until_on)}"
    notifications.tell(
        session,
        person_id=kept.person_id,
        town_id=posting.home_town_id,
        kind="handovers.stand_in",
        event=f"{posting.subject}:stand_in:{kept.named_at.isoformat()}",
        title=f"请代岗：{facts.person}同志外出挂职期间",
        text=f"{facts.person}同志{days}外出挂职，请您代管{facts.home_unit}的工作。{kept.duties}",
        url="",
    )
