"""Which numbers are given, and with what an agreement is issued."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.agreements import queries as agreements
from app.agreements.models import Agreement
from app.concluding import rules
from app.concluding.models import GivenNumber
from app.concluding.rules import Slot
from app.consents import queries as consents
from app.consents.models import Consent, Publicity
from app.contracts.models import Agreement as Wording
from app.documents import queries as documents
from app.documents.models import Document, IssueDraft
from app.kit import clock
from app.towns import queries as towns


def given_numbers(session: Session, agreement: Agreement) -> dict[UUID, str]:
    """By town."""
    found = select(GivenNumber).where(GivenNumber.agreement_id == agreement.id)
    return {given.town_id: given.number for given in session.exec(found.order_by(col(GivenNumber.town_id)))}


def find_given(session: Session, agreement: Agreement, town_id: UUID) -> GivenNumber | None:
    found = select(GivenNumber).where(GivenNumber.agreement_id == agreement.id, GivenNumber.town_id == town_id)
    return session.exec(found).first()


def slots_of(session: Session, agreement: Agreement, content: Wording) -> tuple[Slot, ...]:
    """Each town's number and where it comes from, in the order of the signatures."""
    organs = agreements.organs_in(session, agreement)
    names = towns.names_of(session, [organ.town_id for organ in organs])
    given = given_numbers(session, agreement)
    document = document_of(session, agreement)
    if document:
        given |= {o.town_id: documents.number_in_register(session, document.id, o.town_id) for o in organs}
    return rules.slots(organs, names, given, is_joint=bool(content.mark))


def document_of(session: Session, agreement: Agreement) -> Document | None:
    return documents.find_for_subject(session, agreement.subject)


def issue_draft(
    session: Session, agreement: Agreement, content: Wording, consent: Consent, given: Mapping[UUID, str], now: datetime
) -> IssueDraft:
    """成文日期 is the last 签发; before it, today stands in so that everything else can be checked."""
    organs, keys = agreements.organs_in(session, agreement), consents.keys_of(session, consent)
    is_joint = bool(content.mark)
    numbers = rules.party_numbers(organs, given, is_joint=is_joint)
    return IssueDraft(
        subject=agreement.subject,
        party_numbers=[] if is_joint else numbers,
        joint_numbers=numbers if is_joint else [],
        organs=[organ.full_name for organ in organs],
        formed_on=_formed_on(session, consent, now),
        publicity=consents.publicity_of(session, consent) if keys else Publicity.ON_REQUEST,
        secrecy_checked_by="、".join(k.shown_name for k in keys)[:60] or "待签发",
        steps=[
            {"label": "签　　发", "who": k.shown_name, "when": clock.chinese_date(k.at), "opinion": ""} for k in keys
        ],
        printed_count=rules.copies(content.facts, len(content.parties)),
    )


def _formed_on(session: Session, consent: Consent, now: datetime) -> date:
    return consents.formed_on(session, consent) if consent.is_complete else clock.to_town(now).date()
