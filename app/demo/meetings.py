"""One meeting of the demo, deed by deed, as the pages would do it: from the venue to the closed sign-in sheet."""

from datetime import date, timedelta
from uuid import UUID

from app.agenda import actions as agenda
from app.attendance import actions as attendance
from app.attendance.models import Mark, MarkDraft
from app.demo.agendas import TopicPlan
from app.demo.stage import Stage
from app.kit import clock
from app.materials import actions as materials
from app.materials.models import DutyDraft
from app.meetings import actions as meetings
from app.meetings import queries
from app.meetings.models import Arrangements, Meeting
from app.participants import actions as participants
from app.participants import queries as participant_queries
from app.participants.models import ParticipantDraft, Standing
from app.topics import actions as topics
from app.topics.models import TopicDraft

ROOMS = {
    "D": ("D镇社区党群服务中心议事厅", "院内有车位12个，北门进入", "021-5966 0128"),
    "Q": ("Q镇党群服务中心共享会议室", "广场地下停车场，凭会议通知免费停放", "0513-8390 0001"),
}
DUTIES = {
    "D": (
        ("会场布置", "桌签、座次、投影和话筒调试", "马琳", "会前一天"),
        ("材料分发", "议程和议题材料装袋", "林芳", "会前一天"),
    ),
    "Q": (
        ("签到引导", "张贴签到码，引导停车和入场", "严萍", "会前半小时"),
        ("设备保障", "视频、音响和网络", "黄玥", "会议期间"),
    ),
}
LEADERS = {"党委书记"}
GUESTS = (("D", "蒋伟", "平安办", "主任"), ("D", "施昇", "文体中心", "主任"), ("Q", "顾堃", "卫生院", "院长"))


def at(stage: Stage, day: date, wall_time: str = "09:30") -> None:
    """Move on to a day; never back."""
    stage.pass_to(clock.at(day, wall_time))


def confirm(stage: Stage, meeting: Meeting, *, room: str = "") -> None:
    """The host's clerk settles date and venue in one act; `room`: the town whose room it is, else the host's."""
    place, parking, _ = ROOMS[room or stage.key_of(meeting.host_id)]
    phone = ROOMS[stage.key_of(meeting.host_id)][2]
    clerk = stage.clerk_of(meeting.host_id)
    with stage.acting(clerk) as (session, actor):
        draft = Arrangements(
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            venue_id=stage.venues[place].id,
            parking=parking,
            contact_name=stage.people[clerk].name,
            contact_phone=phone,
        )
        found = queries.get_meeting(session, meeting.id, lock=True)
        meetings.confirm(session, found, draft, actor=actor, now=stage.now)


def propose(stage: Stage, plan: TopicPlan) -> UUID:
    """A town's clerk writes the topic, its secretary passes it: from then on the partner sees it."""
    town = stage.towns[plan.town]
    with stage.acting(stage.clerk_of(town.id)) as (session, actor):
        draft = topics.propose(
            session,
            town_id=town.id,
            partnership_id=stage.partnership_id,
            title=plan.title,
            presenter=plan.presenter,
            minutes=plan.minutes,
            summary=plan.summary,
            actor=actor,
            now=stage.now,
        )
        topics.submit(session, draft, actor=actor, now=stage.now)
        draft_id = draft.id
    stage.now += timedelta(hours=2)
    with stage.acting(stage.secretary_of(town.id)) as (session, actor):
        found = session.get_one(TopicDraft, draft_id)
        return topics.pass_draft(session, found, actor=actor, now=stage.now).id


def place(stage: Stage, meeting_id: UUID, topic_ids: list[UUID]) -> None:
    """The host's clerk puts the topics on the agenda."""
    with stage.looking(next(iter(stage.people))) as session:
        host_id = queries.get_meeting(session, meeting_id).host_id
    with stage.acting(stage.clerk_of(host_id)) as (session, actor):
        meeting = queries.get_meeting(session, meeting_id, lock=True)
        for topic_id in topic_ids:
            agenda.place_topic(session, meeting, topic_id, actor=actor, now=stage.now)


def convene(stage: Stage, meeting_id: UUID, host_id: UUID) -> None:
    with stage.acting(stage.clerk_of(host_id)) as (session, actor):
        meetings.convene(session, queries.get_meeting(session, meeting_id, lock=True), actor=actor, now=stage.now)


def name_participants(stage: Stage, meeting_id: UUID) -> None:
    """Each town's clerk fills in its 回执."""
    for key, town in stage.towns.items():
        with stage.acting(stage.clerk_of(town.id)) as (session, actor):
            meeting = queries.get_meeting(session, meeting_id)
            for draft in _delegation(stage, key):
                participants.put_on_list(
                    session,
                    draft,
                    meeting_id=meeting.id,
                    partnership_id=meeting.partnership_id,
                    host_id=meeting.host_id,
                    actor=actor,
                    now=stage.now,
                )


def share_duties(stage: Stage, meeting_id: UUID) -> None:
    """会务分工: each town's clerk says who does what; from the second meeting on as last time."""
    for key, lines in DUTIES.items():
        with stage.acting(stage.clerk_of(stage.towns[key].id)) as (session, actor):
            meeting = queries.get_meeting(session, meeting_id)
            last = queries.previous_of(session, meeting)
            if last is not None:
                materials.copy_last(session, meeting, last, actor=actor)
                return
            for task, content, person, due in lines:
                draft = DutyDraft(task=task, content=content, person=person, due=due)
                materials.add_duty(session, meeting, draft, actor=actor)


def hold(stage: Stage, meeting_id: UUID, host_id: UUID, *, on_leave: str = "", skip: int = 0) -> None:
    """Sign-in at the door, marked by the host's clerk, and closed at the end. `skip`: so many have signed in."""
    with stage.acting(stage.clerk_of(host_id)) as (session, actor):
        meeting = queries.get_meeting(session, meeting_id, lock=True)
        attendance.open_sheet(session, meeting, actor=actor, now=stage.now)
        for person in participant_queries.of_meeting(session, meeting_id)[skip:]:
            mark = _mark(person.name, person.standing, on_leave)
            attendance.mark(session, meeting, person, mark, actor=actor, now=stage.now)
    stage.now += timedelta(hours=2)
    with stage.acting(stage.clerk_of(host_id)) as (session, actor):
        meeting = queries.get_meeting(session, meeting_id, lock=True)
        attendance.close(session, meeting, actor=actor, now=stage.now)


def _delegation(stage: Stage, key: str) -> list[ParticipantDraft]:
    """The town's own people with an account, and its guests from other offices."""
    town = stage.towns[key]
    centre = f"{town.name}党委"
    people = [p for p in stage.people.values() if p.town_id == town.id and p.post not in ("安全审计员", "社区工作者")]
    order = ("党委书记", "党政办主任", "组织委员", "党群服务中心主任", "党政办文书")
    listed = [
        ParticipantDraft(
            name=p.name, unit=centre, post=p.post.removeprefix("党委"), is_leader=p.post in LEADERS, person_id=p.id
        )
        for p in sorted(people, key=lambda p: order.index(p.post))
    ]
    guests = [
        ParticipantDraft(name=name, unit=f"{town.name}{unit}", post=post, standing=Standing.OBSERVER)
        for of, name, unit, post in GUESTS
        if of == key
    ]
    return listed + guests


def _mark(name: str, standing: Standing, on_leave: str) -> MarkDraft:
    if name == on_leave:
        return MarkDraft(mark=Mark.LEAVE, note="参加上级培训")
    return MarkDraft(mark=Mark.OBSERVER if standing is Standing.OBSERVER else Mark.PRESENT)
