"""Reading minutes: the page of one meeting, what was put to the towns before, lists, and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.attendance import queries as attendance
from app.consents import queries as consents
from app.consents.models import Consent, ConsentKey
from app.documents import queries as documents
from app.documents.models import Document, DocumentState, IssueDraft, NumberDraft
from app.drafting import queries as drafts
from app.drafting import rules as drafting
from app.drafting.models import MinutesDraft, MinutesText
from app.followups import queries as followups
from app.kit import clock
from app.kit.errors import NotFound
from app.meetings import queries as meetings
from app.meetings import rules as meeting_rules
from app.meetings.models import Meeting, MeetingState
from app.minutes import rules
from app.minutes.models import Minutes, MinutesVersion
from app.minutes.rules import Setting
from app.partnerships import queries as partnerships
from app.redlines import rules as redlines
from app.redlines.rules import Change
from app.resolutions import queries as resolutions
from app.resolutions.queries import ResolutionLine
from app.towns import queries as towns
from app.towns.models import Partnership
from app.typeset import models as typeset
from app.typeset import rules as typesetting

WRITTEN = (MeetingState.DRAFTING, MeetingState.IN_CONSENT, MeetingState.ISSUING, MeetingState.ISSUED)


@dataclass(frozen=True)
class MinutesPage:
    """Everything that the page of one meeting's minutes shows to a reader of one town."""

    meeting: Meeting
    name: str
    state_name: str
    host: str
    is_host: bool
    draft: MinutesDraft | None
    due_on: date
    undecided: tuple[str, ...]
    minutes: Minutes | None
    consent: Consent | None
    document: Document | None
    content: typeset.Minutes | None
    versions: tuple[MinutesVersion, ...]
    resolutions: tuple[ResolutionLine, ...]
    lacking: tuple[str, ...]
    quorum_short: int
    takes_numbers: bool

    @property
    def is_issued(self) -> bool:
        return self.document is not None and self.document.state is DocumentState.ISSUED


@dataclass(frozen=True)
class MinutesLine:
    meeting_id: UUID
    title: str
    host: str
    held_on: date
    state_name: str
    number: str
    is_issued: bool


def subject_of(meeting_id: UUID) -> str:
    """How consents and documents name the minutes of a meeting."""
    return f"minutes:{meeting_id}"


def find_minutes(session: Session, meeting_id: UUID) -> Minutes | None:
    return session.exec(select(Minutes).where(Minutes.meeting_id == meeting_id)).first()


def get_minutes(session: Session, meeting: Meeting) -> Minutes:
    found = find_minutes(session, meeting.id)
    if found is None:
        raise NotFound
    return found


def get_consent(session: Session, meeting: Meeting) -> Consent:
    """The consent that was asked last; 404 before the first."""
    minutes = get_minutes(session, meeting)
    if minutes.consent_id is None:
        raise NotFound
    return consents.get(session, minutes.consent_id)


def versions_of(session: Session, minutes: Minutes) -> Sequence[MinutesVersion]:
    """Every text that was put to the towns, the first one first."""
    found = select(MinutesVersion).where(MinutesVersion.minutes_id == minutes.id)
    return session.exec(found.order_by(col(MinutesVersion.number))).all()


def changes_of(session: Session, meeting: Meeting, number: int) -> list[Change]:
    """What a text that was put to the towns changed against the one before it."""
    found = {v.number: v for v in versions_of(session, get_minutes(session, meeting))}
    if number not in found:
        raise NotFound
    old = _passages(found[number - 1]) if number - 1 in found else {}
    return redlines.changes(old, _passages(found[number]))


def _passages(version: MinutesVersion) -> dict[str, str]:
    return rules.passages_of(_minutes_content(version.content))


def setting_of(session: Session, meeting: Meeting) -> Setting:
    partnership = session.get(Partnership, meeting.partnership_id)
    if partnership is None:
        raise NotFound
    return Setting(
        terms=partnerships.terms_of(session, meeting.partnership_id),
        short_name=partnership.short_name,
        towns={t.id: t.name for t in meetings.towns_in_order(session, meeting)},
        presence=attendance.result_of(session, meeting).presence,
    )


def compose(session: Session, meeting: Meeting, text: MinutesText) -> typeset.Minutes:
    """The document as the text stands, with the numbers that its resolutions have."""
    return rules.compose(text, resolutions.of_meeting(session, meeting.id), setting_of(session, meeting))


def content_of(consent: Consent) -> typeset.Minutes:
    """The document that keys fit."""
    return _minutes_content(consent.content)


def _minutes_content(data: object) -> typeset.Minutes:
    content = typesetting.from_data(data)  # type: ignore[arg-type]  # what to_data wrote
    if not isinstance(content, typeset.Minutes):
        raise NotFound
    return content


