"""What hangs on the notice board: a month of services in lines, a community's list of services. No database here."""

from dataclasses import field
from datetime import date, time
from typing import Literal

from pydantic.dataclasses import dataclass

from app.blocks.models import STRICT


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Sitting:
    """One session, as far as a poster tells of it."""

    on: date
    starts: time
    ends: time
    title: str
    place: str
    price: str = ""
    who: str = ""
    bring: str = ""
    phone: str = ""
    notes: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Line:
    """The same service at the same hours and place on one or many days."""

    days: str
    """周一至周五, 每周四, 3日（周四）"""
    dates: str = ""
    """31日除外, 3、10、17日; "" where the days say it all."""
    hours: str
    title: str
    place: str
    details: tuple[str, ...] = ()
    phone: str = ""
    code: str = ""
    """A QR code as a data: URL, where there is one for this line."""
    address: str = ""
    """The local path that the code leads to."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Section:
    """长江新村社区, 本镇其他地方, 邻镇: lines in the order of their first day."""

    heading: str
    lines: tuple[Line, ...] = ()
    empty: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Poster:
    """本月活动排片表: A3 for the board, or a long narrow page for the phone."""

    title: str
    month: str
    community: str
    audience: str
    sections: tuple[Section, ...]
    how: tuple[str, ...] = ()
    """How to sign up, without a phone first."""
    as_of: str = ""
    code: str = ""
    url: str = ""
    kind: Literal["poster", "phone_poster"] = "poster"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ServiceList:
    """便民服务清单 of a community: what there is all year, each with its QR code."""

    title: str
    community: str
    audience: str
    sections: tuple[Section, ...] = field(default_factory=tuple)
    how: tuple[str, ...] = ()
    as_of: str = ""
    kind: Literal["service_list"] = "service_list"
