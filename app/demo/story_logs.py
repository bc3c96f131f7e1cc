"""The story of a posting's log: written, answered, drawn together, put to use, and bound as a book."""

from datetime import date, timedelta
from uuid import UUID

from app.demo import logs
from app.demo.diary import LINFANG
from app.demo.secondments import SECOND, agree
from app.demo.telling import NothingMade, Story
from app.files import gateways as files
from app.files import queries as file_queries
from app.kit import clock
from app.lessons import queries as lesson_queries
from app.lessons import rules as lesson_rules
from app.lessons.actions import make_briefing, propose_topic, publish
from app.logbooks import actions as books
from app.logs import queries as log_queries
from app.secondments import queries as postings
from app.secondments import rules
from app.secondments.models import Secondment
from app.summaries import actions as summaries
from app.summaries import queries as summary_queries
from app.summaries.models import WHOLE

AUTHOR, HOME, HOST = "linfang", "nidekun", "wangzhe"
PAGES = 8


def play(story: Story) -> None:
    """A month of 林芳's log."""
    posting = _posted(story)
    days = _write(story, posting.from_on)
    _answer(story, posting, days)
    _draw_together(story)
    _learn(story, days)
    _bind(story)


def _posted(story: Story) -> Secondment:
    """林芳's posting: the one that stands, else one that both towns agree on now."""
    stage = story.stage
    with stage.looking(AUTHOR) as session:
        known = postings.active_of_person(session, stage.people[AUTHOR].id, stage.now)
    if known is None:
        today = clock.to_town(stage.now).date()
        from_on = (today + timedelta(days=40)).replace(day=1)
        agree(stage, SECOND, from_on, rules.default_until(from_on))
        with stage.looking(AUTHOR) as session:
            known = postings.of_person(session, stage.people[AUTHOR].id)[0]
    return known


def _write(story: Story, from_on: date) -> list[date]:
    """Eight entries in four weeks, from the first day on or from today, with photos."""
    stage = story.stage
    first = max(from_on, clock.to_town(stage.now).date() + timedelta(days=1))
    days = [first + timedelta(days=3 * n) for n in range(PAGES)]
    for number, (day, page) in enumerate(zip(days, LINFANG, strict=False)):
        stage.pass_to(clock.at(day + timedelta(days=page.late_by), "18:20"))
        logs.write(stage, AUTHOR, day, page, seed=number)
    pages = LINFANG[:PAGES]
    photos, late = sum(page.photos for page in pages), sum(page.late_by > 0 for page in pages)
    story.tell(f"林芳在挂职单位写交流日志{PAGES}篇，上传照片{photos}张，其中补记{late}篇")
    return days


def _answer(story: Story, posting: Secondment, days: list[date]) -> None:
    """Both mentors answer; the month is rated side by side; a clerk finds nothing."""
    stage = story.stage
    stage.pass_to(stage.now + timedelta(days=1))
    logs.comment(stage, HOST, AUTHOR, days[0], "欢迎来兴隆社区，先熟悉一下网格。")
    logs.comment(stage, HOME, AUTHOR, days[3], "多写写他们是怎么开口的。")
    for mentor in (HOME, HOST):
        logs.rate(stage, mentor, AUTHOR, days[0].replace(day=1), 0)
    with stage.looking("malin") as session:
        if any(s.may_read_log for s in postings.readable(session, logs.reader(stage, "malin"), stage.now)):
            raise NothingMade("文书不应能读日志")
    story.tell("双方带教人点评日志并评价当月工作；文书和其他工作人员看不到日志")


def _draw_together(story: Story) -> None:
    stage = story.stage
    with stage.acting(AUTHOR) as (session, actor):
        posting = postings.of_person(session, stage.people[AUTHOR].id)[0]
        view = summary_queries.view_for_author(session, posting.id, WHOLE, person_id=posting.person_id)
        summaries.confirm(session, posting, WHOLE, view.text, actor=actor, now=stage.now)
        sources = sum(1 for line in view.lines for sentence in line if sentence.entry_id)
    story.tell(f"挂职总结摘自本人日志，{sources}句可点回原文，本人修改后确认")


def _learn(story: Story, days: list[date]) -> None:
    """The medicine register becomes a card and a 工作简报, the market a topic."""
    stage = story.stage
    with stage.acting(AUTHOR) as (session, actor):
        posting = postings.of_person(session, stage.people[AUTHOR].id)[0]
        market = log_queries.find_on(session, posting.id, days[5])
        if market is None:
            raise NothingMade("银龄集市日志")
        topic = propose_topic(
            session,
            market,
            posting,
            town_id=posting.home_town_id,
            title="两镇轮流举办银龄集市",
            minutes=10,
            summary=market.suggestion,
            actor=actor,
            now=stage.now,
        )
        story.tell(f"日志里的建议转为议题草稿“{topic.title}”，待本镇书记审定")
    lesson_id = _card(story, days[2])
    stage.pass_to(stage.now + timedelta(days=7))
    with stage.acting("zhumin") as (session, actor):
        town_id = stage.towns["D"].id
        lesson = lesson_queries.get_lesson(session, lesson_id)
        briefing = make_briefing(session, lesson, town_id=town_id, actor=actor, now=stage.now)
        session.flush()
        file = file_queries.get_private(session, briefing.file_id)
        kept = story.keep("40-工作简报.docx", files.read(file.sha256))
    story.tell(f"D镇据此编发工作简报第{briefing.number}期：{kept}")


def _card(story: Story, day: date) -> UUID:
    stage = story.stage
    with stage.acting(HOST) as (session, actor):
        posting = postings.of_person(session, stage.people[AUTHOR].id)[0]
        entry = log_queries.find_on(session, posting.id, day)
        if entry is None:
            raise NothingMade("用药提醒日志")
        photos = log_queries.photos_of(session, [entry.id]).get(entry.id, [])
        draft = lesson_rules.from_entry(entry).model_copy(update={"title": "日间照料用药提醒两人核对"})
        lesson = publish(
            session,
            draft,
            partnership_id=stage.partnership_id,
            town_id=stage.towns["Q"].id,
            from_town_id=stage.towns["Q"].id,
            entry=entry,
            photo_ids=[p.id for p in photos],
            actor=actor,
            now=stage.now,
        )
        story.tell(f"带教人把日志整理成经验做法“{lesson.title}”，联合体各镇可查可试")
        return lesson.id


def _bind(story: Story) -> None:
    stage = story.stage
    with stage.looking(AUTHOR) as session:
        posting = postings.of_person(session, stage.people[AUTHOR].id)[0]
        standing = rules.standing(posting, logs.reader(stage, AUTHOR), stage.now)
        pdf = books.print_book(session, standing, today=clock.to_town(stage.now).date())
    story.tell(f"印制交流日志册，居民姓名自动隐去：{story.keep('41-交流日志册.pdf', pdf)}")
