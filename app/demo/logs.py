"""The logs of the demo's postings: entries with photos, answers, ratings, a summary, and a practice that was tried."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from PIL import Image, ImageDraw
from sqlmodel import Session

from app.accounts import queries as accounts
from app.demo.diary import LINFANG, LUYAO, YUANCHONG, Page
from app.demo.secondments import BEHIND, UNDER_WAY
from app.demo.stage import Stage
from app.files.models import Upload
from app.kit import clock
from app.lessons import actions as lessons
from app.lessons import rules as lesson_rules
from app.lessons.models import Lesson, Outcome, UseDraft
from app.logs import actions
from app.logs import queries as logs
from app.logs.models import EntryDraft, LeaveDraft, LeaveKind, LogEntry
from app.logs.rules import leave_days
from app.reviews import actions as reviews
from app.reviews.models import Grade, RatingDraft
from app.secondments import queries as postings
from app.secondments.models import Secondment
from app.secondments.rules import Reader, Standing, plus_months
from app.summaries import actions as summaries
from app.summaries import queries as summary_queries
from app.summaries.models import WHOLE

HOME, HOST = "nidekun", "wangzhe"
ADVICE = ("坚持写，写得实，继续保持。", "能主动找事做，和居民处得好。", "已能独立处理日常工作，注意总结方法。")
HILLS = ((214, 226, 236), (176, 196, 177), (132, 158, 124))
WALLS = ((222, 205, 176), (201, 188, 168), (189, 150, 130), (170, 180, 190))


def plan(stage: Stage, today: date) -> None:
    """Put every entry and answer on the stage's list; everything happens as the stage moves on."""
    this_month = today.replace(day=1)
    behind, under_way = plus_months(this_month, -BEHIND), plus_months(this_month, -UNDER_WAY)
    _plan_log(stage, "luyao", HOME, HOST, LUYAO, behind, step=13)
    _plan_log(stage, "linfang", HOME, HOST, LINFANG, under_way, step=4)
    _plan_log(stage, "yuanchong", HOST, HOME, YUANCHONG, under_way, step=11)
    stage.later(clock.at(plus_months(behind, 6), "10:00"), partial(_sum_up, stage, "luyao"))
    leave_on = under_way + timedelta(days=40)
    stage.later(clock.at(leave_on, "08:10"), partial(_take_leave, stage, "linfang", leave_on))
    learned_on = under_way + timedelta(days=38)
    stage.later(clock.at(learned_on, "15:30"), partial(_make_card, stage))


def _plan_log(
    stage: Stage, login: str, home: str, host: str, pages: Sequence[Page], from_on: date, *, step: int
) -> None:
    for number, page in enumerate(pages):
        day = from_on + timedelta(days=1 + number * step)
        written = clock.at(day + timedelta(days=page.late_by), "18:20")
        stage.later(written, partial(write, stage, login, day, page, seed=number))
        after = timedelta(hours=15)
        if page.comment:
            stage.later(written + after, partial(comment, stage, host, login, day, page.comment))
        if page.word_from_home:
            stage.later(written + timedelta(hours=20), partial(comment, stage, home, login, day, page.word_from_home))
        if page.answer:
            stage.later(written + 3 * after, partial(comment, stage, login, login, day, page.answer))
    for number in range(6):
        month = plus_months(from_on.replace(day=1), number)
        for mentor in (home, host):
            rated = clock.at(plus_months(month, 1) + timedelta(days=2), "16:00")
            stage.later(rated, partial(rate, stage, mentor, login, month, number))


def write(stage: Stage, login: str, day: date, page: Page, *, seed: int) -> None:
    draft = EntryDraft(
        kind=page.kind,
        done=page.done,
        learned=page.learned,
        suggestion=page.suggestion,
        minutes=page.minutes,
        names=page.names,
    )
    photos = [photo(seed * 7 + n) for n in range(page.photos)]
    with stage.acting(login) as (session, actor):
        posting = _posting(session, stage, login)
        if day in leave_days(logs.leaves_of(session, posting.id)):
            return
        actions.write_entry(session, posting, day, draft, photos=photos, actor=actor, now=stage.now)


def comment(stage: Stage, who: str, of: str, day: date, text: str) -> None:
    with stage.acting(who) as (session, actor):
        posting = _posting(session, stage, of)
        entry = logs.find_on(session, posting.id, day)
        if entry:
            standing = _standing(session, stage, who, posting)
            reviews.comment(session, entry, standing, text, actor=actor, now=stage.now)


def rate(stage: Stage, who: str, of: str, month: date, number: int) -> None:
    """Only for months in which there was something to read; the last one is still to be rated."""
    with stage.acting(who) as (session, actor):
        posting = _posting(session, stage, of)
        entries = [e for e in logs.entries_of(session, posting.id, month) if e.day.replace(day=1) == month]
        if not entries:
            return
        standing = _standing(session, stage, who, posting)
        grade = Grade.EXCELLENT if number else Grade.GOOD
        draft = RatingDraft(grade=grade, text=ADVICE[number % len(ADVICE)])
        reviews.rate_month(session, standing, month, draft, actor=actor, now=stage.now)
        reviews.mark_read(session, entries, person_id=stage.people[who].id, now=stage.now)


