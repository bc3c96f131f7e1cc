"""Begin an exchange, fill in both sides, ask both towns; the last key makes it binding. The caller commits."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.models import Role
from app.audit import actions as audit
from app.consents import actions as consents
from app.consents import queries as consent_queries
from app.consents.models import Basis, Consent, KeyDraft, RefusalDraft
from app.consents.rules import HANDLERS
from app.documents import actions as documents
from app.documents.models import NumberDraft
from app.documents.rules import entered_number
from app.exchanges import queries, rules
from app.kit import clock
from app.kit.actor import Actor
from app.notifications import actions as notifications
from app.pacts import queries as pacts
from app.secondments import actions as secondments
from app.secondments import rules as posting_rules
from app.secondments.models import Exchange, ExchangeDraft, HomePart, HostPart, Secondment, Stage
from app.topics import actions as topics
from app.towns import queries as towns
from app.typeset import gateways as typesetting
from app.typeset import rules as typeset


def begin(session: Session, draft: ExchangeDraft, *, actor: Actor, now: datetime) -> Exchange:
    """A new pair with a partner town; both towns then fill in their sides."""
    if actor.id is None or actor.town_id is None or draft.partner_town_id == actor.town_id:
        raise rules.SameTown
    posting_rules.check_days(draft.from_on, draft.until_on)
    exchange = Exchange.model_validate(
        draft,
        update={
            "partnership_id": _common_partnership(session, actor.town_id, draft.partner_town_id),
            "town_id": actor.town_id,
            "begun_by": actor.id,
            "begun_at": now,
        },
    )
    session.add(exchange)
    session.flush()
    audit.record(session, actor, "secondments.begin", exchange.subject, partner=draft.partner_town_id)
    _tell_handlers(session, exchange, draft.partner_town_id, "begun", "请填写互派挂职", "对方镇发起互派挂职，请填写：")
    return exchange


def fill_home(session: Session, exchange: Exchange, part: HomePart, *, actor: Actor, now: datetime) -> Secondment:
    """The sending town names its person and states what goes with them. The dates are those of the pair."""
    rules.check_fillable(exchange)
    town_id = _side(exchange, actor)
    people = {p.id for p in accounts.people_of(session, town_id)}
    units = {u.id for u in towns.units_of(session, town_id)}
    roles = {r.role for r in accounts.roles_at(session, part.person_id, now)}
    if part.agreement_number:
        entered_number(NumberDraft(entered=part.agreement_number), rules.year_in(part.agreement_number))
    rules.check_home(part, people=people, units=units, roles=roles)
    posting = queries.posting_from(session, exchange, town_id)
    if posting is None:
        dates = {"from_on": exchange.from_on, "until_on": exchange.until_on, "agreed_until_on": exchange.until_on}
        sides = {"home_town_id": town_id, "host_town_id": next(iter(exchange.towns - {town_id}))}
        ids = {"exchange_id": exchange.id, "partnership_id": exchange.partnership_id}
        ends = {"ends_at": posting_rules.end_of(exchange.until_on)}
        posting = Secondment.model_validate(part, update=dates | sides | ids | ends)
    else:
        posting.sqlmodel_update(part.model_dump())
    secondments.write_posting(session, posting)
    _refresh_question(session, exchange, actor, now)
    audit.record(session, actor, "secondments.fill_home", posting.subject, person=part.person_id)
    _tell_handlers(
        session, exchange, posting.host_town_id, f"home:{posting.id}", "请给出挂职岗位", "对方镇已拟派人选："
    )
    return posting


def fill_host(session: Session, exchange: Exchange, part: HostPart, *, actor: Actor, now: datetime) -> Secondment:
    """The receiving town gives the unit, the post and its mentor to the other town's person."""
    rules.check_fillable(exchange)
    town_id = _side(exchange, actor)
    people = {p.id for p in accounts.people_of(session, town_id)}
    rules.check_host(part, people=people, units={u.id for u in towns.units_of(session, town_id)})
    posting = queries.posting_to(session, exchange, town_id)
    if posting is None:
        raise rules.NotComplete(missing="对方镇派出的同志")
    posting.sqlmodel_update(part.model_dump())
    secondments.write_posting(session, posting)
    _refresh_question(session, exchange, actor, now)
    audit.record(session, actor, "secondments.fill_host", posting.subject, unit=part.host_unit_id)
    return posting


def change_days(
    session: Session, exchange: Exchange, from_on: date, until_on: date, *, actor: Actor, now: datetime
) -> None:
    """Other dates for both people, while nothing is agreed."""
    rules.check_fillable(exchange)
    _side(exchange, actor)
    posting_rules.check_days(from_on, until_on)
    exchange.from_on, exchange.until_on = from_on, until_on
    session.add(exchange)
    for posting in queries.postings_of(session, exchange.id):
        posting.from_on, posting.until_on, posting.agreed_until_on = from_on, until_on, until_on
        posting.ends_at = posting_rules.end_of(until_on)
        secondments.write_posting(session, posting)
    _refresh_question(session, exchange, actor, now)
    audit.record(session, actor, "secondments.change_days", exchange.subject, start=from_on, end=until_on)


