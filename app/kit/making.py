"""Files that take a while: asked for by a person, made after the commit step by step, tried again, given up."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from app.kit.db import Record, UtcDateTime, stored
from app.kit.i18n import N_

MOST_ATTEMPTS = 3
PAUSE = timedelta(minutes=1)


class MakingState(StrEnum):
    QUEUED = "queued"
    READY = "ready"
    FAILED = "failed"


STATES = {
    MakingState.QUEUED: N_("生成中"),
    MakingState.READY: N_("已生成"),
    MakingState.FAILED: N_("生成失败"),
}
TONES = {MakingState.QUEUED: "info", MakingState.READY: "good", MakingState.FAILED: "bad"}


class Making(Record):
    """How far it is, and who makes it: `attempts` tells one run from the next, `claimed_until` is its lease."""

    title: str = Field(max_length=120)
    state: MakingState = Field(default=MakingState.QUEUED, sa_type=stored(MakingState))
    steps: int = Field(description="how many there are")
    done: int = 0
    step: str = Field(default="", max_length=60, description="what is being done now, in words")
    failure: str = Field(default="", max_length=200)
    attempts: int = 0
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


M = TypeVar("M", bound=Making)


def waiting(session: Session, model: type[M], now: datetime) -> M | None:
    """The oldest that nobody makes now, held for this transaction; one left behind is free after its lease."""
    free = sa.or_(col(model.claimed_until).is_(None), col(model.claimed_until) <= now)
    found = select(model).where(model.state == MakingState.QUEUED, free)
    oldest = found.order_by(col(model.asked_at), col(model.id)).limit(1)
    return session.exec(oldest.with_for_update(skip_locked=True)).first()


def begin(session: Session, making: Making, lease: timedelta, now: datetime) -> int:
    """The number of this run."""
    making.attempts += 1
    making.claimed_until, making.done, making.step = now + lease, 0, ""
    session.flush()
    return making.attempts


def still_held(session: Session, model: type[M], making_id: UUID, attempt: int) -> M | None:
    """None when another run has taken over."""
    making = session.get(model, making_id, populate_existing=True, with_for_update=True)
    held = making is not None and making.attempts == attempt and making.state is MakingState.QUEUED
    return making if held else None


def advance(making: Making, done: int, step: str, lease: timedelta, now: datetime) -> None:
    """The lease runs anew with every step."""
    making.done, making.step, making.claimed_until = done, step[:60], now + lease


def finish(making: Making, now: datetime) -> None:
    making.state, making.done, making.step, making.failure = MakingState.READY, making.steps, "", ""
    making.finished_at = now


def put_back(making: Making, reason: str, now: datetime) -> bool:
    """Tried again a minute later; true when it is given up."""
    making.failure, making.claimed_until = reason[:200], now + PAUSE
    if making.attempts < MOST_ATTEMPTS:
        return False
    making.state = MakingState.FAILED
    return True


def ask_again(making: Making) -> None:
    making.state, making.attempts, making.done, making.claimed_until = MakingState.QUEUED, 0, 0, None
