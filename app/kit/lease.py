"""Which scheduler acts, and which occurrence of a job is whose. Correctness of effects does not rest on this alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.kit.db import dialect
from app.kit.models import JobRun, ScheduledJob, SchedulerLease

NAME = "scheduler"
TTL = timedelta(seconds=30)


def hold(session: Session, holder: str, now: datetime, *, at_once: bool = False) -> int | None:
    """Take or renew the lease; its epoch, or None while another scheduler holds it.

    A takeover raises the epoch. `at_once` takes it before it runs out: only for a caller who knows, by a lock of
    the same machine, that the former holder is gone.
    """
    session.execute(_add(session, SchedulerLease, name=NAME, holder=holder, epoch=1, expires_at=now + TTL, beat_at=now))
    lease = session.exec(select(SchedulerLease).where(SchedulerLease.name == NAME).with_for_update()).one()
    if lease.holder != holder:
        if lease.expires_at > now and not at_once:
            return None
        lease.holder, lease.epoch = holder, lease.epoch + 1
    lease.expires_at, lease.beat_at = now + TTL, now
    session.flush()
    return lease.epoch


def claim(session: Session, job: str, due_at: datetime, epoch: int, now: datetime) -> JobRun | None:
    """The occurrence, if it is for this epoch to run: new, or left unfinished by an earlier epoch.

    A scheduler that was frozen and wakes with an old epoch gets nothing.
    """
    held = session.exec(select(SchedulerLease).where(SchedulerLease.name == NAME).with_for_update()).one()
    if held.epoch != epoch:
        return None
    session.execute(_add(session, JobRun, job=job, due_at=due_at, epoch=epoch, started_at=now))
    run = session.exec(select(JobRun).where(JobRun.job == job, JobRun.due_at == due_at).with_for_update()).one()
    if run.finished_at or (run.epoch == epoch and run.started_at != now):
        return None
    run.epoch, run.started_at = epoch, now
    session.flush()
    return run


def finish(session: Session, job: str, due_at: datetime, now: datetime, *, done: int, error: str = "") -> None:
    """Note how an occurrence ended; sweepers that ran between occurrences are noted as runs of their own."""
    session.execute(_add(session, JobRun, job=job, due_at=due_at, started_at=now))
    session.execute(
        sa.update(JobRun)
        .where(col(JobRun.job) == job, col(JobRun.due_at) == due_at)
        .values(finished_at=now, done=done, error=error[:2000])
    )


def publish(session: Session, jobs: Iterable[ScheduledJob]) -> None:
    """Say what the timetable is, in place of what was said before."""
    session.execute(sa.delete(ScheduledJob))
    session.add_all(jobs)


def timetable(session: Session) -> Sequence[ScheduledJob]:
    return session.exec(select(ScheduledJob).order_by(col(ScheduledJob.job))).all()


def find_lease(session: Session) -> SchedulerLease | None:
    return session.get(SchedulerLease, NAME)


def last_runs(session: Session) -> dict[str, JobRun]:
    """The latest occurrence of each job that has one."""
    latest = select(JobRun.job, sa.func.max(JobRun.due_at).label("due_at")).group_by(JobRun.job).subquery()
    same = sa.and_(col(JobRun.job) == latest.c.job, col(JobRun.due_at) == latest.c.due_at)
    runs = select(JobRun).join(latest, same)
    return {run.job: run for run in session.exec(runs.order_by(col(JobRun.job)))}


def last_failures(session: Session, *, most: int = 20) -> list[JobRun]:
    failed = select(JobRun).where(JobRun.error != "").order_by(col(JobRun.due_at).desc()).limit(most)
    return list(session.exec(failed))


def forget_runs(session: Session, *, before: datetime) -> int:
    """Old occurrences go; the latest of each job stays whatever its age."""
    kept = [run.id for run in last_runs(session).values()]
    gone = session.execute(sa.delete(JobRun).where(col(JobRun.due_at) < before, col(JobRun.id).not_in(kept)))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE counts its rows


def _add(session: Session, model: type[SchedulerLease] | type[JobRun], **values: Any) -> Any:
    insert = sqlite.insert if dialect(session) == "sqlite" else postgresql.insert
    row = model(**values).model_dump()
    return insert(model).values(**row).on_conflict_do_nothing()
