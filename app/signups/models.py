"""One person's place, or wish for one, in one session; what was declared for it; the door that its slip opens."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Parties, Public
from app.residents.models import ResidentDraft


class SignUpState(StrEnum):
    SIGNED = "signed"
    WAITING = "waiting"
    OFFERED = "offered"
    ATTENDED = "attended"
    ABSENT = "absent"
    CANCELLED = "cancelled"
    CALLED_OFF = "called_off"
    UNMET = "unmet"


STATES = {
    SignUpState.SIGNED: N_("已报名"),
    SignUpState.WAITING: N_("候补中"),
    SignUpState.OFFERED: N_("名额保留"),
    SignUpState.ATTENDED: N_("已到"),
    SignUpState.ABSENT: N_("未到"),
    SignUpState.CANCELLED: N_("已取消"),
    SignUpState.CALLED_OFF: N_("场次取消"),
    SignUpState.UNMET: N_("候补结束"),
}
TAKING = frozenset({SignUpState.SIGNED, SignUpState.OFFERED, SignUpState.ATTENDED, SignUpState.ABSENT})
COMING = frozenset({SignUpState.SIGNED, SignUpState.ATTENDED, SignUpState.ABSENT})
OPEN = frozenset({SignUpState.SIGNED, SignUpState.WAITING, SignUpState.OFFERED})
LIVE = TAKING | OPEN


class How(StrEnum):
    """How somebody was told, or agreed."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    WEB = "web"


HOWS = {How.SPOKEN: N_("口头"), How.WRITTEN: N_("书面"), How.WEB: N_("网页勾选")}


class Agreed(StrEnum):
    """Who gave the separate consent that sensitive data ask for."""

    SELF = "self"
    GUARDIAN = "guardian"


AGREED = {Agreed.SELF: N_("本人"), Agreed.GUARDIAN: N_("监护人")}


class DeclaredDraft(SQLModel):
    """What only some services ask for; "" where they do not."""

    guardian_name: str = Field(default="", max_length=20)
    guardian_phone: str = Field(default="", max_length=20)
    emergency_name: str = Field(default="", max_length=20)
    emergency_phone: str = Field(default="", max_length=20)
    note: str = Field(default="", max_length=60, description="少盐, 送餐上门, 轮椅")


class SignUpDraft(SQLModel):
    """One person for one session, as a worker or the person typed it."""

    person: ResidentDraft
    declared: DeclaredDraft = DeclaredDraft()
    age_seen: int = Field(default=0, description="60 or 65: said to be, the card seen by a worker")
    told_how: How = How.SPOKEN
    agreed_by: Agreed | None = Field(default=None, description="the separate consent, where one is needed")
    agreed_how: How | None = None
    notice_id: UUID | None = Field(default=None, description="the 告知书 that was shown; None: today's")


class SignUp(Record, table=True):
    """Holds no name and no phone: these stand on the cards of the towns (`residents`), found by the person's key."""

    __tablename__ = "sign_up"
    __table_args__ = scoped(
        Parties(towns=("home_town_id", "provider_town_id")),
        sa.UniqueConstraint("code", name="uq_sign_up_code"),
        sa.Index(
            "uq_sign_up_person",
            "session_id",
            "person_key",
            unique=True,
            sqlite_where=sa.text("state NOT IN ('cancelled', 'called_off', 'unmet')"),
            postgresql_where=sa.text("state NOT IN ('cancelled', 'called_off', 'unmet')"),
        ),
        sa.Index("ix_sign_up_session", "session_id", "state"),
        sa.Index("ix_sign_up_person", "person_key", "starts_at"),
        sa.Index("ix_sign_up_provider", "provider_town_id", "starts_at"),
        sa.Index("ix_sign_up_home", "home_town_id", "starts_at"),
        sa.CheckConstraint("state <> 'offered' OR holds_until IS NOT NULL", name="offer"),
    )

    session_id: UUID = Field(foreign_key="service_session.id")
    service_id: UUID = Field(foreign_key="service.id", description="copied for statistics")
    starts_at: datetime = Field(sa_type=UtcDateTime, description="of the session, copied; moves with it")
    provider_town_id: UUID = Field(foreign_key="town.id")
    home_town_id: UUID = Field(foreign_key="town.id", description="stays when the person is erased")
    community_id: UUID | None = Field(default=None, foreign_key="unit.id", description="stays too")
    person_key: str = Field(max_length=64)
    state: SignUpState = Field(default=SignUpState.SIGNED, sa_type=stored(SignUpState))
    code: str = Field(max_length=8, description="of the slip")
    made_at: datetime = Field(sa_type=UtcDateTime)
    by_person_id: UUID | None = Field(default=None, foreign_key="person.id", description="the worker; None: oneself")
    by_town_id: UUID | None = Field(default=None, foreign_key="town.id")
    holds_until: datetime | None = Field(default=None, sa_type=UtcDateTime, description="of an offer")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=120, description="why it ended; no names")
    ticked_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="attended or absent since")
    walk_in: bool = Field(default=False, description="came without a sign-up")
    age_seen: int = 0
    notice_id: UUID = Field(foreign_key="notice_text.id")
    told_how: How = Field(sa_type=stored(How))
    agreed_by: Agreed | None = Field(default=None, sa_type=stored(Agreed))
    agreed_how: How | None = Field(default=None, sa_type=stored(How))


class Declared(DeclaredDraft, SQLModel, table=True):
    """What was declared for one sign-up; deleted when the person is erased."""

    __table_args__ = scoped(Parties(towns=("home_town_id", "provider_town_id")))

    sign_up_id: UUID = Field(foreign_key="sign_up.id", primary_key=True)
    home_town_id: UUID = Field(foreign_key="town.id")
    provider_town_id: UUID = Field(foreign_key="town.id")


class SlipDoor(SQLModel, table=True):
    """What code and last four digits together open, and nothing else does: a keyed hash of both. Public, because a
    phone without an account knocks here. Deleted when the person is erased."""

    __tablename__ = "slip_door"
    __table_args__ = scoped(Public())

    lock: str = Field(max_length=64, primary_key=True)
    sign_up_id: UUID = Field(foreign_key="sign_up.id", index=True)
    home_town_id: UUID = Field(foreign_key="town.id")
