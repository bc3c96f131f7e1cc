"""What a unit does with its services: writes, changes, publishes, rests and ends them. The caller commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app.audit import actions as audit
from app.bookings.models import Booking, BookingDraft, OccurrenceDraft
from app.kit.actor import Actor
from app.kit.errors import NotFound, Stale
from app.services import queries, rules
from app.services.models import Service, ServiceDraft, ServiceState, ServiceTerms, TermsDraft
from app.spaces import actions as spaces
from app.towns import queries as towns
from app.venues import queries as venues

REFUSED = (rules.WrongState, rules.Incomplete, rules.NobodyAdmitted, rules.ReasonMissing, rules.SessionsAhead)


def write(
    session: Session, draft: ServiceDraft, terms: Sequence[TermsDraft], *, actor: Actor, now: datetime
) -> Service:
    """A new service as a draft, by who runs the unit. Raises NotTheProvider, NameTaken."""
    if actor.town_id is None:
        raise NotFound
    _check_place(session, draft, actor, now)
    made = {"town_id": actor.town_id, "made_at": now, "changed_at": now}
    service = Service.model_validate(draft, update=made)
    _save(session, service)
    _say(session, service, terms)
    audit.record(session, actor, "services.write", service.subject, unit=service.unit_id, kind=service.kind)
    return service


def change(
    session: Session,
    service_id: UUID,
    draft: ServiceDraft,
    terms: Sequence[TermsDraft],
    *,
    revision: int,
    actor: Actor,
    now: datetime,
) -> Service:
    """What is said of it, as a whole. Raises Stale when somebody saved since it was read."""
    service = _own(session, service_id, actor, now)
    rules.check_editable(service)
    if service.revision != revision:
        raise Stale
    _check_place(session, draft, actor, now)
    for name, value in draft.model_dump().items():
        setattr(service, name, value)
    service.revision, service.changed_at = revision + 1, now
    _save(session, service)
    _say(session, service, terms)
    if service.state in rules.SHOWN:
        _check_complete(session, service)
    audit.record(session, actor, "services.change", service.subject, revision=service.revision)
    return service


def publish(session: Session, service_id: UUID, *, actor: Actor, now: datetime) -> Service:
    """From now on the partners' workers and the residents read it; also after a rest. Raises Incomplete."""
    service = _own(session, service_id, actor, now)
    rules.check_become(service, ServiceState.PUBLISHED)
    _check_complete(session, service)
    return _become(session, service, ServiceState.PUBLISHED, "", actor, now)


def suspend(session: Session, service_id: UUID, reason: str, *, actor: Actor, now: datetime) -> Service:
    """It rests: residents read why, nobody signs up. Sessions that are planned stay as they are."""
    service = _own(session, service_id, actor, now)
    rules.check_become(service, ServiceState.SUSPENDED)
    return _become(session, service, ServiceState.SUSPENDED, rules.check_reason(reason), actor, now)


def end(
    session: Session, service_id: UUID, reason: str, *, sessions_ahead: int, actor: Actor, now: datetime
) -> Service:
    """停办: it leaves the public list for good. Refused while sessions lie ahead: their people must be told first."""
    service = _own(session, service_id, actor, now)
    rules.check_become(service, ServiceState.ENDED)
    if sessions_ahead:
        raise rules.SessionsAhead(count=sessions_ahead)
    said = reason.strip() if service.state is ServiceState.DRAFT else rules.check_reason(reason)
    return _become(session, service, ServiceState.ENDED, said[:120], actor, now)


def _become(
    session: Session, service: Service, state: ServiceState, reason: str, actor: Actor, now: datetime
) -> Service:
    service.state, service.reason, service.changed_at = state, reason, now
    session.add(service)
    audit.record(session, actor, "services.become", service.subject, state=state)
    return service


def _own(session: Session, service_id: UUID, actor: Actor, now: datetime) -> Service:
    queries.get_run(session, service_id, actor=actor, now=now)
    return queries.lock_service(session, service_id)


def _check_place(session: Session, draft: ServiceDraft, actor: Actor, now: datetime) -> None:
    """The unit is one that the actor runs, the venue one that the town may book."""
    if actor.town_id is None or towns.get_unit(session, draft.unit_id).town_id != actor.town_id:
        raise NotFound
    if not queries.runs(session, draft.unit_id, actor.town_id, actor, now):
        raise rules.NotTheProvider
    if draft.venue_id:
        venues.get_venue(session, draft.venue_id, reader_town_id=actor.town_id)


def _check_complete(session: Session, service: Service) -> None:
    unit = towns.get_unit(session, service.unit_id)
    rules.check_complete(service, unit_phone=unit.phone, admitted=queries.admitted_towns(session, service))


def _save(session: Session, service: Service) -> None:
    try:
        with session.begin_nested():
            session.add(service)
    except IntegrityError as error:
        raise rules.NameTaken from error


def _say(session: Session, service: Service, terms: Sequence[TermsDraft]) -> None:
    """What holds for each home town, said anew."""
    around = {t.id for t in queries.towns_around(session, service.town_id)}
    session.execute(sa.delete(ServiceTerms).where(col(ServiceTerms.service_id) == service.id))
    for one in terms:
        if one.town_id in around:
            session.add(ServiceTerms.model_validate(one, update={"service_id": service.id}))
    session.flush()


def host(
    session: Session, service: Service, wishes: Sequence[BookingDraft], *, url: str, actor: Actor, now: datetime
) -> list[Booking]:
    """Book what the sessions of a service need, all of it or nothing. `url`: the page on which it is changed."""
    said = {"use": rules.use_of(service.kind), "contact_phone": _phone(session, service)}
    drafts = [OccurrenceDraft.model_validate(wish, update=said) for wish in wishes]
    made_for = {"subject": service.subject, "url": url}
    return spaces.book_all(session, drafts, actor=actor, now=now, joint=made_for)


def rehost(
    session: Session,
    service: Service,
    booking_id: UUID | None,
    wish: BookingDraft | None,
    *,
    reason: str,
    url: str,
    actor: Actor,
    now: datetime,
) -> UUID | None:
    """Another venue or time for what a session has, a first one, or none any more; the booking it then has."""
    if booking_id is None:
        return host(session, service, [wish], url=url, actor=actor, now=now)[0].id if wish else None
    if wish is None:
        spaces.cancel_for_meeting(session, booking_id, reason=reason, actor=actor, now=now)
        return None
    spaces.move_for_meeting(session, booking_id, venue_id=wish.venue_id, span=wish.span, actor=actor, now=now)
    return booking_id


def _phone(session: Session, service: Service) -> str:
    return service.phone or towns.get_unit(session, service.unit_id).phone
