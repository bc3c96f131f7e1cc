"""Tables that know no word of the domain: the scheduler's lease and runs, forms already answered, knocks at doors."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped
from app.kit.scopes import Public


class SchedulerLease(SQLModel, table=True):
    """The one acting scheduler. A new holder raises the epoch; a frozen one finds its epoch gone."""

    __tablename__ = "scheduler_lease"
    __table_args__ = scoped(Public())

    name: str = Field(max_length=40, primary_key=True)
    holder: str = Field(max_length=80)
    epoch: int = 1
    expires_at: datetime = Field(sa_type=UtcDateTime)
    beat_at: datetime = Field(sa_type=UtcDateTime)


class JobRun(Record, table=True):
    """One occurrence of a job. The unique (job, due_at) is why two schedulers do the work once."""

    __tablename__ = "job_run"
    __table_args__ = scoped(Public(), sa.UniqueConstraint("job", "due_at"), sa.Index("ix_job_run_due_at", "due_at"))

    job: str = Field(max_length=60)
    due_at: datetime = Field(sa_type=UtcDateTime)
    epoch: int = Field(default=0, description="the lease's epoch of the scheduler that claimed it")
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done: int = Field(default=0, description="How many things the run did")
    error: str = Field(default="", max_length=2000)


class ScheduledJob(SQLModel, table=True):
    """The timetable as the acting scheduler knows it, for the status page."""

    __tablename__ = "scheduled_job"
    __table_args__ = scoped(Public())

    job: str = Field(max_length=60, primary_key=True)
    every_seconds: int = Field(default=0, description="0: by the calendar")
    next_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SubmittedForm(SQLModel, table=True):
    """A form that was answered: sending it again leads to the same place and does nothing twice."""

    __tablename__ = "submitted_form"
    __table_args__ = scoped(Public(), sa.Index("ix_submitted_form_at", "at"))

    key: str = Field(max_length=80, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    location: str = Field(default="", max_length=500)


class Knock(Record, table=True):
    """One try at a page without an account, by a keyed hash of the address, so that nobody tries too often."""

    __table_args__ = scoped(Public(), sa.Index("ix_knock_door_address_at", "door", "address_hash", "at"))

    door: str = Field(max_length=24)
    address_hash: str = Field(max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)
