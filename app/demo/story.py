"""The case played from the plan to the printed minutes; every document it makes goes into one folder."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from app.agenda import queries as agenda
from app.attendance import actions as attendance
from app.attendance import queries as attendances
from app.audit import queries as audits
from app.calls import actions as calls
from app.calls import queries as call_queries
from app.calls.models import CallPaper, PaperDraft, PaperKind
from app.calls.rules import plain_body
from app.consents import queries as consents
from app.consents.models import RefusalDraft
from app.demo import (
    history,
    meetings,
    minutes,
    story_agreements,
    story_bookings,
    story_logs,
    story_postings,
    story_services,
    story_sharing,
)
from app.demo.agendas import AGENDAS, Progress, TopicPlan
from app.demo.keys import turn_one
from app.demo.telling import NothingMade, Story
from app.documents import gateways as document_files
from app.documents import queries as documents
from app.drafting import actions as drafting
from app.drafting import queries as drafts
from app.followups import queries as followups
from app.kit import clock
from app.materials import gateways as packs
from app.materials import queries as materials
from app.meetings import gateways as calendars
from app.meetings import queries as meeting_queries
from app.meetings.models import Meeting
from app.minutes import actions as minutes_actions
from app.participants import queries as participants
from app.series import queries as series
from app.typeset import gateways as typesetting

COUNTER = "红梅礼堂每周二、周四下午向D镇文体团队开放，由D镇统一预约；遇Q镇重大活动提前三天告知。"


def play(story: Story) -> None:
    """Each step does what the pages do, says what it produced, and stops the story when it fails."""
    series_id = _agree_on_rotation(story)
    meeting = _plan_and_confirm(story, series_id)
    _call(story, meeting)
    plans = _collect_topics(story, meeting)
    _convene(story, meeting)
    _meet(story, meeting)
    consent_id = _write_minutes(story, meeting, plans)
    _refuse_and_answer(story, meeting, consent_id)
    minutes.confirm(story.stage, meeting.id, consent_id)
    _issue(story, meeting)
    _follow_up(story, plans)
    story_bookings.play(story)
    story_sharing.play(story)
    story_postings.play(story)
    story_logs.play(story)
    story_services.play(story)
    story_agreements.play(story)
    _verify_chains(story)


def _agree_on_rotation(story: Story) -> UUID:
    stage = story.stage
    first_on = (clock.to_town(stage.now).date() + timedelta(days=45)).replace(day=1)
    series_id = history.found_series(stage, first_on)
    with stage.looking("malin") as session:
        dates = [f"{t.day}（{stage.key_of(t.host_id)}镇）" for t in series.turns_of(session, series_id)]
    story.tell(f"轮值安排经双方确认，排出今后{len(dates)}次会议：{'、'.join(dates)}")
    return series_id


def _plan_and_confirm(story: Story, series_id: UUID) -> Meeting:
    """The host is D镇; the room is on the other side of the border."""
    stage = story.stage
    meeting = history.first_meeting(stage, series_id)
    meetings.at(stage, meeting.day - timedelta(days=40))
    meetings.confirm(stage, meeting, room="Q")
    with stage.looking("malin") as session:
        meeting = meeting_queries.get_meeting(session, meeting.id)
        when = meeting_queries.plain_text(session, meeting).splitlines()
    story.tell(f"{meeting.title}确认于{meeting.day}，跨镇预订{meeting.place}")
    story.keep("会议预告.txt", "\n".join(when).encode())
    return meeting


def _call(story: Story, meeting: Meeting) -> None:
    """函: 拟稿 → 核稿 → 签发 inside the host's town, with a number from its own register."""
    stage, host = story.stage, meeting.host_id
    with stage.acting(stage.clerk_of(host)) as (session, actor):
        found = meeting_queries.get_meeting(session, meeting.id)
        paper = calls.draft(session, found, PaperKind.LETTER, actor=actor, now=stage.now)
        content = call_queries.content_of(paper)
        year = clock.to_town(stage.now).year
        text = PaperDraft(
            title=content.title, to=content.to, body=plain_body(content), entered_number=f"D委函〔{year}〕8号"
        )
        calls.edit(session, paper, text, actor=actor, now=stage.now)
        consent_id = calls.submit(session, found, paper, actor=actor, now=stage.now).id
        paper_id = paper.id
    turn_one(
        stage,
        consent_id,
        host,
        lambda session, key, actor: calls.turn_key(
            session, session.get_one(CallPaper, paper_id), key, actor=actor, now=stage.now
        ),
    )
    story.run_jobs(stage)
    with stage.looking("malin") as session:
        document = call_queries.document_of(session, session.get_one(CallPaper, paper_id))
        if document is None or document.pdf_hash is None or document.docx_hash is None:
            raise NothingMade("邀请函")
        pdf = story.keep("01-邀请函和回执.pdf", document_files.kept(document, document.pdf_hash))
        docx = story.keep("01-邀请函和回执.docx", document_files.kept(document, document.docx_hash))
        story.tell(f"{document.number}经拟稿、核稿、签发：{pdf}、{docx}")


