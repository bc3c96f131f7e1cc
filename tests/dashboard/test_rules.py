import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.dashboard import rules
from app.dashboard.rules import Task
from jobs import TIMETABLE

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def task(title: str, due_on: date | None = None, *, is_overdue: bool = False) -> Task:
    return Task("联席会议", title, "/", due_on=due_on, is_overdue=is_overdue)


def test_what_is_overdue_stands_first_then_what_waits_for_me_then_the_nearest_day():
    tasks = [
        task("无期限"),
        task("下周", date(2026, 3, 9)),
        task("明天", date(2026, 3, 3)),
        task("已逾期", date(2026, 3, 20), is_overdue=True),
    ]
    assert [t.title for t in rules.in_order(tasks)] == ["已逾期", "无期限", "明天", "下周"]


def test_a_scheduler_silent_for_a_minute_is_gone():
    assert rules.is_alive(NOW - timedelta(seconds=50), NOW)
    assert not rules.is_alive(NOW - timedelta(seconds=70), NOW)
    assert not rules.is_alive(None, NOW)


def test_every_deed_in_the_audit_log_has_its_kind_in_words():
    app = Path(__file__).parents[2] / "app"
    deeds = {d for f in app.glob("*/actions.py") for d in re.findall(r'"([a-z]+\.[a-z_]+)", f?"', f.read_text("utf-8"))}
    assert len(deeds) > 50
    assert {d for d in deeds if not rules.field_of(d)} == set()


def test_every_job_of_the_timetable_has_a_name_on_the_status_page():
    assert set(TIMETABLE) <= set(rules.JOB_NAMES)
