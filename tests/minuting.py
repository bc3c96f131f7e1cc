"""The cast's meeting after it was held: three topics on its agenda, who came, and the host's draft of the minutes."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from cast import Cast
from gathering import MONDAY, STARTS, Acting
from sqlmodel import Session, select

from app.agenda import actions as agenda
from app.attendance import actions as attendance
from app.attendance.models import Mark, MarkDraft
from app.consents import queries as consent_queries
from app.drafting import actions as drafting
from app.drafting import queries as drafts
from app.drafting.models import MinutesText, Outcome
from app.kit import clock
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.minutes import actions as minutes
from app.minutes import queries as minutes_queries
from app.participants.models import Participant
from app.resolutions.models import ResolutionText
from app.topics.models import Topic
from app.towns.models import Town

AFTER = clock.at(date(2026, 4, 9), "16:10")
NEXT_DAY = clock.at(date(2026, 4, 10), "09:00")
TITLES = ("关于共享场地的建议", "关于互派挂职工作", "关于联办端午活动")


@pytest.fixture
def placed(acting: Acting, cast: Cast, convened: Meeting) -> dict[str, UUID]:
    """Three topics on the agenda, by title; the last one is of Q镇."""
    made = {}
    with acting(cast.dong) as session:
        meeting = meetings.get_meeting(session, convened.id)
        for title, town in zip(TITLES, (cast.dong, cast.dong, cast.qi), strict=True):
            topic = Topic(
                partnership_id=cast.pair.id,
                town_id=town.id,
                title=title,
                presenter="朱敏",
                passed_at=MONDAY,
                passed_by="沈卫东",
            )
            session.add(topic)
            session.flush()
            agenda.place_topic(session, meeting, topic.id, actor=cast.actor(cast.ma), now=MONDAY)
            made[title] = topic.id
    return made


@pytest.fixture
def held(acting: Acting, cast: Cast, listed: dict[str, UUID], placed: dict[str, UUID]) -> UUID:
    """Both secretaries came, 老陈 is on leave; attendance is closed. Its id."""
    with acting(cast.dong) as session:
        row = session.exec(select(Participant).where(Participant.id == listed["shen"])).one()
        meeting = meetings.get_meeting(session, row.meeting_id)
        for login, mark in (
            ("shen", Mark.PRESENT),
            ("lao_chen", Mark.LEAVE),
            ("xu", Mark.PRESENT),
            ("qian", Mark.OBSERVER),
        ):
            found = session.exec(select(Participant).where(Participant.id == listed[login])).one()
            draft = MarkDraft(mark=mark, note="值班" if mark is Mark.LEAVE else "")
            attendance.mark(session, meeting, found, draft, actor=cast.actor(cast.ma), now=STARTS)
        attendance.close(session, meeting, actor=cast.actor(cast.ma), now=AFTER)
        return meeting.id


@pytest.fixture
def begun(acting: Acting, cast: Cast, held: UUID) -> UUID:
    """D镇's clerk has opened the editor."""
    with acting(cast.dong, NEXT_DAY) as session:
        drafting.begin(session, meetings.get_meeting(session, held), actor=cast.actor(cast.ma), now=NEXT_DAY)
    return held


def decided(text: MinutesText, town: Town) -> MinutesText:
    """The first topic resolved, the second to be studied, the third withdrawn."""
    outcomes = dict(zip(TITLES, (Outcome.RESOLVED, Outcome.STUDY, Outcome.WITHDRAWN), strict=True))
    resolution = ResolutionText(
        text="共享会议室每周二、四下午向D镇开放。",
        town_ids=[town.id],
        unit="Q镇党群服务中心",
        person="小钱",
        due_on=date(2026, 5, 31),
    )
    items = [
        item.model_copy(
            update={
                "outcome": outcomes.get(item.title),
                "resolutions": [resolution] if outcomes.get(item.title) is Outcome.RESOLVED else [],
            }
        )
        for item in text.items
    ]
    return text.model_copy(update={"items": items})


@pytest.fixture
def written(acting: Acting, cast: Cast, begun: UUID) -> UUID:
    """Every topic has its outcome."""
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, begun)
        text = decided(drafts.text_of(session, meeting), cast.qi)
        drafting.save(session, meeting, text, base=1, actor=cast.actor(cast.ma), now=NEXT_DAY)
    return begun


@pytest.fixture
def asked(acting: Acting, cast: Cast, written: UUID) -> UUID:
    """Put to both towns."""
    with acting(cast.dong, NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, written)
        minutes.ask(session, meeting, seen_revision=2, actor=cast.actor(cast.ma), now=NEXT_DAY)
    return written


@pytest.fixture
def sign(acting: Acting, cast: Cast) -> Callable[..., bool]:
    """All steps of a town and its key, through the minutes; True when it was the last one."""
    from keys import check, draft_for, steps_of

    def turn(town: Town, meeting_id: UUID, now: datetime = NEXT_DAY) -> bool:
        with acting(town, now) as session:
            meeting = meetings.get_meeting(session, meeting_id)
            consent = minutes_queries.get_consent(session, meeting)
            check(session, consent.id, cast, town, now)
            signer = cast.actor(steps_of(cast, town)[2])
            return minutes.turn_key(session, meeting, draft_for(consent), actor=signer, now=now).is_complete

    return turn


@pytest.fixture
def issued(cast: Cast, asked: UUID, sign: Callable[..., bool]) -> UUID:
    """Both keys are turned."""
    sign(cast.dong, asked)
    sign(cast.qi, asked)
    return asked


def consent_of(session: Session, meeting_id: UUID) -> object:
    found = consent_queries.find_for(session, minutes_queries.subject_of(meeting_id))
    assert found
    return found


__all__ = ["asked", "begun", "consent_of", "decided", "held", "issued", "placed", "sign", "written"]
