"""What the last key does: numbers, issue, what the agreement allows and ends. The caller commits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.accounts.models import Role
from app.agreements import actions as agreement_actions
from app.agreements import queries as agreements
from app.agreements.models import Agreement, AgreementState
from app.audit import actions as audit
from app.concluding import queries, rules
from app.concluding.models import GivenNumber
from app.concluding.rules import Slot
from app.consents import queries as consents
from app.consents.models import Consent, KeyDraft
from app.contracts.models import Agreement as Wording
from app.documents import actions as documents
from app.documents import queries as document_queries
from app.documents.models import Document, NumberDraft, PartyNumber
from app.documents.rules import BadNumber, Number, NumberTaken, NumberUsed, WrongYear, entered_number
from app.kit import clock
from app.kit.actor import Actor
from app.kit.errors import NotAllowed
from app.notifications import actions as notifications
from app.precedents.models import Relation
from app.towns import actions as towns

OFFICE = frozenset({Role.CLERK, Role.OFFICE_HEAD})
NUMBER_REFUSED = (BadNumber, WrongYear, NumberUsed, NumberTaken)


def turn_key(session: Session, agreement: Agreement, draft: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """签发. With the last key the agreement takes effect, and is issued as soon as every number is there.

    Whatever could be refused about the text is asked before the key is turned. A number that is missing or no longer
    fits never costs a key: the agreement then waits for its number (待编号).
    """
    content = agreements.content_of(session, agreement)
    asked = consents.get(session, agreement_actions.consent_of(agreement))
    documents.check_issuable(session, content, queries.issue_draft(session, agreement, content, asked, {}, now))
    consent = agreement_actions.turn_key(session, agreement, draft, actor=actor, now=now)
    if consent.is_complete:
        _take_effect(session, agreement, content, actor=actor)
        issue_when_numbered(session, agreement, actor=actor, now=now)
    return consent


def give_number(session: Session, agreement: Agreement, typed: str, *, actor: Actor, now: datetime) -> GivenNumber:
    """登记取号 of the actor's town, from 提请签发 on; the last missing one issues the agreement.

    Raises NotYet, CountedHere, AlreadyIssued, NumberGiven, BadNumber, WrongYear; NumberUsed once it is issued.
    """
    agreement = agreements.lock_agreement(session, agreement)
    slot, document = _own_slot(session, agreement, actor), queries.document_of(session, agreement)
    rules.check_giving(agreement, slot, document.number if document else "")
    year = (agreement.formed_on or clock.to_town(now).date()).year
    number = entered_number(NumberDraft(entered=typed), year)
    if not number.series:
        raise BadNumber(number=typed)
    given = _keep(session, agreement, slot, number, actor, now)
    audit.record(session, actor, "concluding.give_number", agreement.subject, number=given.number)
    if document:
        late = PartyNumber(town_id=slot.town_id, number=NumberDraft(entered=given.number))
        documents.register(session, document, late, actor=actor, now=now)
    elif agreement.state is AgreementState.CONCLUDED:
        issue_when_numbered(session, agreement, actor=actor, now=now)
    return given


def issue_when_numbered(session: Session, agreement: Agreement, *, actor: Actor, now: datetime) -> Document | None:
    """Issue a signed agreement, or ask the clerks of the towns whose numbers are still missing."""
    content = agreements.content_of(session, agreement)
    consent = consents.get(session, agreement_actions.consent_of(agreement))
    _drop_unfit(session, agreement, content, actor, now)
    missing = [slot for slot in queries.slots_of(session, agreement, content) if slot.is_missing]
    if not missing:
        given = queries.given_numbers(session, agreement)
        draft = queries.issue_draft(session, agreement, content, consent, given, now)
        try:
            with session.begin_nested():
                document = documents.issue(
                    session, content, draft, partnership_id=agreement.partnership_id, actor=actor, now=now
                )
            towns.name_paper(session, agreement.subject, rules.paper(agreement.title, document.number), document.id)
            return document
        except NUMBER_REFUSED as refusal:
            missing = _take_back(session, agreement, content, str(refusal), actor, now)
    for slot in missing:
        _ask_for_number(session, agreement, slot, now)
    return None


def _take_effect(session: Session, agreement: Agreement, content: Wording, *, actor: Actor) -> None:
    """What it allows from now on, and what an earlier one allowed until now."""
    signing = [town.town_id for town in agreements.towns_in(session, agreement)]
    for draft in rules.bases(agreement, content.facts, rules.paper(agreement.title), signing):
        towns.write_basis(session, draft, actor=actor)
    main = agreements.find_main(session, agreement) if agreement.relation is Relation.TERMINATION else None
    if main is None or agreement.from_on is None:
        return
    last = rules.last_day_before(agreement.from_on)
    supplements = [one for one in agreements.following(session, main) if one.relation is Relation.SUPPLEMENT]
    for one in (main, *supplements):
        towns.end_bases(session, one.subject, on=last, actor=actor)
    audit.record(session, actor, "concluding.end", main.subject, by=agreement.id, last=last)


def _drop_unfit(session: Session, agreement: Agreement, content: Wording, actor: Actor, now: datetime) -> None:
    """A number of last year does not fit an agreement whose last key was turned in the new one."""
    year = agreement.formed_on.year if agreement.formed_on else clock.to_town(now).year
    for slot in queries.slots_of(session, agreement, content):
        given = queries.find_given(session, agreement, slot.town_id)
        if given and given.year != year:
            _drop(session, agreement, given, str(rules.NotTheRightYear(number=given.number, year=year)), actor, now)


def _take_back(
    session: Session, agreement: Agreement, content: Wording, reason: str, actor: Actor, now: datetime
) -> list[Slot]:
    """A register had its number already: it is given back, and the clerk is asked for another.

    Where the paper that bears it lies in a partnership that is not seen from here, all are asked to look.
    """
    given = queries.given_numbers(session, agreement)
    used = [town_id for town_id, number in given.items() if document_queries.is_registered(session, town_id, number)]
    for town_id in used or list(given):
        found = queries.find_given(session, agreement, town_id)
        if found:
            _drop(session, agreement, found, reason, actor, now)
    return [slot for slot in queries.slots_of(session, agreement, content) if slot.is_missing]


def _drop(session: Session, agreement: Agreement, given: GivenNumber, reason: str, actor: Actor, now: datetime) -> None:
    session.delete(given)
    session.flush()
    audit.record(session, actor, "concluding.drop_number", agreement.subject, number=given.number)
    _tell(session, agreement, given.town_id, f"dropped:{given.number}:{now:%s}", "协议编号需要重新登记", reason)


def _own_slot(session: Session, agreement: Agreement, actor: Actor) -> Slot:
    content = agreements.content_of(session, agreement)
    for slot in queries.slots_of(session, agreement, content):
        if slot.town_id == actor.town_id:
            return slot
    raise NotAllowed


def _keep(
    session: Session, agreement: Agreement, slot: Slot, number: Number, actor: Actor, now: datetime
) -> GivenNumber:
    """Two clerks with one number at once: the register has it once, the other one is told."""
    given = queries.find_given(session, agreement, slot.town_id)
    said: dict[str, Any] = {"series": number.series, "year": number.year, "sequence": number.sequence}
    said |= {"number": number.text, "given_by": actor.id, "given_by_name": actor.name, "given_at": now}
    whose: dict[str, Any] = {"partnership_id": agreement.partnership_id, "agreement_id": agreement.id}
    try:
        with session.begin_nested():
            given = given.sqlmodel_update(said) if given else GivenNumber(**whose, **said, town_id=slot.town_id)
            session.add(given)
            session.flush()
    except IntegrityError as error:
        if "given_number" not in str(error.orig):
            raise
        raise rules.NumberGiven(number=number.text) from error
    return given


def _ask_for_number(session: Session, agreement: Agreement, slot: Slot, now: datetime) -> None:
    said = f"各方已经签发，登记{slot.organ}的协议编号后即可印发"
    _tell(session, agreement, slot.town_id, f"number:{now:%s}", "请登记协议编号", said)


def _tell(session: Session, agreement: Agreement, town_id: UUID, event: str, title: str, text: str) -> None:
    notifications.tell_town(
        session,
        town_id=town_id,
        roles=OFFICE,
        kind="concluding.number",
        event=f"{agreement.subject}:{event}",
        title=f"{title}：{agreement.title}"[:120],
        text=f"《{agreement.title}》：{text}。",
        url=f"{agreement.url}/keys",
    )
