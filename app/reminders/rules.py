"""What a worker reads the day before: one notice for all of tomorrow, without names. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.kit.clock import chinese_date, to_town, weekday_name
from app.services.models import Kind


@dataclass(frozen=True)
class Coming:
    """A session of tomorrow and how many a worker has signed up for it."""

    worker_id: UUID
    session_id: UUID
    starts_at: datetime
    service: str
    kind: Kind
    place: str
    bring: str
    heads: int


def by_worker(found: Sequence[Coming]) -> dict[UUID, list[Coming]]:
    """Each worker's sessions in the order of the day."""
    kept: dict[UUID, list[Coming]] = {}
    for one in sorted(found, key=lambda c: (c.starts_at, c.service)):
        kept.setdefault(one.worker_id, []).append(one)
    return kept


def title(coming: Sequence[Coming]) -> str:
    return f"明天有{sum(c.heads for c in coming)}人次参加服务，请提醒居民"


def text(coming: Sequence[Coming], day: date) -> str:
    """11月24日 星期二 ... 08:00 老年人健康体检（二楼体检中心）9人；请带：身份证、医保卡"""
    lines = [f"{chinese_date(day)} {weekday_name(day)}您代为报名的服务："]
    lines += [_line(c) for c in coming]
    lines.append("系统没有短信通道，请电话或上门提醒；不能来的请及时取消，名额让给候补的居民。")
    return "\n".join(lines)


def _line(one: Coming) -> str:
    where = f"（{one.place}）" if one.place else ""
    bring = f"；请带：{one.bring.rstrip('。')}" if one.bring else ""
    return f"{to_town(one.starts_at):%H:%M} {one.service}{where}{one.heads}人{bring}"
