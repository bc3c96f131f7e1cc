"""拟稿 → 核稿 → 签发 of 挂职通知 inside one town. The caller commits."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.circulars import queries, rules
from app.circulars.models import Circular, CircularDraft
from app.consents import actions as consents
from app.consents import queries as consent_queries
from app.consents.models import Consent, KeyDraft, RefusalDraft
from app.documents.models import NumberDraft
from app.documents.rules import Number, entered_number, numbered
from app.exchanges.rules import year_in
from app.kit.actor import Actor
from app.kit.errors import NotAllowed
from app.secondments.models import Exchange
from app.typeset import gateways as typesetting
from app.typeset import rules as typeset


def write(session: Session, exchange: Exchange, draft: CircularDraft, *, actor: Actor, now: datetime) -> Circular:
    """Compose the notice, or compose it anew; while it is in its steps these begin again."""
    if actor.town_id is None:
        raise NotAllowed
    content = queries.to_data(queries.compose(session, exchange, actor.town_id, draft))
    _check_number(session, actor.town_id, draft)
    circular = queries.find(session, exchange, actor.town_id)
    if circular is None:
        sides = {"town_id": actor.town_id, "partnership_id": exchange.partnership_id, "exchange_id": exchange.id}
        circular = Circular.model_validate(draft, update=sides | {"content": content, "made_at": now})
    else:
        rules.check_editable(circular)
        circular.sqlmodel_update(draft.model_dump() | {"content": content})
    session.add(circular)
    session.flush()
    if circular.consent_id:
        consents.revise(session, circular.consent_id, _bound(circular), actor=actor, now=now)
    audit.record(session, actor, "circulars.write", f"circular:{circular.id}", exchange=exchange.id)
    return circular


def submit(session: Session, exchange: Exchange, circular: Circular, *, actor: Actor, now: datetime) -> Consent:
    """拟稿 is done; what cannot be printed is refused here already."""
    rules.check_editable(circular)
    if circular.consent_id:
        raise rules.AlreadySubmitted
    content = queries.content_of(circular)
    typeset.check_complete(content)
    typesetting.check_glyphs(content)
    consent = consents.ask(
        session,
        partnership_id=circular.partnership_id,
        kind="circular",
        subject=f"circular:{circular.id}",
        title=f"挂职通知文稿：{exchange.name}"[:160],
        url=f"/secondments/exchanges/{exchange.id}/circular",
        content=_bound(circular),
        town_ids=[circular.town_id],
        is_document=True,
        actor=actor,
        now=now,
    )
    circular.consent_id = consent.id
    session.add(circular)
    audit.record(session, actor, "circulars.submit", f"circular:{circular.id}")
    return consent


def check(session: Session, circular: Circular, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    return consents.check(session, _consent_id(circular), seen_hash, actor=actor, now=now)


def turn_key(session: Session, circular: Circular, key: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """签发: number and day are fixed in the same transaction."""
    rules.check_editable(circular)
    consent = consents.turn(session, _consent_id(circular), key, actor=actor, now=now)
    if consent.is_complete:
        circular.formed_on = consent_queries.formed_on(session, consent)
        number = _take_number(session, circular, circular.formed_on.year)
        circular.series, circular.year, circular.sequence = number.series, number.year, number.sequence
        circular.number = number.text
        session.add(circular)
        session.flush()
        audit.record(session, actor, "circulars.sign", f"circular:{circular.id}", number=number.text)
    return consent


def refuse(session: Session, circular: Circular, no: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    return consents.refuse(session, _consent_id(circular), no, actor=actor, now=now)


def _check_number(session: Session, town_id: UUID, draft: CircularDraft) -> None:
    organ = queries.organ_of(session, town_id)
    if draft.entered_number:
        entered_number(NumberDraft(entered=draft.entered_number), year_in(draft.entered_number))
    elif not organ.own_numbers:
        raise rules.NumberMissing(organ=organ.short_name)


def _take_number(session: Session, circular: Circular, year: int) -> Number:
    if circular.entered_number:
        number = entered_number(NumberDraft(entered=circular.entered_number), year)
        if queries.is_taken(session, circular.town_id, number.series, number.year, number.sequence):
            raise rules.NumberTaken(number=number.text)
        return number
    series = rules.series_of(queries.organ_of(session, circular.town_id).code)
    following = queries.last_sequence(session, circular.town_id, series, year) + 1
    return numbered(NumberDraft(series=series), year, following)


def _bound(circular: Circular) -> dict[str, str]:
    """What the key fits: the text by its hash, so that the draft itself stays in the town."""
    text = typeset.content_hash(queries.content_of(circular))
    return {"circular": str(circular.id), "text": text, "number": circular.entered_number}


def _consent_id(circular: Circular) -> UUID:
    if circular.consent_id is None:
        raise rules.NotSubmitted
    return circular.consent_id
