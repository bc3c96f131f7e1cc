"""What either side says about an agreement: comment, settle, refuse by article, adopt, answer, enclose a file."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.agreements import actions as agreements
from app.agreements import queries as agreement_queries
from app.agreements import rules as agreement_rules
from app.agreements.gateways import tell_others
from app.agreements.models import Agreement
from app.agreements.rules import Saved
from app.audit import actions as audit
from app.consents import queries as consents
from app.consents.models import Consent, ConsentState, RefusalDraft
from app.files import actions as files
from app.files.models import Upload
from app.kit.actor import Actor
from app.remarks import queries, rules
from app.remarks.models import AgreementFile, Comment, CommentDraft, Objection, ObjectionDraft, ObjectionState
from app.towns import queries as towns

SPEAKERS = (Role.CLERK, Role.OFFICE_HEAD, Role.ORGANISER, Role.SECRETARY)


def comment(session: Session, agreement: Agreement, draft: CommentDraft, *, actor: Actor, now: datetime) -> Comment:
    """A remark on an article, or an answer; an answer stands below the thread's first remark."""
    agreement_rules.check_open(agreement)
    rules.check_article(agreement_queries.text_of(session, agreement), draft.article_id)
    first = queries.get_thread(session, agreement, draft.reply_to) if draft.reply_to else None
    said = Comment(
        agreement_id=agreement.id,
        town_id=_own_town(session, agreement, actor),
        shared_with=agreement.shared_with,
        article_id=first.article_id if first else draft.article_id,
        version=agreement.version,
        text=draft.text,
        reply_to=first.id if first else None,
        author_id=actor.id,  # type: ignore[arg-type]  # a person speaks
        author_name=actor.name,
        at=now,
    )
    session.add(said)
    session.flush()
    audit.record(session, actor, "remarks.comment", agreement.subject, comment=said.id)
    if agreement.is_shared:
        tell_others(session, agreement, "comment", "协议有新的意见", said.text[:200], actor, mark=str(said.id))
    return said


def settle(session: Session, agreement: Agreement, comment_id: UUID, *, actor: Actor, now: datetime) -> None:
    """标明已处理: by either side, with the name of who says so."""
    agreement_rules.check_open(agreement)
    _own_town(session, agreement, actor)
    thread = queries.get_thread(session, agreement, comment_id)
    rules.check_unsettled(thread)
    thread.settled_at, thread.settled_by_name = now, actor.name
    session.add(thread)
    audit.record(session, actor, "remarks.settle", agreement.subject, comment=thread.id)


def refuse(
    session: Session,
    agreement: Agreement,
    seen_hash: str,
    general: str,
    objections: Sequence[ObjectionDraft],
    *,
    actor: Actor,
    now: datetime,
) -> Consent:
    """不同意: article by article, with what the town would sign instead."""
    text = agreement_queries.text_of(session, agreement)
    for objection in objections:
        rules.check_article(text, objection.article_id)
    draft = RefusalDraft(
        seen_hash=seen_hash,
        reason=rules.reason_of(general, objections, text),
        counter_text=rules.counter_of(objections, text),
    )
    consent = agreements.refuse(session, agreement, draft, actor=actor, now=now)
    refusal = consents.last_refusal(session, consent.id)
    places = rules.place_of(text)
    session.add_all(
        Objection(
            **objection.model_dump(),
            agreement_id=agreement.id,
            partnership_id=agreement.partnership_id,
            town_id=actor.town_id,  # type: ignore[arg-type]  # a town refused
            refusal_id=refusal.id,  # type: ignore[union-attr]  # it was just made
            version=agreement.version,
            place=places[objection.article_id],
        )
        for objection in objections
    )
    session.flush()
    audit.record(session, actor, "remarks.refuse", agreement.subject, articles=len(objections))
    return consent


