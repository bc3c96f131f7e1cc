"""Exchanges of staff between two towns, and the postings they consist of. Knows nothing of logs and appraisals."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.scopes import Parties

GOALS_LENGTH = 200


class Stage(StrEnum):
    """What the towns have decided; what follows from the calendar is in `rules.State`."""

    PROPOSED = "proposed"  # 拟派
    AGREED = "agreed"  # 已商定
    DROPPED = "dropped"  # 未成: withdrawn


class Identity(StrEnum):
    CIVIL_SERVANT = "civil_servant"  # 公务员
    PUBLIC_INSTITUTION = "public_institution"  # 事业单位人员
    COMMUNITY_WORKER = "community_worker"  # 社区工作者


class Post(StrEnum):
    """挂任职务. The last two are elected by residents, so nobody can be posted to them."""

    SECRETARY_ASSISTANT = "secretary_assistant"  # 党组织书记助理
    DIRECTOR_ASSISTANT = "director_assistant"  # 居（村）委会主任助理
    CENTRE_DEPUTY = "centre_deputy"  # 党群服务中心副主任
    CENTRE_ASSISTANT = "centre_assistant"  # 党群服务中心主任助理
    OFFICE_ASSISTANT = "office_assistant"  # 镇党政办主任助理
    GRID_ASSISTANT = "grid_assistant"  # 网格长助理
    COMMITTEE_DIRECTOR = "committee_director"  # 居（村）委会主任
    COMMITTEE_DEPUTY = "committee_deputy"  # 居（村）委会副主任
    COMMITTEE_MEMBER = "committee_member"  # 居（村）委会委员


class PartyTie(StrEnum):
    """组织关系 of a party member while posted."""

    TRANSFERRED = "transferred"  # 临时转接
    ATTENDS = "attends"  # 参加挂职单位组织生活
    STAYS = "stays"  # 不转
    NO_MEMBER = "no_member"  # 非中共党员


class Bearer(StrEnum):
    """Who bears a cost."""

    HOME = "home"  # 派出单位
    HOST = "host"  # 挂职单位
    NOBODY = "nobody"  # 不发放


class EndKind(StrEnum):
    AGREED = "agreed"  # 双方商定提前结束
    RECALLED = "recalled"  # 派出方召回


class ExchangeDraft(SQLModel):
    """A pair of mirror postings as it is begun: with whom, what it is called, and when."""

    partner_town_id: UUID = Field(foreign_key="town.id")
    name: str = Field(min_length=1, max_length=60)
    from_on: date
    until_on: date


class Exchange(ExchangeDraft, Record, table=True):
    """One person each way, agreed by the keys of both towns. A third town of the partnership does not see it."""

    __table_args__ = scoped(
        Parties(towns=("town_id", "partner_town_id")),
        sa.CheckConstraint("town_id <> partner_town_id", name="two_towns"),
        sa.CheckConstraint("from_on <= until_on", name="days"),
        sa.Index("ix_exchange_partner_town_id", "partner_town_id"),
    )

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    town_id: UUID = Field(foreign_key="town.id", index=True, description="who began it")
    stage: Stage = Field(default=Stage.PROPOSED, sa_type=stored(Stage))
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id", description="None: still being filled in")
    begun_by: UUID = Field(foreign_key="person.id")
    begun_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="agreed or withdrawn")

    @property
    def towns(self) -> frozenset[UUID]:
        return frozenset({self.town_id, self.partner_town_id})

    @property
    def subject(self) -> str:
        return f"exchange:{self.id}"


class HomePart(SQLModel):
    """What the sending town states about its own person."""

    person_id: UUID = Field(foreign_key="person.id")
    identity: Identity = Field(sa_type=stored(Identity))
    home_unit_id: UUID = Field(foreign_key="unit.id")
    home_mentor_id: UUID = Field(foreign_key="person.id")
    party_tie: PartyTie = Field(sa_type=stored(PartyTie))
    basis: str = Field(min_length=1, max_length=120, description="批准依据: whose decision, which paper")
    allowance_by: Bearer = Field(default=Bearer.HOME, sa_type=stored(Bearer))
    insurance_by: Bearer = Field(default=Bearer.HOME, sa_type=stored(Bearer), description="工伤、意外伤害保险")
    goals: list[str] = Field(sa_type=sa.JSON, description="3 to 5 sentences that can be judged at the end")
    agreement_number: str = Field(default="", max_length=60, description="协议编号 from the town's own register")


class HostPart(SQLModel):
    """What the receiving town offers."""

    host_unit_id: UUID = Field(foreign_key="unit.id")
    post: Post = Field(sa_type=stored(Post))
    host_mentor_id: UUID = Field(foreign_key="person.id")


class Secondment(HomePart, Record, table=True):
    """One person's posting. Personnel matters stay at home (不改变行政隶属关系); the host manages the daily work."""

    __table_args__ = scoped(
        Parties(towns=("home_town_id", "host_town_id")),
        sa.UniqueConstraint("exchange_id", "home_town_id", name="uq_secondment_side"),
        sa.CheckConstraint("home_town_id <> host_town_id", name="two_towns"),
        sa.CheckConstraint("from_on <= until_on", name="days"),
        sa.Index("ix_secondment_person_id_from_on", "person_id", "from_on"),
        sa.Index("ix_secondment_home_town_id", "home_town_id"),
        sa.Index("ix_secondment_host_town_id", "host_town_id"),
    )

    exchange_id: UUID = Field(foreign_key="exchange.id")
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    home_town_id: UUID = Field(foreign_key="town.id")
    host_town_id: UUID = Field(foreign_key="town.id")
    host_unit_id: UUID | None = Field(
        default=None, foreign_key="unit.id", description="None: the host has not said yet"
    )
    post: Post | None = Field(default=None, sa_type=stored(Post))
    host_mentor_id: UUID | None = Field(default=None, foreign_key="person.id")
    from_on: date
    until_on: date = Field(description="the last day, included; moved by extension and early end")
    agreed_until_on: date = Field(description="the last day as first agreed")
    ends_at: datetime = Field(sa_type=UtcDateTime, description="the instant at which all rights are back")
    stage: Stage = Field(default=Stage.PROPOSED, sa_type=stored(Stage))
    end_kind: EndKind | None = Field(default=None, sa_type=stored(EndKind), description="None: runs its full time")
    end_reason: str = Field(default="", max_length=200)
    pledged_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="保密与廉洁承诺 of the person")
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="days entered into the ledger")

    @property
    def towns(self) -> frozenset[UUID]:
        return frozenset({self.home_town_id, self.host_town_id})

    @property
    def mentor_ids(self) -> Sequence[UUID]:
        """The mentors at home and, once named, at the host."""
        return [m for m in (self.home_mentor_id, self.host_mentor_id) if m]

    @property
    def subject(self) -> str:
        return f"secondment:{self.id}"


