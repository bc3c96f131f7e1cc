"""Services that a unit offers to residents: what, by whom, where, for whom, at which price. Knows no session."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Public


class Kind(StrEnum):
    DINING = "dining"
    HEALTH = "health"
    MEDIATION = "mediation"
    STARTUP = "startup"
    DAY_CARE = "day_care"
    AFTER_SCHOOL = "after_school"
    LECTURE = "lecture"
    CULTURE = "culture"
    ERRANDS = "errands"
    OTHER = "other"


KINDS = {
    Kind.DINING: N_("就餐"),
    Kind.HEALTH: N_("体检"),
    Kind.MEDIATION: N_("矛盾调解"),
    Kind.STARTUP: N_("创业指导"),
    Kind.DAY_CARE: N_("日间照料"),
    Kind.AFTER_SCHOOL: N_("四点半课堂"),
    Kind.LECTURE: N_("讲座"),
    Kind.CULTURE: N_("文体活动"),
    Kind.ERRANDS: N_("便民代办"),
    Kind.OTHER: N_("其他服务"),
}


class ServiceState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    ENDED = "ended"


STATES = {
    ServiceState.DRAFT: N_("草稿"),
    ServiceState.PUBLISHED: N_("已发布"),
    ServiceState.SUSPENDED: N_("暂停"),
    ServiceState.ENDED: N_("已停办"),
}


class ServiceDraft(SQLModel):
    """What the unit says of its service. Checked on construction, which a table model is not."""

    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    kind: Kind = Field(default=Kind.OTHER, sa_type=stored(Kind))
    name: str = Field(min_length=1, max_length=40)
    description: str = Field(default="", max_length=1000)
    bring: str = Field(default="", max_length=300, description="what to bring, papers too")
    staff: str = Field(default="", max_length=80, description="who is on duty")
    phone: str = Field(default="", max_length=30, description="where to ask; else the unit's")
    hours: str = Field(default="", max_length=120, description="when it is there, in words")
    venue_id: UUID | None = Field(default=None, foreign_key="venue.id", description="where its sessions usually are")
    place: str = Field(default="", max_length=120, description="where, in words: beside the venue, or without one")
    eligibility: str = Field(default="", max_length=200, description="who may come, in words")
    min_age: int = Field(default=0, ge=0, le=65, description="0, 60 or 65: a tick that the worker saw the card")
    asks_guardian: bool = Field(default=False, description="children under 14 come: guardian's name and phone")
    asks_contact: bool = Field(default=False, description="emergency contact")
    is_marked_sensitive: bool = Field(default=False, description="sensitive though its kind alone is not")
    by_sign_up: bool = Field(default=True, description="False: whoever comes, comes")


class Service(ServiceDraft, Record, table=True):
    """Public as a venue is; who may see a draft is said by `queries`."""

    __table_args__ = scoped(
        Public(),
        sa.UniqueConstraint("unit_id", "name", name="uq_service_unit_name"),
        sa.CheckConstraint("min_age IN (0, 60, 65)", name="min_age"),
        sa.Index("ix_service_town_state", "town_id", "state"),
    )

    town_id: UUID = Field(foreign_key="town.id", description="the provider's town")
    state: ServiceState = Field(default=ServiceState.DRAFT, sa_type=stored(ServiceState))
    reason: str = Field(default="", max_length=120, description="of suspending or ending")
    revision: int = Field(default=1, description="counts saves, so that nobody overwrites what they have not seen")
    made_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def subject(self) -> str:
        return f"service:{self.id}"

    @property
    def is_sensitive(self) -> bool:
        """敏感个人信息: health, mediation, children under 14 (个人信息保护法 arts. 28 and 31)."""
        return self.is_marked_sensitive or self.asks_guardian or self.kind in SENSITIVE


SENSITIVE = frozenset({Kind.HEALTH, Kind.MEDIATION})


class TermsDraft(SQLModel):
    """What holds for the residents of one home town."""

    town_id: UUID = Field(foreign_key="town.id")
    is_admitted: bool = True
    price: str = Field(default="", max_length=60, description="in words: 12元一份")
    subsidy: str = Field(default="", max_length=80, description="in words: 户籍镇补贴4元")


class ServiceTerms(TermsDraft, Record, table=True):
    __tablename__ = "service_terms"
    __table_args__ = scoped(Public(), sa.UniqueConstraint("service_id", "town_id", name="uq_service_terms_town"))

    service_id: UUID = Field(foreign_key="service.id")