def _collect_topics(story: Story, meeting: Meeting) -> tuple[TopicPlan, ...]:
    stage, plans = story.stage, tuple(_done(plan) for plan in AGENDAS[4])
    meetings.at(stage, meeting.day - timedelta(days=25))
    placed = [meetings.propose(stage, plan) for plan in plans]
    meetings.at(stage, meeting.day - timedelta(days=10))
    meetings.place(stage, meeting.id, placed)
    with stage.looking("malin") as session:
        sheet = agenda.sheet(session, meeting_queries.get_meeting(session, meeting.id))
    made = story.keep("02-议程.pdf", typesetting.to_pdf(sheet))
    story.tell(f"双方提出{len(placed)}项议题，经本镇书记审定后列入议程：{made}")
    return plans


def _done(plan: TopicPlan) -> TopicPlan:
    """The same topic with decisions that the towns carry out to the end."""
    return replace(plan, decisions=tuple(replace(d, progress=Progress.CLOSED, note="") for d in plan.decisions))


def _convene(story: Story, meeting: Meeting) -> None:
    stage = story.stage
    meetings.convene(stage, meeting.id, meeting.host_id)
    meetings.name_participants(stage, meeting.id)
    meetings.share_duties(stage, meeting.id)
    with stage.looking("malin") as session:
        found = meeting_queries.get_meeting(session, meeting.id)
        entry = calendars.entry_of(session, found, public_url=story.public_url)
        invited = participants.head_count(session, meeting.id)
        papers, attached = materials.papers_of(session, found), materials.attached_to(session, found)
        notice = story.keep("会议通知.txt", meeting_queries.plain_text(session, found).encode())
    story.tell(f"会议通知发出，{invited}人列入名单：{notice}、{story.keep('会议.ics', calendars.to_ics(entry))}")
    story.tell(f"一键会议材料包：{story.keep('03-会议材料包.zip', packs.to_zip(papers, attached))}")


def _meet(story: Story, meeting: Meeting) -> None:
    """Two sign in by their phones, the clerk marks the others and closes the sheet."""
    stage = story.stage
    meetings.at(stage, meeting.day, "13:40")
    with stage.acting(stage.clerk_of(meeting.host_id)) as (session, actor):
        found = meeting_queries.lock_meeting(session, meeting.id)
        attendance.open_sheet(session, found, actor=actor, now=stage.now)
        for person in participants.of_meeting(session, meeting.id)[:2]:
            attendance.sign_in(session, found, person, now=stage.now)
    meetings.hold(stage, meeting.id, meeting.host_id, on_leave="施蕾", skip=2)
    with stage.looking("malin") as session:
        result = attendances.result_of(session, meeting_queries.get_meeting(session, meeting.id))
    story.tell(
        f"出席{len(result.present)}人、列席{len(result.observers)}人、请假{len(result.leave)}人，"
        f"{'双方均有负责同志出席' if result.met else '有一方缺负责同志'}"
    )


