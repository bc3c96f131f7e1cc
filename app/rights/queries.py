"""Everything that is held about one person, for the person: found by name and number on the own town's card."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.attendance.models import AttendanceEntry
from app.bookings.models import Booking
from app.enrolment import queries as enrolment
from app.enrolment.queries import Visit
from app.grounds import queries as grounds
from app.kit.clock import chinese_date
from app.orders import queries as orders
from app.residents import queries as residents
from app.residents import rules as resident_rules
from app.residents.models import Resident
from app.signups import queries as signups
from app.signups.models import AGREED, HOWS, SignUp
from app.towns import queries as towns


def find(session: Session, name: str, phone: str, *, town_id: UUID) -> Resident | None:
    """The own town's card of exactly this name and number. Raises NoName, NoPhone."""
    key = residents.key_of(resident_rules.name_of(name), resident_rules.phone_of(phone))
    return residents.find_card(session, key, town_id=town_id)


@dataclass(frozen=True)
class Held:
    """How much is held of a person, and where else the same name or number stands in this town's rows."""

    visits: list[Visit]
    declared: int
    orders: int
    bookings: int
    meetings: int


def held(session: Session, card: Resident) -> Held:
    visits = enrolment.history(session, card)
    return Held(
        visits=visits,
        declared=len(signups.declared_of(session, [v.id for v in visits])),
        orders=len(orders.orders_of_person(session, card.person_key)),
        bookings=_count(session, _of_bookings(card)),
        meetings=_count(session, select(AttendanceEntry.id).where(AttendanceEntry.name == card.name)),
    )


def _of_bookings(card: Resident) -> Any:
    named = sa.or_(col(Booking.contact_phone) == card.phone, col(Booking.contact_name) == card.name)
    return select(Booking.id).where(Booking.town_id == card.town_id, named)


def _count(session: Session, found: Any) -> int:
    return int(session.scalar(select(sa.func.count()).select_from(found.subquery())) or 0)


@dataclass(frozen=True)
class Copy:
    """A copy for the person: facts, and one row per sign-up. `head` names the columns of `rows`."""

    facts: dict[str, str]
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def as_json(self) -> dict[str, object]:
        return {"个人信息": self.facts, "报名记录": [dict(zip(self.head, row, strict=True)) for row in self.rows]}


HEAD = (
    "服务", "时间", "地点", "服务单位", "状态", "报名时间", "取号码", "告知方式", "单独同意", "告知书版本",
    "监护人", "紧急联系人", "备注",
)  # fmt: skip


def copy_of(session: Session, card: Resident) -> Copy:
    """In plain Chinese, as it is handed out."""
    places = residents.community_names(session, {card.community_id} if card.community_id else set())
    facts = {
        "姓名": card.name,
        "手机号码": card.phone,
        "所在镇": towns.names_of(session, [card.home_town_id])[card.home_town_id],
        "社区（村）": places.get(card.community_id, "") if card.community_id else "",
        "登记日期": chinese_date(card.made_at),
    }
    visits = enrolment.history(session, card)
    rows = {s.id: s for s in signups.history_of(session, card.person_key)}
    return Copy(facts, HEAD, _rows(session, visits, rows))


def _rows(session: Session, visits: Sequence[Visit], rows: dict[UUID, SignUp]) -> Sequence[tuple[str, ...]]:
    declared = signups.declared_of(session, [v.id for v in visits])
    versions = {n: grounds.get_text(session, n).version for n in {rows[v.id].notice_id for v in visits}}
    made = []
    for visit in visits:
        sign_up, said = rows[visit.id], declared.get(visit.id)
        agreed = [AGREED[sign_up.agreed_by]] if sign_up.agreed_by else []
        agreed += [HOWS[sign_up.agreed_how]] if sign_up.agreed_how else []
        made.append(
            (
                visit.line.title,
                visit.line.when,
                visit.line.place,
                visit.line.unit_name,
                visit.entry.state_words,
                chinese_date(sign_up.made_at),
                sign_up.code,
                HOWS[sign_up.told_how],
                "，".join(agreed),
                versions[sign_up.notice_id],
                f"{said.guardian_name} {said.guardian_phone}".strip() if said else "",
                f"{said.emergency_name} {said.emergency_phone}".strip() if said else "",
                said.note if said else "",
            )
        )
    return made
