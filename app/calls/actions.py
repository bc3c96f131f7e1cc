"""拟稿 → 核稿 → 签发 of the papers that call a meeting, inside the town that issues them. The caller commits."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from app.accounts.models import Role
from app.audit import actions as audit
from app.calls import queries, rules
from app.calls.models import CallPaper, NoticeNumber, PaperDraft, PaperKind, PaperState
from app.consents import actions as consents
from app.consents import queries as consent_queries
from app.consents.models import Consent, KeyDraft, RefusalDraft
from app.documents import actions as documents
from app.documents.models import IssueDraft, NumberDraft
from app.documents.rules import entered_number, numbered
from app.kit.actor import Actor
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.notifications import actions as notifications
from app.towns import queries as towns
from app.towns.models import Organ
from app.typeset import gateways as typesetting
from app.typeset import rules as typeset

RECEIVERS = frozenset({Role.CLERK, Role.OFFICE_HEAD})


def draft(session: Session, meeting: Meeting, kind: PaperKind, *, actor: Actor, now: datetime) -> CallPaper:
    """Compose a paper from the meeting as it stands; the clerk then edits its words."""
    rules.check_writer(meeting, kind, actor.town_id)
    town_id = _town_of(actor)
    if queries.find_open(session, meeting.id, kind, town_id):
        raise rules.PaperIsOpen
    organ = queries.organ_of(session, town_id)
    facts = queries.facts_of(session, meeting, organ)
    content = rules.compose_letter(facts) if kind is PaperKind.LETTER else rules.compose_notice(facts)
    paper = CallPaper(
        town_id=town_id,
        partnership_id=meeting.partnership_id,
        meeting_id=meeting.id,
        organ_id=organ.id,
        kind=kind,
        content=typeset.to_data(content),
        stated=rules.stated(meeting),
        made_at=now,
    )
    session.add(paper)
    session.flush()
    audit.record(session, actor, "calls.draft", f"call_paper:{paper.id}", kind=kind, meeting=meeting.id)
    return paper


def edit(session: Session, paper: CallPaper, text: PaperDraft, *, actor: Actor, now: datetime) -> None:
    """Change the words. While the paper is in its steps every step starts again on the new text."""
    rules.check_editable(paper)
    paper.content = typeset.to_data(rules.edited(queries.content_of(paper), text))
    paper.entered_number = text.entered_number
    paper.stated = rules.stated(meetings.get_meeting(session, paper.meeting_id))
    session.add(paper)
    session.flush()
    if paper.consent_id:
        consents.revise(session, paper.consent_id, _bound(paper), actor=actor, now=now)
    audit.record(session, actor, "calls.edit", f"call_paper:{paper.id}")


def submit(session: Session, meeting: Meeting, paper: CallPaper, *, actor: Actor, now: datetime) -> Consent:
    """拟稿 is done: to the office head and the secretary. What cannot be printed is refused here already."""
    rules.check_editable(paper)
    if paper.consent_id:
        raise rules.PaperIsOpen
    _check_printable(session, meeting, paper)
    consent = consents.ask(
        session,
        partnership_id=paper.partnership_id,
        kind="call_paper",
        subject=f"call_paper:{paper.id}",
        title=f"{meeting.title}{'邀请函' if paper.kind is PaperKind.LETTER else '会议通知'}文稿",
        url=f"/meetings/{meeting.id}/call/{paper.id}",
        content=_bound(paper),
        actor=actor,
        now=now,
        town_ids=[paper.town_id],
        is_document=True,
    )
    paper.consent_id, paper.state = consent.id, PaperState.IN_STEPS
    session.add(paper)
    session.flush()
    audit.record(session, actor, "calls.submit", f"call_paper:{paper.id}")
    return consent


def check_step(session: Session, paper: CallPaper, seen_hash: str, *, actor: Actor, now: datetime) -> Consent:
    """核稿."""
    rules.check_editable(paper)
    return consents.check(session, _consent_id(paper), seen_hash, actor=actor, now=now)


def turn_key(session: Session, paper: CallPaper, key: KeyDraft, *, actor: Actor, now: datetime) -> Consent:
    """签发: the letter is numbered and issued, the notice numbered and fixed, in the same transaction."""
    rules.check_editable(paper)
    meeting = meetings.get_meeting(session, paper.meeting_id)
    _check_printable(session, meeting, paper)
    consent = consents.turn(session, _consent_id(paper), key, actor=actor, now=now)
    if consent.is_complete:
        _send(session, meeting, paper, consent, actor, now)
    return consent


def refuse(session: Session, paper: CallPaper, no: RefusalDraft, *, actor: Actor, now: datetime) -> Consent:
    """The secretary sends it back with a reason; the clerk edits it and the steps start again."""
    rules.check_editable(paper)
    return consents.refuse(session, _consent_id(paper), no, actor=actor, now=now)


def drop(session: Session, paper: CallPaper, *, actor: Actor, now: datetime) -> None:
    """作废, before it is signed."""
    rules.check_editable(paper)
    if paper.consent_id:
        consents.withdraw(session, paper.consent_id, reason="文稿作废", actor=actor, now=now)
    paper.state = PaperState.DROPPED
    session.add(paper)
    session.flush()
    audit.record(session, actor, "calls.drop", f"call_paper:{paper.id}")


def _check_printable(session: Session, meeting: Meeting, paper: CallPaper) -> None:
    """Everything that would stop the paper at 签发, said before anybody signs."""
    organ = queries.get_organ(session, paper.organ_id, town_id=paper.town_id)
    if not organ.own_numbers and not paper.entered_number:
        raise rules.NumberMissing(organ=organ.short_name)
    if paper.entered_number:
        entered_number(NumberDraft(entered=paper.entered_number), meetings_year(paper.entered_number, meeting))
    rules.check_current(paper, meeting)
    content = queries.content_of(paper)
    typeset.check_complete(content)
    typesetting.check_glyphs(content)


def meetings_year(number: str, meeting: Meeting) -> int:
    """The year that a typed number names; whether it fits the day of signing is checked when it is signed."""
    digits = number.partition("〔")[2][:4]
    return int(digits) if digits.isdigit() else meeting.day.year


def _send(session: Session, meeting: Meeting, paper: CallPaper, consent: Consent, actor: Actor, now: datetime) -> None:
    paper.formed_on = consent_queries.formed_on(session, consent)
    paper.publicity = consent_queries.publicity_of(session, consent)
    organ = queries.get_organ(session, paper.organ_id, town_id=paper.town_id)
    if paper.kind is PaperKind.LETTER:
        _issue_letter(session, meeting, paper, consent, organ, actor, now)
    else:
        paper.number = _number_notice(session, paper, organ, paper.formed_on)
    paper.state = PaperState.SENT
    session.add(paper)
    session.flush()
    audit.record(session, actor, "calls.send", f"call_paper:{paper.id}", number=paper.number)


def _issue_letter(
    session: Session,
    meeting: Meeting,
    paper: CallPaper,
    consent: Consent,
    organ: Organ,
    actor: Actor,
    now: datetime,
) -> None:
    """The document is the partnership's from here on; its file follows after the commit, its receivers are told."""
    if paper.formed_on is None or paper.publicity is None:
        raise rules.PaperIsFixed
    keys = consent_queries.keys_of(session, consent)
    document = documents.issue(
        session,
        queries.content_of(paper),
        IssueDraft(
            subject=f"{queries.subject_prefix(meeting)}{paper.id.hex}",
            number=NumberDraft(series=f"{organ.code}函", entered=paper.entered_number),
            organs=[organ.full_name],
            formed_on=paper.formed_on,
            publicity=paper.publicity,
            secrecy_checked_by=keys[-1].shown_name,
            steps=_steps(session, paper, consent),
        ),
        partnership_id=paper.partnership_id,
        actor=actor,
        now=now,
    )
    paper.document_id, paper.number = document.id, document.number
    for town in meetings.towns_in_order(session, meeting):
        if town.id != paper.town_id:
            _tell_receivers(session, meeting, paper, town.id)