def adopt(session: Session, agreement: Agreement, ids: Sequence[UUID], *, actor: Actor, now: datetime) -> Saved:
    """采纳: the other side's wording becomes the next version, and the keys are asked anew."""
    agreement = agreement_queries.lock_agreement(session, agreement)
    _own_town(session, agreement, actor)
    chosen = queries.get_objections(session, agreement, ids)
    for objection in chosen:
        rules.check_settling(objection, actor.town_id)
    seen = {o.version: agreement_queries.text_at(session, agreement, o.version) for o in chosen}
    text = rules.adopted(agreement_queries.text_of(session, agreement), seen, chosen)
    note = rules.adoption_note(chosen, towns.get_town(session, chosen[0].town_id).name)
    saved = agreements.save(session, agreement, text, base=agreement.version, note=note, actor=actor, now=now)
    for objection in chosen:
        _settle(session, objection, ObjectionState.ADOPTED, "", actor, now)
    audit.record(session, actor, "remarks.adopt", agreement.subject, articles=len(chosen), version=saved.version)
    return saved


def answer(
    session: Session, agreement: Agreement, objection_id: UUID, words: str, *, actor: Actor, now: datetime
) -> None:
    """答复: the text stays as it is, and why. With the last answer the unchanged text is put to the towns again."""
    agreement = agreement_queries.lock_agreement(session, agreement)
    _own_town(session, agreement, actor)
    (objection,) = queries.get_objections(session, agreement, [objection_id])
    rules.check_settling(objection, actor.town_id)
    if not words.strip():
        raise rules.AnswerMissing
    _settle(session, objection, ObjectionState.ANSWERED, words.strip(), actor, now)
    audit.record(session, actor, "remarks.answer", agreement.subject, objection=objection.id)
    if _all_answered(session, agreement, objection):
        agreements.ask_anew(session, agreement, actor=actor, now=now)
    else:
        tell_others(
            session, agreement, "answer", "对方答复了不同意见", words.strip()[:200], actor, mark=str(objection.id)
        )


def enclose(
    session: Session, agreement: Agreement, upload: Upload, note: str, *, actor: Actor, now: datetime
) -> AgreementFile:
    """A file worked on outside, kept beside the text; what is in it becomes text only where somebody types it in."""
    agreement_rules.check_open(agreement)
    town_id = _own_town(session, agreement, actor)
    if agreement.shared_with:
        file = files.keep_shared(session, upload, partnership_id=agreement.shared_with, actor=actor)
    else:
        file = files.keep_private(session, upload, town_id=town_id, actor=actor)  # type: ignore[assignment]  # as stored
    kept = AgreementFile(
        agreement_id=agreement.id,
        town_id=town_id,
        shared_with=agreement.shared_with,
        file_id=file.id,
        name=file.name,
        note=note.strip(),
        version=agreement.version,
        author_name=actor.name,
        at=now,
    )
    session.add(kept)
    audit.record(session, actor, "remarks.enclose", agreement.subject, file=file.id)
    if agreement.is_shared:
        tell_others(session, agreement, "file", "对方上传了修改稿", file.name, actor, mark=str(file.id))
    return kept


def _all_answered(session: Session, agreement: Agreement, last: Objection) -> bool:
    """Nothing of this refusal is open, and the question still rests with the refusing town."""
    consent = consents.get(session, agreements.consent_of(agreement)) if agreement.consent_id else None
    if consent is None or consent.state is not ConsentState.REFUSED:
        return False
    rest = [r.objection for r in queries.objections_of(session, agreement, last.town_id)]
    return all(o.state is not ObjectionState.OPEN for o in rest if o.refusal_id == last.refusal_id)


def _settle(
    session: Session, objection: Objection, state: ObjectionState, words: str, actor: Actor, now: datetime
) -> None:
    objection.state, objection.answer = state, words
    objection.settled_by_name, objection.settled_at = actor.name, now
    session.add(objection)
    session.flush()


def _own_town(session: Session, agreement: Agreement, actor: Actor) -> UUID:
    parties = {t.town_id for t in agreement_queries.towns_in(session, agreement)}
    agreement_rules.check_party(actor.town_id, parties)
    return actor.town_id  # type: ignore[return-value]  # a party is a town
