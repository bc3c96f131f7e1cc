"""The agreement of an exchange as it stands, and what it is issued with."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.consents import queries as consents
from app.consents.models import Consent, Publicity
from app.documents import queries as documents
from app.documents.models import Document, IssueDraft, NumberDraft, PartyNumber
from app.kit import clock
from app.pacts import rules
from app.secondments import queries as postings
from app.secondments.models import Exchange, Secondment
from app.towns import queries as towns
from app.towns.models import Organ
from app.typeset.models import Agreement


def content_of(session: Session, exchange: Exchange) -> Agreement:
    """Composed from the exchange as it is filled in; 甲方 is the town that began it."""
    sent = [_posting_from(session, exchange, town_id) for town_id in _order(exchange)]
    facts = postings.facts_of(session, sent)
    organs = [_organ(session, town_id) for town_id in _order(exchange)]
    names = towns.names_of(session, _order(exchange))
    parties = [rules.Organ(organ.full_name, names[organ.town_id]) for organ in organs]
    people = [rules.Sent(facts[p.id], tuple(p.goals), p.basis) for p in sent]
    partnership = towns.get_partnership(session, exchange.partnership_id, reader_town_id=exchange.town_id)
    return rules.compose(exchange.name, partnership.name, parties, people, exchange.from_on, exchange.until_on)


def issue_draft(session: Session, exchange: Exchange, consent: Consent, now: datetime) -> IssueDraft:
    """Each party's own 协议编号: the one its clerk took, or the next one counted here."""
    organs = [_organ(session, town_id) for town_id in _order(exchange)]
    keys = consents.keys_of(session, consent)
    return IssueDraft(
        subject=subject_of(exchange),
        party_numbers=[_number(session, exchange, organ) for organ in organs],
        organs=[organ.full_name for organ in organs],
        formed_on=_formed_on(session, consent, now),
        publicity=consents.publicity_of(session, consent) if keys else Publicity.ON_REQUEST,
        secrecy_checked_by="、".join(k.shown_name for k in keys) or "待签发",
        steps=[
            {"label": "签　　发", "who": k.shown_name, "when": clock.chinese_date(k.at), "opinion": ""} for k in keys
        ],
        printed_count=4,
    )


def document_of(session: Session, exchange: Exchange) -> Document | None:
    return documents.find_for_subject(session, subject_of(exchange))


def subject_of(exchange: Exchange) -> str:
    return f"pact:{exchange.id}"


def _order(exchange: Exchange) -> list[UUID]:
    return [exchange.town_id, exchange.partner_town_id]


def _organ(session: Session, town_id: UUID) -> Organ:
    organ = towns.party_committee(session, town_id)
    if organ is None:
        raise rules.NoOrgan(town=towns.get_town(session, town_id).name)
    return organ


def _number(session: Session, exchange: Exchange, organ: Organ) -> PartyNumber:
    entered = _posting_from(session, exchange, organ.town_id).agreement_number
    return PartyNumber(town_id=organ.town_id, number=NumberDraft(series=f"{organ.code}协", entered=entered))


def _formed_on(session: Session, consent: Consent, now: datetime) -> date:
    return consents.formed_on(session, consent) if consent.is_complete else clock.to_town(now).date()


def _posting_from(session: Session, exchange: Exchange, town_id: UUID) -> Secondment:
    found = select(Secondment).where(Secondment.exchange_id == exchange.id, Secondment.home_town_id == town_id)
    return session.exec(found.order_by(col(Secondment.id))).one()