def _take_leave(stage: Stage, login: str, day: date) -> None:
    with stage.acting(login) as (session, actor):
        draft = LeaveDraft(from_on=day, until_on=day + timedelta(days=1), kind=LeaveKind.ANNUAL, note="回家照顾老人")
        actions.take_leave(session, _posting(session, stage, login), draft, actor=actor, now=stage.now)


def _sum_up(stage: Stage, login: str) -> None:
    """The 挂职总结, drawn from the own sentences and confirmed."""
    with stage.acting(login) as (session, actor):
        posting = _posting(session, stage, login)
        view = summary_queries.view_for_author(session, posting.id, WHOLE, person_id=posting.person_id)
        summaries.confirm(session, posting, WHOLE, view.text, actor=actor, now=stage.now)


def _make_card(stage: Stage) -> None:
    """The host mentor writes the medicine register down as a practice; 长江新村 tries it; D镇 prints a 简报."""
    with stage.acting(HOST) as (session, actor):
        posting = _posting(session, stage, "linfang")
        entry = next(e for e in logs.entries_of(session, posting.id) if "用药提醒" in e.done)
        draft = lesson_rules.from_entry(entry).model_copy(
            update={"title": "日间照料用药提醒“两人核对、家属签字”", "tags": "日间照料、适老服务"}
        )
        lesson_id = lessons.publish(
            session,
            draft,
            partnership_id=stage.partnership_id,
            town_id=stage.towns["Q"].id,
            from_town_id=stage.towns["Q"].id,
            entry=entry,
            photo_ids=_photo_ids(session, entry),
            actor=actor,
            now=stage.now,
        ).id
    stage.later(stage.now + timedelta(days=21), partial(_try_card, stage, lesson_id))


def _try_card(stage: Stage, lesson_id: UUID) -> None:
    with stage.acting("zhumin") as (session, actor):
        lesson = session.get_one(Lesson, lesson_id)
        draft = UseDraft(
            unit_id=stage.units["永隆新村社区党群服务中心"].id,
            tried_on=clock.to_town(stage.now).date(),
            outcome=Outcome.WORKED,
            result="照用登记本三周，发药差错为零，家属签字率九成五。准备在另外两个村居推开。",
        )
        lessons.put_to_use(session, lesson, draft, town_id=stage.towns["D"].id, actor=actor, now=stage.now)
        lessons.make_briefing(session, lesson, town_id=stage.towns["D"].id, actor=actor, now=stage.now)


def _photo_ids(session: Session, entry: LogEntry) -> list[UUID]:
    return [p.id for p in logs.photos_of(session, [entry.id]).get(entry.id, [])]


def _posting(session: Session, stage: Stage, login: str) -> Secondment:
    return postings.of_person(session, stage.people[login].id)[0]


def _standing(session: Session, stage: Stage, login: str, posting: Secondment) -> Standing:
    return postings.get_secondment(session, posting.id, reader=reader(stage, login), now=stage.now)


def reader(stage: Stage, login: str) -> Reader:
    """Somebody with the roles of this instant."""
    person = stage.people[login]
    assert person.town_id  # noqa: S101  # everybody on the stage has a town
    with stage.looking(login) as session:
        return Reader(
            person.id, person.town_id, frozenset(r.role for r in accounts.roles_at(session, person.id, stage.now))
        )


def photo(seed: int) -> Upload:
    """A drawn scene, so that the demo holds no picture of anybody: sky, fields, houses, some people."""
    image = Image.new("RGB", (960, 720), HILLS[0])
    draw = ImageDraw.Draw(image)
    for row, colour in enumerate(HILLS[1:], 1):
        top = 300 + row * 90
        draw.polygon(
            [(0, top + seed * 13 % 60), (420, top - 40), (960, top + seed * 29 % 70), (960, 720), (0, 720)], colour
        )
    for n in range(3):
        left, height = 90 + n * 280 + seed * 37 % 80, 150 + (seed + n) * 53 % 120
        draw.rectangle([left, 470 - height, left + 170, 470], WALLS[(seed + n) % len(WALLS)])
        draw.polygon([(left - 18, 470 - height), (left + 85, 400 - height), (left + 188, 470 - height)], (120, 70, 62))
        draw.rectangle([left + 66, 400, left + 104, 470], (96, 78, 66))
    for n in range(2 + seed % 4):
        left = 150 + n * 170 + seed * 17 % 90
        draw.ellipse([left, 520, left + 40, 560], (224, 188, 160))
        draw.rounded_rectangle(
            [left - 14, 560, left + 54, 680], 22, ((179, 19, 27), (60, 92, 130), (90, 120, 80))[n % 3]
        )
    written = io.BytesIO()
    image.save(written, "JPEG", quality=85)
    return Upload(f"现场{seed}.jpg", written.getvalue())