def ask(session: Session, exchange: Exchange, *, actor: Actor, now: datetime) -> Consent:
    """提请双方商定: both towns' keys, each with its own 党委会 behind it."""
    rules.check_fillable(exchange)
    if exchange.consent_id:
        raise rules.AlreadyAsked
    _side(exchange, actor)
    rules.check_not_past(exchange.from_on, today=clock.to_town(now).date())
    if lacking := queries.lacking_of(session, exchange):
        raise rules.NotComplete(missing="、".join(lacking))
    typeset.check_complete(pacts.content_of(session, exchange))
    typesetting.check_glyphs(pacts.content_of(session, exchange))
    consent = consents.ask(
        session,
        partnership_id=exchange.partnership_id,
        kind="secondments.exchange",
        subject=exchange.subject,
        title=f"互派挂职：{exchange.name}",
        url=f"/secondments/exchanges/{exchange.id}",
        content=queries.content_of(session, exchange),
        town_ids=[exchange.town_id, exchange.partner_town_id],
        needs_basis=Basis.COMMITTEE,
        is_document=True,
        actor=actor,
        now=now,
    )
    exchange.consent_id = consent.id
    session.add(exchange)
    audit.record(session, actor, "secondments.ask", exchange.subject)
    return consent


def check(session: Session, exchange: Exchange, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    rules.check_fillable(exchange)
    return consents.check(session, consent_of(exchange), seen_hash, actor=actor, now=now)


def turn_key(session: Session, exchange: Exchange, draft: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """签发; the last key makes both postings agreed, lays down all rights with their dates, issues the 协议."""
    rules.check_fillable(exchange)
    rules.check_not_past(exchange.from_on, today=clock.to_town(now).date())
    asked = consent_queries.get(session, consent_of(exchange))
    content = pacts.content_of(session, exchange)
    documents.check_issuable(session, content, pacts.issue_draft(session, exchange, asked, now))
    consent = consents.turn(session, asked.id, draft, actor=actor, now=now)
    if consent.is_complete:
        issue = pacts.issue_draft(session, exchange, consent, now)
        documents.issue(session, content, issue, partnership_id=exchange.partnership_id, actor=actor, now=now)
        exchange.stage, exchange.settled_at = Stage.AGREED, now
        session.add(exchange)
        for posting in queries.postings_of(session, exchange.id):
            secondments.agree(session, posting, actor, now)
    return consent


def refuse(session: Session, exchange: Exchange, draft: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    """不同意: with a reason; either town changes its side and the keys are asked anew."""
    rules.check_fillable(exchange)
    return consents.refuse(session, consent_of(exchange), draft, actor=actor, now=now)


def raise_as_topic(session: Session, exchange: Exchange, *, actor: Actor, now: datetime) -> UUID:
    """A refused exchange goes to the next joint meeting, as a draft of the actor's town. Returns the draft's id."""
    about = f"互派挂职：{exchange.name}"
    return topics.propose_refused(session, consent_of(exchange), about, actor=actor, now=now).id


def withdraw(session: Session, exchange: Exchange, *, reason: str, actor: Actor, now: datetime) -> None:
    """Not agreed, so either town may let it go; the people are free again."""
    rules.check_fillable(exchange)
    _side(exchange, actor)
    if exchange.consent_id:
        consents.withdraw(session, exchange.consent_id, reason=reason, actor=actor, now=now)
    exchange.stage, exchange.settled_at = Stage.DROPPED, now
    session.add(exchange)
    for posting in queries.postings_of(session, exchange.id):
        posting.stage = Stage.DROPPED
        session.add(posting)
    audit.record(session, actor, "secondments.withdraw", exchange.subject)
    other = next(iter(exchange.towns - {actor.town_id}))
    _tell_handlers(session, exchange, other, "withdrawn", "互派挂职已撤回", f"原因：{reason}。")


def consent_of(exchange: Exchange) -> UUID:
    if exchange.consent_id is None:
        raise rules.NotAsked
    return exchange.consent_id


def _refresh_question(session: Session, exchange: Exchange, actor: Actor, now: datetime) -> None:
    """What was asked has another content now: earlier keys no longer fit."""
    session.flush()
    if exchange.consent_id:
        consents.revise(session, exchange.consent_id, queries.content_of(session, exchange), actor=actor, now=now)


def _side(exchange: Exchange, actor: Actor) -> UUID:
    if actor.town_id is None or actor.town_id not in exchange.towns:
        raise rules.NotYourSide
    return actor.town_id


def _common_partnership(session: Session, one: UUID, other: UUID) -> UUID:
    for partnership in towns.partnerships_of(session, one):
        if other in {t.id for t in towns.towns_of(session, partnership.id)}:
            return partnership.id
    raise rules.NotPartners


def _tell_handlers(session: Session, exchange: Exchange, town_id: UUID, mark: str, title: str, text: str) -> None:
    notifications.tell_town(
        session,
        town_id=town_id,
        roles=set(HANDLERS) - {Role.SECRETARY},
        kind="secondments.exchange",
        event=f"{exchange.subject}:{mark}",
        title=f"{title}：{exchange.name}",
        text=f"{text}{exchange.name}（{clock.chinese_date(exchange.from_on)}至{clock.chinese_date(exchange.until_on)}）。",
        url=f"/secondments/exchanges/{exchange.id}",
    )