# ruff: noqa: S608 - the guards' statements are put together from constants of this file only
OVERLAP = "secondment_overlap"
_LIVE = "stage <> 'dropped'"
_SQLITE_GUARD = f"""SELECT RAISE(ABORT, '{OVERLAP}') WHERE EXISTS (
    SELECT 1 FROM secondment WHERE {_LIVE} AND person_id = NEW.person_id AND id <> NEW.id
    AND from_on <= NEW.until_on AND until_on >= NEW.from_on)"""
# Equality of people without an extension: a range that holds one number meets another one only if they are equal.
_HALF = """CREATE FUNCTION person_half(person uuid, first int) RETURNS numrange IMMUTABLE LANGUAGE sql AS
    'SELECT numrange(n, n, ''[]'') FROM (SELECT (''x'' || encode(substring(uuid_send(person) FROM first FOR 8),
     ''hex''))::bit(64)::int8::numeric AS n) AS half'"""
_EXCLUDE = f"""ALTER TABLE secondment ADD CONSTRAINT {OVERLAP} EXCLUDE USING gist (person_half(person_id, 1) WITH &&,
    person_half(person_id, 9) WITH &&, daterange(from_on, until_on, '[]') WITH &&) WHERE ({_LIVE})"""
GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER secondment_guard_{event.split()[0].lower()} BEFORE {event} ON secondment "
        f"WHEN NEW.{_LIVE} BEGIN {_SQLITE_GUARD}; END"
        for event in ("INSERT", "UPDATE OF person_id, from_on, until_on, stage")
    ),
    "postgresql": (_HALF, _EXCLUDE),
}


def _guard(_target: Any, connection: sa.Connection, **_: Any) -> None:
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


sa.event.listen(Secondment.__table__, "after_create", _guard)  # type: ignore[attr-defined]  # a table model has a table