def page_of(session: Session, meeting: Meeting, *, reader_town_id: UUID, now: datetime) -> MinutesPage:
    """The partner sees nothing of the draft; from the first asking on it sees the whole text."""
    draft = drafts.find_draft(session, meeting.id)
    minutes = find_minutes(session, meeting.id)
    consent = consents.get(session, minutes.consent_id) if minutes and minutes.consent_id else None
    text = drafts.text_of(session, meeting) if draft else None
    came = attendance.result_of(session, meeting)
    return MinutesPage(
        meeting=meeting,
        name=meetings.name_of(session, meeting),
        state_name=meeting_rules.STATE_NAMES[meeting.state],
        host=towns.get_town(session, meeting.host_id).name,
        is_host=meeting.host_id == reader_town_id,
        draft=draft,
        due_on=draft.due_on if draft else drafts.due_on(session, meeting),
        undecided=tuple(drafting.undecided(text)) if text else (),
        minutes=minutes,
        consent=consent,
        document=documents.find_for_subject(session, subject_of(meeting.id)),
        content=_shown(session, meeting, text, consent),
        versions=tuple(versions_of(session, minutes)) if minutes else (),
        resolutions=_resolutions(session, meeting, now),
        lacking=came.lacking,
        quorum_short=came.quorum_short,
        takes_numbers=partnerships.terms_of(session, meeting.partnership_id).takes_numbers,
    )


def _shown(
    session: Session, meeting: Meeting, text: MinutesText | None, consent: Consent | None
) -> typeset.Minutes | None:
    """While it is written the host's own text, afterwards what the keys fit."""
    if meeting.state is MeetingState.DRAFTING:
        return compose(session, meeting, text) if text else None
    return content_of(consent) if consent and meeting.state in WRITTEN else None


def _resolutions(session: Session, meeting: Meeting, now: datetime) -> tuple[ResolutionLine, ...]:
    if meeting.state is MeetingState.DRAFTING:
        return ()
    found = resolutions.of_meeting(session, meeting.id)
    return tuple(resolutions.lines(session, found, today=clock.to_town(now).date()))


def issue_draft(session: Session, meeting: Meeting, minutes: Minutes, consent: Consent, now: datetime) -> IssueDraft:
    """What is said at the moment of the last key, beside the text itself."""
    terms = partnerships.terms_of(session, meeting.partnership_id)
    keys = consents.keys_of(session, consent)
    return IssueDraft(
        subject=subject_of(meeting.id),
        number=NumberDraft(series=terms.mark, form=terms.number_form, entered=minutes.entered_number),
        organs=organs_of(session, meeting),
        formed_on=consents.formed_on(session, consent) if keys else clock.to_town(now).date(),
        publicity=consents.publicity_of(session, consent),
        secrecy_checked_by="、".join(k.turned_by_name for k in keys)[:60] or "—",
        steps=steps_of(session, keys),
    )


def steps_of(session: Session, keys: Sequence[ConsentKey]) -> list[dict[str, str]]:
    """Each town's 签发, as the 发文稿纸 records it."""
    names = towns.names_of(session, [k.town_id for k in keys])
    return [
        {
            "label": f"{names[k.town_id]}签发",
            "who": f"{k.post}{k.shown_name}",
            "when": clock.chinese_date(k.at),
            "opinion": "同意",
        }
        for k in keys
    ]


def organs_of(session: Session, meeting: Meeting) -> list[str]:
    """The issuing organs: each town's party committee, the host first."""
    found = ((t, towns.party_committee(session, t.id)) for t in meetings.towns_in_order(session, meeting))
    return [organ.full_name if organ else town.full_name for town, organ in found]


def list_minutes(session: Session, partnership_ids: frozenset[UUID], words: str = "") -> list[MinutesLine]:
    """The minutes of all meetings that took place, the newest first."""
    found = [m for m in meetings.past(session, partnership_ids, most=200) if words in m.title]
    hosts = towns.names_of(session, [m.host_id for m in found])
    numbers = documents.numbers_of(session, [subject_of(m.id) for m in found])
    return [
        MinutesLine(
            meeting_id=m.id,
            title=m.title,
            host=hosts[m.host_id],
            held_on=m.day,
            state_name=meeting_rules.STATE_NAMES[m.state],
            number=numbers.get(subject_of(m.id), ""),
            is_issued=m.state is MeetingState.ISSUED,
        )
        for m in found
    ]


def unwritten(session: Session, partnership_id: UUID) -> list[Meeting]:
    """Meetings whose minutes were not put to the towns yet."""
    waiting = (MeetingState.HELD, MeetingState.DRAFTING)
    return [m for m in meetings.past(session, [partnership_id], most=50) if m.state in waiting]


def issuing(session: Session, partnership_id: UUID) -> list[Meeting]:
    """Meetings whose minutes wait for their file."""
    return [m for m in meetings.past(session, [partnership_id], most=50) if m.state is MeetingState.ISSUING]


def topics_close_on(session: Session, meeting: Meeting) -> date:
    return meeting_rules.topics_close_on(meeting, meetings.terms_of(session, meeting).topic_close_days)


def unfinished_topics(session: Session, meeting: Meeting) -> list[UUID]:
    """The topics of a meeting of which some resolution still has an open follow-up."""
    sources: dict[UUID, list[str]] = {}
    for resolution in resolutions.of_meeting(session, meeting.id):
        if resolution.topic_id:
            sources.setdefault(resolution.topic_id, []).append(resolution.source)
    return [topic_id for topic_id, own in sources.items() if followups.has_open(session, own)]