def _tell_receivers(session: Session, meeting: Meeting, paper: CallPaper, town_id: UUID) -> None:
    notifications.tell_town(
        session,
        town_id=town_id,
        roles=RECEIVERS,
        kind="calls.letter",
        event=f"call_paper:{paper.id}:sent",
        title=f"收到会议邀请函：{meetings.name_of(session, meeting)}",
        text=f"{towns.get_town(session, paper.town_id).name}来函（{paper.number}），请填报参会回执。",
        url=f"/meetings/{meeting.id}/receipt",
    )


def _number_notice(session: Session, paper: CallPaper, organ: Organ, formed_on: date) -> str:
    """登记取号 as typed, or the next of the organ's own series, without a gap."""
    if paper.entered_number:
        return entered_number(NumberDraft(entered=paper.entered_number), formed_on.year).text
    mine = select(NoticeNumber).where(
        NoticeNumber.town_id == paper.town_id, NoticeNumber.series == organ.code, NoticeNumber.year == formed_on.year
    )
    last = session.exec(mine.with_for_update().execution_options(populate_existing=True)).first()
    if last is None:
        last = NoticeNumber(town_id=paper.town_id, series=organ.code, year=formed_on.year)
    last.last += 1
    session.add(last)
    session.flush()
    return numbered(NumberDraft(series=organ.code), formed_on.year, last.last).text


def _steps(session: Session, paper: CallPaper, consent: Consent) -> list[dict[str, str]]:
    """Who drafted, checked and signed, for the 发文稿纸."""
    names = {"draft": "拟稿", "check": "核稿"}
    done = [
        {"label": names[s.kind.value], "who": s.done_by_name, "when": f"{s.at:%Y-%m-%d}"}
        for s in consent_queries.steps_of(session, consent, paper.town_id)
        if s.kind.value in names
    ]
    signed = consent_queries.keys_of(session, consent)[-1]
    return [*done, {"label": "签发", "who": signed.shown_name, "when": f"{signed.at:%Y-%m-%d}"}]


def _bound(paper: CallPaper) -> dict[str, str]:
    """What the key fits: the text by its hash, so that the draft itself stays in the town."""
    return {
        "paper": str(paper.id),
        "text": typeset.content_hash(queries.content_of(paper)),
        "number": paper.entered_number,
    }


def _town_of(actor: Actor) -> UUID:
    if actor.town_id is None:
        raise rules.OnlyHostWrites
    return actor.town_id


def _consent_id(paper: CallPaper) -> UUID:
    if paper.consent_id is None:
        raise rules.PaperIsFixed
    return paper.consent_id
