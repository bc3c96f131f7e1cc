"""What waits for which key, and how a consent stands as one town may see it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.consents import rules
from app.consents.models import (
    Consent,
    ConsentKey,
    ConsentParty,
    ConsentRefusal,
    ConsentState,
    ConsentStep,
    Publicity,
    Step,
)
from app.consents.rules import ConsentView, Pending, Reader, RefusalLine, Signer, StepLine, TownState
from app.kit import clock
from app.kit.errors import NotFound
from app.towns import queries as towns


def get(session: Session, consent_id: UUID) -> Consent:
    consent = session.exec(select(Consent).where(Consent.id == consent_id)).first()
    if consent is None:
        raise NotFound
    return consent


def get_locked(session: Session, consent_id: UUID) -> Consent:
    """The consent as it is now, held until the transaction ends."""
    found = select(Consent).where(Consent.id == consent_id).with_for_update()
    consent = session.exec(found.execution_options(populate_existing=True)).first()
    if consent is None:
        raise NotFound
    return consent


def find_for(session: Session, subject: str) -> Consent | None:
    """The latest consent asked about a subject ("minutes:<id>")."""
    found = select(Consent).where(Consent.subject == subject)
    return session.exec(found.order_by(col(Consent.asked_at).desc(), col(Consent.id))).first()


def find_all(session: Session, subjects: Sequence[str]) -> dict[str, Consent]:
    """The latest consent of each subject that was asked about."""
    found = select(Consent).where(col(Consent.subject).in_(subjects)).order_by(col(Consent.asked_at), col(Consent.id))
    return {c.subject: c for c in session.exec(found)}


def parties_of(session: Session, consent_id: UUID) -> Sequence[UUID]:
    """The towns whose keys are needed, in their order."""
    found = select(ConsentParty.town_id).where(ConsentParty.consent_id == consent_id)
    return session.exec(found.order_by(col(ConsentParty.place))).all()


def keys_of(session: Session, consent: Consent) -> Sequence[ConsentKey]:
    """The keys that fit the present content, in the order of the towns."""
    found = (
        select(ConsentKey)
        .join(ConsentParty, col(ConsentParty.consent_id) == col(ConsentKey.consent_id))
        .where(ConsentParty.town_id == ConsentKey.town_id)
        .where(ConsentKey.consent_id == consent.id, ConsentKey.round == consent.round)
    )
    return session.exec(found.order_by(col(ConsentParty.place))).all()


def fallen_keys(session: Session, consent: Consent) -> Sequence[ConsentKey]:
    """The keys that the last change of the content dropped."""
    last = select(func.max(ConsentKey.round)).where(
        ConsentKey.consent_id == consent.id, ConsentKey.round < consent.round
    )
    found = select(ConsentKey).where(ConsentKey.consent_id == consent.id, ConsentKey.round == last.scalar_subquery())
    return session.exec(found.order_by(col(ConsentKey.at))).all() if consent.round > 1 else []


def steps_of(session: Session, consent: Consent, town_id: UUID) -> Sequence[ConsentStep]:
    """A town's own steps on the present content; another town's are out of reach."""
    found = select(ConsentStep).where(
        ConsentStep.consent_id == consent.id, ConsentStep.town_id == town_id, ConsentStep.round == consent.round
    )
    return session.exec(found.order_by(col(ConsentStep.at), col(ConsentStep.kind).desc())).all()


def hands_of(session: Session, consent: Consent, town_id: UUID) -> dict[Step, UUID]:
    return {s.kind: s.done_by for s in steps_of(session, consent, town_id)}


def refusals_of(session: Session, consent_id: UUID) -> Sequence[ConsentRefusal]:
    found = select(ConsentRefusal).where(ConsentRefusal.consent_id == consent_id)
    return session.exec(found.order_by(col(ConsentRefusal.round).desc())).all()


def last_refusal(session: Session, consent_id: UUID) -> ConsentRefusal | None:
    return next(iter(refusals_of(session, consent_id)), None)


def formed_on(session: Session, consent: Consent) -> date:
    """成文日期: the day of the last 签发."""
    return clock.to_town(max(k.at for k in keys_of(session, consent))).date()


def publicity_of(session: Session, consent: Consent) -> Publicity:
    return rules.strictest(k.publicity for k in keys_of(session, consent))


def get_signer(session: Session, person_id: UUID, town_id: UUID, now: datetime) -> Signer:
    """Who signs for the town: its secretary, or a deputy with an authorisation in force. Else the Refusal."""
    held = accounts.roles_at(session, person_id, now)
    if any(r.role is Role.SECONDEE for r in held):
        raise rules.OnSecondment
    person = accounts.get_person(session, person_id)
    own = [r for r in held if r.town_id == town_id]
    if accounts.may_turn_keys(own) and any(r.role is Role.SECRETARY for r in own):
        return Signer(person.id, person.name, person.post)
    granted = accounts.find_authorisation(session, town_id, person_id, clock.to_town(now).date()) if own else None
    if granted is None:
        raise rules.NotTheSigner
    return Signer(person.id, person.name, person.post, accounts.get_person(session, granted.secretary_id).name)


def is_signer(session: Session, person_id: UUID, town_id: UUID, now: datetime) -> bool:
    try:
        get_signer(session, person_id, town_id, now)
    except (rules.NotTheSigner, rules.OnSecondment):
        return False
    return True


def pending_for(
    session: Session, *, person_id: UUID, town_id: UUID, roles: frozenset[Role], now: datetime
) -> tuple[Pending, ...]:
    """The open consents whose next step in this town this person may take, oldest first, then refusals."""
    reader = Reader(person_id, town_id, roles)
    signs = is_signer(session, person_id, town_id, now)
    two_steps = towns.get_town(session, town_id).one_person_two_steps
    waiting = []
    consents = _open_without_key(session, town_id)
    done = _hands_of_all(session, town_id, consents)
    for consent in consents:
        step = _wanted(reader, done.get(consent.id, {}), signs=signs, two_steps=two_steps)
        if step:
            label = _label(step, is_asker=consent.asking_town_id == town_id)
            waiting.append(Pending(consent.id, consent.title, consent.url, step, label, consent.asked_at))
    return (*waiting, *_refused_to(session, reader))


def _refused_to(session: Session, reader: Reader) -> list[Pending]:
    """What the reader's town asked and another refused: its office changes it, raises a topic, or takes it back."""
    if reader.roles.isdisjoint(rules.OFFICE):
        return []
    found = select(Consent).where(Consent.state == ConsentState.REFUSED, Consent.asking_town_id == reader.town_id)
    return [
        Pending(c.id, c.title, c.url, Step.DRAFT, rules.REFUSED, c.asked_at)
        for c in session.exec(found.order_by(col(Consent.asked_at), col(Consent.id)))
    ]


