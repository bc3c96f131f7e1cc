"""What the clock calls: hold the lease, claim the occurrence that is due, run it, note how it ended."""

import logging
from datetime import datetime, timedelta
from typing import cast

import sqlalchemy as sa
from apscheduler.triggers.interval import IntervalTrigger

from app.kit import clock, lease
from app.kit.db import transaction
from app.kit.models import ScheduledJob
from app.kit.scopes import Reach
from jobs import TIMETABLE, Job

log = logging.getLogger("jobs")
LONGEST_PAUSE = timedelta(days=400)  # how far back a missed occurrence is looked for


class Scheduler:
    """One candidate for acting; only the holder of the lease runs anything."""

    def __init__(self, engine: sa.Engine, holder: str, timetable: dict[str, Job] | None = None) -> None:
        self.engine, self.holder = engine, holder
        self.timetable = TIMETABLE if timetable is None else timetable
        self.epoch: int | None = None

    def beat(self, now: datetime, *, at_once: bool = False) -> None:
        """Take or renew the lease; when the database is away, stand back until it answers again."""
        try:
            with transaction(self.engine, Reach.nothing(), now=now) as session:
                self.epoch = lease.hold(session, self.holder, now, at_once=at_once)
        except sa.exc.DBAPIError:
            self.epoch = None
            log.warning("no database: not acting", exc_info=True)

    def publish(self, now: datetime) -> None:
        """Tell the status page when each job is wanted next."""
        if self.epoch is not None:
            with transaction(self.engine, Reach.nothing(), now=now) as session:
                lease.publish(session, [_scheduled(name, job, now) for name, job in self.timetable.items()])

    def perform(self, name: str, now: datetime) -> int:
        """Run a job's latest due occurrence, if it is not done yet; how many things it did.

        Jobs are sweepers, so one run makes up for all occurrences that were missed while nothing ran.
        """
        if self.epoch is None:
            return 0
        job = self.timetable[name]
        if isinstance(job.when, IntervalTrigger):
            return self._sweep(name, job, now)
        due_at = latest_due(job, now)
        if due_at is None or not self._claim(name, due_at, now):
            return 0
        done, error = self._run(name, job, now)
        self._finish(name, due_at, done, error)
        self.publish(now)
        return done

    def _sweep(self, name: str, job: Job, now: datetime) -> int:
        """A job of every few seconds is noted only when it did something or failed."""
        done, error = self._run(name, job, now)
        if done or error:
            self._finish(name, now, done, error)
        return done

    def _claim(self, name: str, due_at: datetime, now: datetime) -> bool:
        with transaction(self.engine, Reach.nothing(), now=now) as session:
            return lease.claim(session, name, due_at, cast(int, self.epoch), now) is not None

    def _run(self, name: str, job: Job, now: datetime) -> tuple[int, str]:
        try:
            return job.run(self.engine, now), ""
        except Exception as error:  # a job that fails must not stop the others; the status page shows it
            log.exception("%s failed", name)
            return 0, f"{type(error).__name__}: {error}"

    def _finish(self, name: str, due_at: datetime, done: int, error: str) -> None:
        now = clock.now()
        with transaction(self.engine, Reach.nothing(), now=now) as session:
            lease.finish(session, name, due_at, now, done=done, error=error)


def latest_due(job: Job, now: datetime) -> datetime | None:
    """The last instant at or before `now` at which the timetable wanted the job."""
    for back in (timedelta(hours=2), timedelta(days=2), LONGEST_PAUSE):
        found, at = None, now - back
        while (at := job.when.get_next_fire_time(None, at)) is not None and at <= now:
            found, at = at, at + timedelta(seconds=1)
        if found:
            return cast(datetime, found)
    return None


def _scheduled(name: str, job: Job, now: datetime) -> ScheduledJob:
    if isinstance(job.when, IntervalTrigger):
        return ScheduledJob(job=name, every_seconds=int(job.when.interval.total_seconds()))
    return ScheduledJob(job=name, next_due_at=job.when.get_next_fire_time(None, now))
