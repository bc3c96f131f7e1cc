"""Planning sessions with their venues, moving and cancelling them. The caller commits.

Whoever moves or cancels a session goes by `announcing`, which tells those who are coming; these are its steps.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.audit import actions as audit
from app.bookings import gateways
from app.bookings.models import BookingDraft
from app.kit.actor import Actor
from app.notifications import actions as notifications
from app.previews import rules as previews
from app.previews.models import Plan
from app.programmes import queries, rules
from app.services import actions as services_actions
from app.services import queries as services
from app.services import rules as service_rules
from app.services.models import Service
from app.sessions import actions as sessions
from app.sessions import queries as sessions_known
from app.sessions import rules as session_rules
from app.sessions.models import OccasionDraft, ServiceSession, SessionSeries, SessionState
from app.sessions.rules import TwiceTheSame

NONE: Mapping[UUID, int] = {}


def plan(
    session: Session,
    service_id: UUID,
    draft: OccasionDraft,
    *,
    reserved: Mapping[UUID, int] = NONE,
    reserve_days: int = session_rules.RESERVE_DAYS,
    actor: Actor,
    now: datetime,
) -> ServiceSession:
    """One session with its venue: both, or neither and the reason."""
    service = services.get_run(session, service_id, actor=actor, now=now)
    session_rules.check_draft(draft, now)
    occasion = add(session, service, [draft], reserved, reserve_days, actor=actor, now=now)[0]
    audit.record(session, actor, "programmes.plan", occasion.subject, service=service.id, venue=draft.venue_id)
    return occasion


def add(
    session: Session,
    service: Service,
    drafts: Sequence[OccasionDraft],
    reserved: Mapping[UUID, int],
    reserve_days: int,
    *,
    actor: Actor,
    now: datetime,
    series_id: UUID | None = None,
) -> list[ServiceSession]:
    """The sessions with their venues, all booked in one act; a step of `plan` and of series, which audit it."""
    service_rules.check_editable(service)
    for draft in drafts:
        session_rules.check_reserved(draft.places, reserved)
    entered = sessions.enter(session, service, drafts, reserved, reserve_days, now=now, series_id=series_id)
    hosted = [o for o in entered if o.venue_id]
    if len(entered) < len(drafts):
        raise TwiceTheSame
    if not hosted:
        return entered
    wishes = [_wish(service, occasion, actor) for occasion in hosted]
    url = hosted[0].url if len(hosted) == 1 else f"/services/{service.id}"
    bookings = services_actions.host(session, service, wishes, url=url, actor=actor, now=now)
    for occasion, booking in zip(hosted, bookings, strict=True):
        occasion.booking_id = booking.id
    session.flush()
    return entered


def plan_series(
    session: Session, service_id: UUID, wish: rules.Wish, plan: Plan, *, actor: Actor, now: datetime
) -> list[ServiceSession]:
    """All that was chosen in the preview, in one act. Raises NotSettled, NothingChosen, or what speaks against one."""
    service = services.get_run(session, service_id, actor=actor, now=now)
    previews.check(plan)
    series = SessionSeries.model_validate(
        wish.rule, update={"service_id": service.id, "town_id": service.town_id, "made_at": now}
    )
    session.add(series)
    session.flush()
    drafts = [wish.said.occasion(w.span, w.venue_id, w.series_on) for w in plan.wanted]
    said: dict[str, Any] = {"actor": actor, "now": now, "series_id": series.id}
    for draft in drafts:
        session_rules.check_draft(draft, now)
    with gateways.gathered(session, f"session_series:{series.id}", f"/services/{service.id}"):
        made = add(session, service, drafts, wish.said.reserved, wish.said.reserve_days, **said)
    audit.record(session, actor, "programmes.plan_series", f"session_series:{series.id}", count=len(made))
    return made


def _wish(service: Service, occasion: ServiceSession, actor: Actor) -> BookingDraft:
    """What is asked of the venue."""
    assert occasion.venue_id is not None  # noqa: S101  # for the type checker: asked before
    staff = occasion.staff or service.staff
    return BookingDraft(
        venue_id=occasion.venue_id,
        starts_at=occasion.starts_at,
        ends_at=occasion.ends_at,
        title=session_rules.title_of(service.name, occasion.label)[:60],
        heads=occasion.places,
        contact_name=(staff or actor.name)[:40],
        speaker=staff[:60],
        outline=service.description[:500],
    )


def move(session: Session, occasion_id: UUID, change: rules.Change, *, actor: Actor, now: datetime) -> rules.Moved:
    """改期, 换地点, with the venue in the same act or not at all. What it was before is returned, to be told."""
    occasion, service = sessions.lock_run(session, occasion_id, actor=actor, now=now)
    reason = service_rules.check_reason(change.reason)
    rules.check_change(occasion, change, now)
    before = sessions_known.line_of(session, occasion)
    held = occasion.booking_id if queries.has_venue(session, occasion) else None
    _shift(session, occasion, change, reason)
    wish = _wish(service, occasion, actor) if occasion.venue_id else None
    said: dict[str, Any] = {"reason": reason, "url": occasion.url, "actor": actor, "now": now}
    occasion.booking_id = services_actions.rehost(session, service, held, wish, **said)
    session.add(occasion)
    session.flush()
    audit.record(session, actor, "programmes.move", occasion.subject, revision=occasion.revision)
    return rules.Moved(occasion, before.when, before.place)


def _shift(session: Session, occasion: ServiceSession, change: rules.Change, reason: str) -> None:
    """The row at its new time; no other session of the service stands there under the same name."""
    try:
        with session.begin_nested():
            rules.shift(occasion, change, change.starts_at - occasion.starts_at)
            occasion.reason = reason
            session.add(occasion)
    except IntegrityError as error:
        raise TwiceTheSame from error


def cancel(session: Session, occasion_id: UUID, *, reason: str, actor: Actor, now: datetime) -> ServiceSession:
    """取消, and its venue is given back. The places stay counted until who had them gives them back."""
    occasion, service = sessions.lock_run(session, occasion_id, actor=actor, now=now)
    session_rules.check_ahead(occasion, now)
    occasion.reason = service_rules.check_reason(reason)
    occasion.state, occasion.revision = SessionState.CANCELLED, occasion.revision + 1
    if occasion.booking_id and queries.has_venue(session, occasion):
        said: dict[str, Any] = {"reason": occasion.reason, "url": occasion.url, "actor": actor, "now": now}
        services_actions.rehost(session, service, occasion.booking_id, None, **said)
    session.add(occasion)
    session.flush()
    audit.record(session, actor, "programmes.cancel", occasion.subject)
    return occasion


def lose_venue(session: Session, occasion_id: UUID, *, now: datetime) -> rules.Moved | None:
    """Its venue was taken over, declined or given back by others: it has none until the unit finds another.

    For the sweep: the unit is told here, who is coming by `signups`. None when it has its venue after all.
    """
    occasion = sessions_known.lock_session(session, occasion_id)
    if not occasion.is_open or occasion.booking_id is None or queries.has_venue(session, occasion):
        return None
    before, why = sessions_known.line_of(session, occasion), queries.why_lost(session, occasion)
    occasion.booking_id = occasion.venue_id = None
    occasion.place, occasion.reason, occasion.revision = rules.TO_BE_SAID, why, occasion.revision + 1
    session.add(occasion)
    session.flush()
    system = Actor.system(occasion.town_id)
    audit.record(session, system, "programmes.lose_venue", occasion.subject, revision=occasion.revision)
    _tell_unit(session, occasion, before, why, now)
    return rules.Moved(occasion, before.when, before.place)


def _tell_unit(
    session: Session, occasion: ServiceSession, before: sessions_known.Line, why: str, now: datetime
) -> None:
    """The unit's workers have something to do: another venue, another time, or calling it off."""
    for person_id in services.workers_of(session, before.unit_id, occasion.town_id, now=now):
        notifications.tell(
            session,
            person_id=person_id,
            town_id=occasion.town_id,
            kind="programmes.venue_lost",
            event=f"{occasion.subject}:venue_lost:{occasion.revision}",
            title=f"{before.title}的场地不能用了，请另行安排",
            text=f"{before.when}，原定{before.place}。{why}。已有{occasion.taken}人报名，请换场地、改期或取消。",
            url=f"{occasion.url}/move",
        )