def _write_minutes(story: Story, meeting: Meeting, plans: tuple[TopicPlan, ...]) -> UUID:
    consent_id = minutes.write(story.stage, meeting.id, meeting.host_id, plans)
    with story.stage.looking("malin") as session:
        shown = consents.get(session, consent_id).content_hash[:12]
    story.tell(f"纪要起草完毕，提交双方确认（内容校验值 {shown}）")
    return consent_id


def _refuse_and_answer(story: Story, meeting: Meeting, consent_id: UUID) -> None:
    """Q镇 refuses with a counter-text; the host takes it over and asks again: all keys start anew."""
    stage = story.stage
    turn_one(stage, consent_id, meeting.host_id, minutes.key_of(stage, meeting.id))
    with stage.acting("xujianguo") as (session, actor):
        seen = consents.get(session, consent_id).content_hash
        no = RefusalDraft(seen_hash=seen, reason="礼堂开放须兼顾本镇重大活动，请补充告知要求。", counter_text=COUNTER)
        found = meeting_queries.lock_meeting(session, meeting.id)
        minutes_actions.refuse(session, found, no, actor=actor, now=stage.now)
    stage.now += timedelta(hours=1)
    with stage.acting(stage.clerk_of(meeting.host_id)) as (session, actor):
        found = meeting_queries.lock_meeting(session, meeting.id)
        text, base = drafts.text_of(session, found), drafts.get_draft(session, found).revision
        decided = next(r for item in text.items for r in item.resolutions if "红梅礼堂" in r.text)
        decided.text = f"开放固定时段。{COUNTER}"
        saved = drafting.save(session, found, text, base=base, actor=actor, now=stage.now)
        minutes_actions.ask(session, found, seen_revision=saved.revision, actor=actor, now=stage.now)
        fresh = consents.get(session, consent_id).content_hash[:12]
    story.tell(f"Q镇不同意并提出替代文本，D镇采纳后重新提交，先前的签发作废（新校验值 {fresh}）")


def _issue(story: Story, meeting: Meeting) -> None:
    stage = story.stage
    story.run_jobs(stage)
    with stage.looking("malin") as session:
        document = documents.find_for_subject(session, f"minutes:{meeting.id}")
        if document is None or document.pdf_hash is None or document.docx_hash is None:
            raise NothingMade("会议纪要")
        pdf = story.keep("04-会议纪要.pdf", document_files.kept(document, document.pdf_hash))
        docx = story.keep("04-会议纪要.docx", document_files.kept(document, document.docx_hash))
        state = meeting_queries.get_meeting(session, meeting.id).state.value
        if state != "issued":
            raise NothingMade(f"已印发（{state}）")
        story.tell(f"双方签发，{document.number}印发：{pdf}、{docx}，验证码 {document.code}")


def _follow_up(story: Story, plans: tuple[TopicPlan, ...]) -> None:
    stage = story.stage
    with stage.looking("malin") as session:
        opened = len(
            followups.open_of_partnership(session, stage.partnership_id, today=clock.to_town(stage.now).date())
        )
    minutes.follow_up(stage, plans)
    with stage.looking("malin") as session:
        left = len(followups.open_of_partnership(session, stage.partnership_id, today=clock.to_town(stage.now).date()))
    story.tell(f"议定事项转为{opened}项落实任务，双方上报、互相核实后办结{opened - left}项")


def _verify_chains(story: Story) -> None:
    entries = 0
    for login in ("guping", "longtianlong"):
        town_id = story.stage.people[login].town_id
        with story.stage.looking(login) as session:
            report = audits.verify(session, town_id, story.key) if town_id else None
        if report is None or report.broken:
            raise NothingMade("审计链核验")
        entries += report.entries
    story.tell(f"两镇审计链核验通过，共{entries}条")