def view(session: Session, consent_id: UUID, *, reader: Reader, now: datetime) -> ConsentView:
    """A consent for its panel; 404 for anybody who is not of its partnership."""
    consent = get(session, consent_id)
    parties = parties_of(session, consent_id)
    names = towns.names_of(session, parties)
    keys = {k.town_id: k for k in keys_of(session, consent)}
    refusals = refusals_of(session, consent_id)
    refused = {r.town_id for r in refusals if r.round == consent.round and consent.state is ConsentState.REFUSED}
    is_own_turn = consent.state is ConsentState.OPEN and reader.town_id in parties and reader.town_id not in keys
    signs = is_own_turn and is_signer(session, reader.person_id, reader.town_id, now)
    done = hands_of(session, consent, reader.town_id)
    two_steps = towns.get_town(session, reader.town_id).one_person_two_steps
    return ConsentView(
        id=consent.id,
        title=consent.title,
        url=consent.url,
        state=consent.state,
        content_hash=consent.content_hash,
        round=consent.round,
        asked_at=consent.asked_at,
        towns=tuple(_town_state(t, names[t], keys.get(t), t in refused, reader) for t in parties),
        steps=_step_lines(session, consent, reader, keys.get(reader.town_id)) if reader.town_id in parties else (),
        refusals=tuple(_refusal_line(r, names, consent) for r in refusals),
        wanted=_wanted(reader, done, signs=signs, two_steps=two_steps) if is_own_turn else None,
        may_refuse=signs,
        may_withdraw=_may_withdraw(consent, reader),
        may_raise=bool(refused) and len(parties) > 1 and not reader.roles.isdisjoint(rules.HANDLERS),
        needs_basis=consent.needs_basis,
        is_document=consent.is_document,
        formed_on=formed_on(session, consent) if consent.is_complete else None,
        closing_reason=consent.closing_reason,
        dropped=consent.round - 1,
        fallen=tuple(f"{names[k.town_id]}{k.shown_name}" for k in fallen_keys(session, consent)),
    )


