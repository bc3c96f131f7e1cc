"""A signature as it is found in a PDF, and the place of one that is to be made. Pure: no pyHanko."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.kit.errors import Refusal
from app.kit.i18n import N_

ROOM_WIDTH, ROOM_HEIGHT = 130.0, 38.0  # points: .room of templates/documents/paper/paper.css


class CannotSign(Refusal):
    message = N_("签署没有成功，文件未改动。请稍后再试；仍不成功请联系系统管理员")


class State(StrEnum):
    VALID = "valid"  # 有效
    TRIAL = "trial"  # 有效, but by a certificate of tests
    UNLISTED = "unlisted"  # 签名完整, the authority is not on the installation's list
    BROKEN = "broken"  # 无效


@dataclass(frozen=True)
class Examined:
    """One signature as it is found in a file. `problem` is empty when bytes and certificate hold."""

    field: str
    subject: str
    issuer: str
    fingerprint: str
    signed_at: datetime | None
    is_trial: bool
    is_listed: bool
    problem: str = ""

    @property
    def state(self) -> State:
        if self.problem:
            return State.BROKEN
        if self.is_trial:
            return State.TRIAL
        return State.VALID if self.is_listed else State.UNLISTED


def field_of(place: int) -> str:
    """The name of a signature field in the file."""
    return f"place-{place}"


@dataclass(frozen=True)
class Order:
    """One signature that is to be made: where, in whose name, when, with what, and how it looks (a PDF page)."""

    place: int
    places: int
    organ: str
    certificate: Any
    chain: tuple[Any, ...]
    key: Any
    revocation: bytes
    at: datetime
    mark: bytes
