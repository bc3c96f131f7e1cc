"""The life of an agreement until the last key: begin, save, put on the table, ask, turn, withdraw. Caller commits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete

from app.agreements import gateways, queries, rules
from app.agreements.models import Agreement, AgreementState, AgreementTown, AgreementVersion, BeginDraft
from app.agreements.rules import Saved
from app.audit import actions as audit
from app.consents import actions as consents
from app.consents import queries as consent_queries
from app.consents.models import Basis, Consent, KeyDraft, RefusalDraft
from app.documents import queries as documents
from app.enclosures import queries as enclosures
from app.kit import clock
from app.kit.actor import Actor
from app.precedents import gateways as precedents
from app.precedents.models import AgreementText, Relation
from app.precedents.rules import SHORT, Earlier, first_text, open_facts, sequel, unknown_places, wording
from app.towns import queries as towns
from app.typeset import gateways as typesetting
from app.typeset import rules as typeset


def begin(session: Session, draft: BeginDraft, *, actor: Actor, now: datetime) -> Agreement:
    """A draft from the template of its kind; nobody but the own town sees it."""
    partnership = towns.get_partnership(session, draft.partnership_id, reader_town_id=_own_town(actor))
    organs = {o.id: (o, town) for o, town in queries.organs_to_choose(session, draft.partnership_id)}
    chosen = [organs[i] for i in draft.organ_ids if i in organs]
    names = [town for _, town in chosen]
    text = first_text(
        draft.kind,
        precedents.get(draft.kind),
        [rules.party_from(organ) for organ, _ in chosen],
        {"各镇": "、".join(names), "联合体": partnership.name, "首镇": names[0] if names else ""},
        [*names, partnership.name],
        clock.to_town(now).date(),
    )
    today = clock.to_town(now).date()
    annexes = enclosures.usual_annexes(session, draft.kind, [organ.town_id for organ, _ in chosen], today)
    text = text.model_copy(update={"title": draft.title.strip() or text.title, "annexes": annexes})
    return begin_with(session, text, draft.partnership_id, actor=actor, now=now)


def begin_with(
    session: Session,
    text: AgreementText,
    partnership_id: UUID,
    *,
    relation: Relation = Relation.NONE,
    main: Agreement | None = None,
    actor: Actor,
    now: datetime,
) -> Agreement:
    """A draft that begins with a given text: a copy, a renewal, a supplement, a termination."""
    agreement = Agreement(
        town_id=_own_town(actor),
        partnership_id=partnership_id,
        kind=text.kind,
        title=text.title,
        relation=relation,
        main_id=main.id if main else None,
        begun_by=actor.id,
        begun_at=now,
    )
    session.add(agreement)
    session.flush()
    _keep(session, agreement, text, "", actor=actor, now=now)
    audit.record(session, actor, "agreements.begin", agreement.subject, kind=text.kind.value, relation=relation.value)
    return agreement


def copy_of(session: Session, agreement: Agreement, relation: Relation, *, actor: Actor, now: datetime) -> Agreement:
    """A new draft from an agreement: a plain copy, its renewal, a supplement to it, its termination."""
    document = documents.find_for_subject(session, agreement.subject)
    earlier = Earlier(queries.text_of(session, agreement), document.number if document else "")
    template = precedents.get(relation) if relation in SHORT else None
    text = sequel(earlier, relation, template, clock.to_town(now).date())
    main = agreement if relation is not Relation.NONE else None
    return begin_with(session, text, agreement.partnership_id, relation=relation, main=main, actor=actor, now=now)


def save(
    session: Session,
    agreement: Agreement,
    text: AgreementText,
    *,
    base: int,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> Saved:
    """Keep what was typed as the next version. On the table it is the new 第n版, and keys turned so far fall.

    `base` is the version on the author's screen. If somebody saved meanwhile, changes to different articles are joined;
    changes to the same one are shown side by side, and what was typed is kept beside the text that stands.
    """
    agreement = queries.lock_agreement(session, agreement)
    rules.check_open(agreement)
    rules.check_party(actor.town_id, {t.town_id for t in queries.towns_in(session, agreement)})
    standing = queries.text_of(session, agreement)
    merged = text
    if base != agreement.version:
        merged, conflicts = rules.merge(queries.text_at(session, agreement, base), standing, text)
        if conflicts:
            aside = _put_aside(session, agreement, text, base=base, note=note, actor=actor, now=now)
            return Saved(agreement.version, aside_id=aside.id)
    if merged == standing:
        return Saved(agreement.version)
    _keep(session, agreement, merged, note, actor=actor, now=now)
    ask_anew(session, agreement, actor=actor, now=now)
    if agreement.is_shared:
        gateways.tell_others(session, agreement, "changed", "协议文本已修改", note or "请查看与上一版的对照", actor)
    return Saved(agreement.version, was_merged=base != agreement.version - 1)


def table(session: Session, agreement: Agreement, *, actor: Actor, now: datetime) -> Agreement:
    """提交会商: from now on the other towns see this text and work on it. What came before stays private."""
    agreement = queries.lock_agreement(session, agreement)
    rules.check_tabling(agreement)
    _check_drafter(session, agreement, actor)
    agreement.shared_with, agreement.state, agreement.tabled_at = agreement.partnership_id, AgreementState.TABLED, now
    session.add(agreement)
    session.flush()
    _keep(session, agreement, queries.text_of(session, agreement), "提交会商", actor=actor, now=now)
    audit.record(session, actor, "agreements.table", agreement.subject, version=agreement.version)
    gateways.tell_others(session, agreement, "tabled", "请会商协议文本", "可逐条提出意见，也可直接修改", actor)
    return agreement


def ask(session: Session, agreement: Agreement, *, actor: Actor, now: datetime) -> Consent:
    """提请签发: every town's key, with 党委会 and 合法性审查 behind it, on exactly the text that stands."""
    agreement = queries.lock_agreement(session, agreement)
    rules.check_asking(agreement)
    _check_drafter(session, agreement, actor)
    check_printable(session, agreement)
    consent = consents.ask(
        session,
        partnership_id=agreement.partnership_id,
        kind="agreement",
        subject=agreement.subject,
        title=agreement.title,
        url=f"{agreement.url}/keys",
        content=typeset.to_data(queries.content_of(session, agreement)),
        town_ids=[t.town_id for t in queries.towns_in(session, agreement)],
        needs_basis=Basis.COMMITTEE_AND_LEGAL,
        is_document=True,
        actor=actor,
        now=now,
    )
    agreement.consent_id, agreement.state = consent.id, AgreementState.SIGNING
    session.add(agreement)
    audit.record(session, actor, "agreements.ask", agreement.subject, hash=consent.content_hash)
    return consent