def _open_without_key(session: Session, town_id: UUID) -> Sequence[Consent]:
    turned = select(ConsentKey.id).where(
        ConsentKey.consent_id == Consent.id, ConsentKey.town_id == town_id, ConsentKey.round == Consent.round
    )
    found = (
        select(Consent)
        .join(ConsentParty, col(ConsentParty.consent_id) == col(Consent.id))
        .where(ConsentParty.town_id == town_id, Consent.state == ConsentState.OPEN, ~turned.exists())
    )
    return session.exec(found.order_by(col(Consent.asked_at), col(Consent.id))).all()


def _hands_of_all(session: Session, town_id: UUID, consents: Sequence[Consent]) -> dict[UUID, dict[Step, UUID]]:
    rounds = {c.id: c.round for c in consents}
    found = select(ConsentStep).where(ConsentStep.town_id == town_id, col(ConsentStep.consent_id).in_(rounds))
    done: dict[UUID, dict[Step, UUID]] = {}
    for step in session.exec(found.order_by(col(ConsentStep.at))):
        if step.round == rounds[step.consent_id]:
            done.setdefault(step.consent_id, {})[step.kind] = step.done_by
    return done


def _wanted(reader: Reader, done: dict[Step, UUID], *, signs: bool, two_steps: bool) -> Step | None:
    """The step that this reader may take now, if any."""
    step = rules.next_step(done)
    taking = rules.steps_by(reader.roles, done, two_steps=two_steps)
    if not taking and not (step is Step.TURN and signs):
        return None
    try:
        rules.check_hands(reader.person_id, done, taking=len(taking) or 1, two_steps=two_steps)
    except rules.OneStepEach:
        return None
    return taking[-1] if taking else Step.TURN


def _label(step: Step, *, is_asker: bool) -> str:
    return rules.DRAFTED if step is Step.DRAFT and is_asker else rules.STEP_NAMES[step]


def _may_withdraw(consent: Consent, reader: Reader) -> bool:
    is_live = consent.state in (ConsentState.OPEN, ConsentState.REFUSED)
    return is_live and reader.town_id == consent.asking_town_id and not reader.roles.isdisjoint(rules.HANDLERS)


def _town_state(town_id: UUID, name: str, key: ConsentKey | None, refused: bool, reader: Reader) -> TownState:
    own = town_id == reader.town_id
    if key is None:
        return TownState(town_id, name, own, "refused" if refused else "waiting")
    return TownState(town_id, name, own, "turned", key.shown_name, key.post, key.at, key.has_basis)


def _step_lines(session: Session, consent: Consent, reader: Reader, key: ConsentKey | None) -> tuple[StepLine, ...]:
    done = {s.kind: s for s in steps_of(session, consent, reader.town_id)}
    following = None if key or consent.state is not ConsentState.OPEN else rules.next_step(done)  # type: ignore[arg-type]  # only the kinds are read
    is_asker = consent.asking_town_id == reader.town_id
    lines = [
        StepLine(_label(k, is_asker=is_asker), s.done_by_name if s else "", s.at if s else None, k is following)
        for k, s in ((k, done.get(k)) for k in (Step.DRAFT, Step.CHECK))
    ]
    signed = StepLine(_label(Step.TURN, is_asker=is_asker), key.shown_name, key.at, False) if key else None
    return (*lines, signed or StepLine(_label(Step.TURN, is_asker=is_asker), "", None, following is Step.TURN))


def _refusal_line(refusal: ConsentRefusal, names: dict[UUID, str], consent: Consent) -> RefusalLine:
    return RefusalLine(
        id=refusal.id,
        town=names[refusal.town_id],
        by=f"{refusal.post}{refusal.refused_by_name}",
        reason=refusal.reason,
        counter_text=refusal.counter_text,
        round=refusal.round,
        at=refusal.at,
        is_current=consent.state is ConsentState.REFUSED and refusal.round == consent.round,
    )
