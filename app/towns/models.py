"""Towns, their issuing organs and units, and the partnerships in which they are equals."""

from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, scoped, stored
from app.kit.scopes import Public, Shared


class Tier(StrEnum):
    TOWN = "town"  # 镇党群服务中心
    NEIGHBOURHOOD = "neighbourhood"  # 村居党群服务中心
    GRID = "grid"  # 网格党群服务点


class PartnershipState(StrEnum):
    PROPOSED = "proposed"  # waits for every town's key
    ACTIVE = "active"


class Town(Record, table=True):
    __table_args__ = scoped(Public(), sa.UniqueConstraint("name"))

    name: str = Field(max_length=40, description="D镇")
    province: str = Field(max_length=20, description="上海市")
    county: str = Field(max_length=20, description="崇明区")
    one_person_two_steps: bool = Field(default=False, description="A small town: one person may draft and check")

    @property
    def full_name(self) -> str:
        return f"{self.province}{self.county}{self.name}"


class Organ(Record, table=True):
    """An organ of a town that issues documents: 中共D镇委员会, D镇人民政府, 党群服务中心."""

    __table_args__ = scoped(Public(), sa.UniqueConstraint("town_id", "full_name"))

    town_id: UUID = Field(foreign_key="town.id", index=True)
    full_name: str = Field(max_length=60, description="全称")
    short_name: str = Field(max_length=40, description="规范化简称")
    code: str = Field(max_length=20, description="机关代字, e.g. D委")
    printed_by: str = Field(max_length=60, description="印发机关, usually 党政办公室")
    send_to: str = Field(default="", max_length=200, description="default 主送")
    copy_to: str = Field(default="", max_length=200, description="default 抄送")
    own_numbers: bool = Field(default=False, description="系统编号 here; else 登记取号 from the organ's own register")
    is_party_committee: bool = False
    seal_file_id: UUID | None = Field(default=None, description="uploaded by the organ; the product never draws one")


class Unit(Record, table=True):
    """A place or committee of one town."""

    __table_args__ = scoped(Public(), sa.UniqueConstraint("town_id", "name"))

    town_id: UUID = Field(foreign_key="town.id", index=True)
    parent_id: UUID | None = Field(default=None, foreign_key="unit.id")
    tier: Tier = Field(sa_type=stored(Tier))
    name: str = Field(max_length=60)
    address: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=30, description="the unit's public telephone")
    longitude: float | None = Field(default=None, description="degrees east; None: not entered")
    latitude: float | None = Field(default=None, description="degrees north")


class Partnership(Record, table=True):
    __table_args__ = scoped(Public(), sa.UniqueConstraint("name"))

    name: str = Field(max_length=80, description="红梅同心毗邻党建联合体")
    short_name: str = Field(max_length=40, description="红梅同心毗邻党建: what stands before 联席会议纪要")
    founded_on: date | None = None
    state: PartnershipState = Field(default=PartnershipState.PROPOSED, sa_type=stored(PartnershipState))


class PartnershipTown(SQLModel, table=True):
    """A town's membership, from the day its key and everybody else's were turned."""

    __tablename__ = "partnership_town"
    __table_args__ = scoped(Public())

    partnership_id: UUID = Field(foreign_key="partnership.id", primary_key=True)
    town_id: UUID = Field(foreign_key="town.id", primary_key=True, index=True)
    place: int = Field(description="order of the towns, from 1")
    joined_on: date | None = None
    left_on: date | None = None


class BasisKind(StrEnum):
    """What two towns may share when a basis is in force."""

    VENUES = "venues"
    SERVICES = "services"
    PERSONAL_DATA = "personal_data"


class BasisDraft(SQLModel):
    """What allows towns to share from a day on; `valid_until` is the last day."""

    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    kind: str = Field(max_length=24, description="venues, services, personal_data")
    valid_from: date
    valid_until: date | None = None
    document: str = Field(default="", max_length=120, description="title and number of the paper")
    document_id: UUID | None = Field(default=None, description="the issued paper; no foreign key, it stands above")
    subject: str = Field(
        default="",
        max_length=80,
        sa_column_kwargs={"server_default": ""},
        description="agreement:<id> where an agreement wrote it, empty where it was entered by hand",
    )
    town_ids: list[str] | None = Field(
        default=None, sa_type=sa.JSON, description="the towns it binds; None: all of the partnership"
    )


class SharingBasis(BasisDraft, Record, table=True):
    """What allows two towns to share (venues, services, personal data): entered with all keys, or by an agreement."""

    __tablename__ = "sharing_basis"
    __table_args__ = scoped(Shared())

    def binds(self, one: UUID, other: UUID) -> bool:
        return self.town_ids is None or {str(one), str(other)} <= set(self.town_ids)