def check_printable(session: Session, agreement: Agreement) -> None:
    """Everything that can be refused before a key is turned: gaps, references that lead nowhere, missing glyphs."""
    text = queries.text_of(session, agreement)
    rules.check_ready(text, (*open_facts(text), *unknown_places(text)))
    typeset.check_complete(wording(text))
    typesetting.check_glyphs(wording(text))


def recall(session: Session, agreement: Agreement, *, reason: str, actor: Actor, now: datetime) -> Agreement:
    """收回签发: back on the table; keys turned so far fall."""
    agreement = queries.lock_agreement(session, agreement)
    rules.check_signing(agreement)
    _check_drafter(session, agreement, actor)
    consents.withdraw(session, consent_of(agreement), reason=reason, actor=actor, now=now)
    agreement.consent_id, agreement.state = None, AgreementState.TABLED
    session.add(agreement)
    audit.record(session, actor, "agreements.recall", agreement.subject)
    return agreement


def check(session: Session, agreement: Agreement, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    """拟办 or 核稿 inside the actor's town."""
    agreement = queries.lock_agreement(session, agreement)
    rules.check_signing(agreement)
    return consents.check(session, consent_of(agreement), seen_hash, actor=actor, now=now)


def turn_key(session: Session, agreement: Agreement, draft: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """签发. With the last key the agreement is signed; number and paper are the business of whoever calls this."""
    agreement = queries.lock_agreement(session, agreement)
    rules.check_signing(agreement)
    consent = consents.turn(session, consent_of(agreement), draft, actor=actor, now=now)
    if consent.is_complete:
        agreement.state, agreement.settled_at = AgreementState.CONCLUDED, now
        agreement.formed_on = consent_queries.formed_on(session, consent)
        session.add(agreement)
        session.flush()
        audit.record(session, actor, "agreements.conclude", agreement.subject, hash=consent.content_hash)
    return consent


def refuse(session: Session, agreement: Agreement, draft: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    """不同意, with a reason; any town may then change the text, and the keys are asked anew."""
    agreement = queries.lock_agreement(session, agreement)
    rules.check_signing(agreement)
    return consents.refuse(session, consent_of(agreement), draft, actor=actor, now=now)


def withdraw(session: Session, agreement: Agreement, *, reason: str, actor: Actor, now: datetime) -> None:
    """By the town that drafts it, at any time before the last key."""
    agreement = queries.lock_agreement(session, agreement)
    rules.check_open(agreement)
    _check_drafter(session, agreement, actor)
    if agreement.state is AgreementState.SIGNING:
        consents.withdraw(session, consent_of(agreement), reason=reason, actor=actor, now=now)
    agreement.state, agreement.settled_at = AgreementState.WITHDRAWN, now
    agreement.closing_reason = reason
    session.add(agreement)
    audit.record(session, actor, "agreements.withdraw", agreement.subject)
    if agreement.is_shared:
        gateways.tell_others(session, agreement, "withdrawn", "协议已撤回", f"原因：{reason}", actor)


def consent_of(agreement: Agreement) -> UUID:
    if agreement.consent_id is None:
        raise rules.NotSigning
    return agreement.consent_id


def _keep(
    session: Session, agreement: Agreement, text: AgreementText, note: str, *, actor: Actor, now: datetime
) -> None:
    """The next version, and what lists and later rules read of it."""
    rules.check_text(text, queries.members_of(session, agreement), agreement.town_id)
    agreement.version += 1
    agreement.edition += 1 if agreement.is_shared else 0
    row = _row(agreement, text, note, actor, now)
    row.number, row.base, row.edition = agreement.version, agreement.version - 1, agreement.edition
    row.shared_with = agreement.shared_with
    agreement.title = text.title or "（未填写名称）"
    agreement.from_on, agreement.until_on = text.terms.from_on, text.terms.until_on
    _lay_towns(session, agreement, text)
    session.add_all([agreement, row])
    session.flush()
    audit.record(session, actor, "agreements.save", agreement.subject, version=row.number, hash=row.content_hash)


def _put_aside(
    session: Session, agreement: Agreement, text: AgreementText, *, base: int, note: str, actor: Actor, now: datetime
) -> AgreementVersion:
    row = _row(agreement, text, note, actor, now)
    row.base = base
    session.add(row)
    session.flush()
    audit.record(session, actor, "agreements.keep_aside", agreement.subject, base=base, aside=row.id)
    return row


def _row(agreement: Agreement, text: AgreementText, note: str, actor: Actor, now: datetime) -> AgreementVersion:
    return AgreementVersion(
        agreement_id=agreement.id,
        town_id=_own_town(actor),
        text=text.model_dump(mode="json"),
        content_hash=typeset.content_hash(wording(text)),
        note=note.strip(),
        author_id=actor.id,
        author_name=actor.name,
        at=now,
    )


def _lay_towns(session: Session, agreement: Agreement, text: AgreementText) -> None:
    """Who signs, as the text says; while keys are asked the towns stay the same."""
    before = queries.towns_in(session, agreement)
    signing = [p for p in text.parties if p.town_id and p.organ_id]
    if agreement.state is AgreementState.SIGNING and {t.town_id for t in before} != {p.town_id for p in signing}:
        raise rules.TownsFixed
    session.exec(delete(AgreementTown).where(col(AgreementTown.agreement_id) == agreement.id))
    ids: dict[str, Any] = {"agreement_id": agreement.id, "drafting_town_id": agreement.town_id}
    ids |= {"shared_with": agreement.shared_with}
    for place, party in enumerate(signing, 1):
        session.add(AgreementTown(place=place, **ids | party.model_dump(include={"town_id", "organ_id"})))


def ask_anew(session: Session, agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """Another text, or a refusal answered: a new round, in which earlier keys do not count."""
    if agreement.state is AgreementState.SIGNING:
        content = typeset.to_data(queries.content_of(session, agreement))
        consents.revise(session, consent_of(agreement), content, title=agreement.title, actor=actor, now=now)


def _own_town(actor: Actor) -> UUID:
    if actor.town_id is None:
        raise rules.NotYourAgreement
    return actor.town_id


def _check_drafter(session: Session, agreement: Agreement, actor: Actor) -> None:
    town = towns.get_town(session, agreement.town_id).name
    rules.check_drafter(agreement, actor.town_id, town=town)
