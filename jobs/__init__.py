"""The timetable: everything the product does by itself, and when (the towns' wall time)."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from app.kit.clock import TOWN_TIME
from jobs import (
    back_up,
    chase_followups,
    chase_minutes,
    close_lists,
    close_topics,
    deliver_notices,
    forget_residents,
    make_archives,
    make_reports,
    nudge_logs,
    plan_meetings,
    publish_minutes,
    remind,
    remind_agreements,
    remind_sign_ups,
    render_documents,
    seal_documents,
    serve_meals,
    serve_sign_ups,
    serve_waiters,
    settle_bookings,
    settle_services,
    tidy,
    watch_postings,
)


class Job(NamedTuple):
    """`run(engine, now)` finds what is due and not done, does it, and says how many things it did."""

    run: Callable[[sa.Engine, datetime], int]
    when: BaseTrigger


def daily(wall_time: str) -> CronTrigger:
    hour, minute = wall_time.split(":")
    return CronTrigger(hour=hour, minute=minute, timezone=TOWN_TIME)


def always() -> IntervalTrigger:
    """Every two seconds: what people wait for."""
    return IntervalTrigger(seconds=2, timezone=TOWN_TIME)


def every_minutes(number: int) -> IntervalTrigger:
    return IntervalTrigger(minutes=number, timezone=TOWN_TIME)


def hourly(minute: int) -> CronTrigger:
    return CronTrigger(minute=minute, timezone=TOWN_TIME)


TIMETABLE = {
    "back_up": Job(back_up.run, daily("02:30")),
    "chase_followups": Job(chase_followups.run, daily("08:35")),
    "chase_minutes": Job(chase_minutes.run, daily("08:20")),
    "close_lists": Job(close_lists.run, hourly(20)),
    "close_topics": Job(close_topics.run, hourly(1)),
    "deliver_notices": Job(deliver_notices.run, always()),
    "forget_residents": Job(forget_residents.run, daily("03:20")),
    "nudge_logs": Job(nudge_logs.run, daily("08:45")),
    "make_archives": Job(make_archives.run, always()),
    "make_reports": Job(make_reports.run, always()),
    "plan_meetings": Job(plan_meetings.run, hourly(5)),
    "publish_minutes": Job(publish_minutes.run, always()),
    "remind": Job(remind.run, daily("08:00")),
    "remind_agreements": Job(remind_agreements.run, daily("08:30")),
    "remind_sign_ups": Job(remind_sign_ups.run, daily("15:00")),
    "render_documents": Job(render_documents.run, always()),
    "seal_documents": Job(seal_documents.run, always()),
    "serve_meals": Job(serve_meals.run, every_minutes(5)),
    "serve_sign_ups": Job(serve_sign_ups.run, every_minutes(1)),
    "serve_waiters": Job(serve_waiters.run, every_minutes(1)),
    "settle_bookings": Job(settle_bookings.run, every_minutes(5)),
    "settle_services": Job(settle_services.run, daily("03:20")),
    "tidy": Job(tidy.run, daily("03:10")),
    "watch_postings": Job(watch_postings.run, daily("08:40")),
}
