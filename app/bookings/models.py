"""Bookings with their history, and closures. The time itself is held by claims (see `claims`)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.availability.rules import Exemption as Exemption
from app.claims.models import Span as Span
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Parties

PARTIES = Parties(towns=("town_id", "owner_town_id"), partnerships=("partnership_id",))
EMPTY, ZERO = {"server_default": ""}, {"server_default": "0"}


class BookingState(StrEnum):
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    EXPIRED = "expired"
    WAITING = "waiting"
    OFFERED = "offered"
    UNMET = "unmet"


STATES = {
    BookingState.REQUESTED: N_("待审批"),
    BookingState.CONFIRMED: N_("已确认"),
    BookingState.CHECKED_IN: N_("已签到"),
    BookingState.COMPLETED: N_("已完成"),
    BookingState.DECLINED: N_("已拒绝"),
    BookingState.CANCELLED: N_("已取消"),
    BookingState.NO_SHOW: N_("爽约"),
    BookingState.EXPIRED: N_("已过期"),
    BookingState.WAITING: N_("候补中"),
    BookingState.OFFERED: N_("候补保留"),
    BookingState.UNMET: N_("候补结束"),
}
ON_THE_LIST = frozenset({BookingState.WAITING, BookingState.OFFERED, BookingState.UNMET})  # not a booking (yet)
HOLDING = frozenset(
    {
        BookingState.REQUESTED,
        BookingState.CONFIRMED,
        BookingState.CHECKED_IN,
        BookingState.COMPLETED,
        BookingState.OFFERED,
    }
)
MISSED = "booking.state = 'no_show'"  # as the database reads it: few of millions, so they have an index of their own
HOLDING = frozenset({BookingState.REQUESTED, BookingState.CONFIRMED, BookingState.CHECKED_IN, BookingState.COMPLETED})


class Use(StrEnum):
    MEETING = "meeting"
    PARTY = "party"
    LECTURE = "lecture"
    CULTURE = "culture"
    SERVICE = "service"
    MEDIATION = "mediation"
    TRAINING = "training"
    OTHER = "other"


USES = {
    Use.MEETING: N_("会议"),
    Use.PARTY: N_("党组织活动"),
    Use.LECTURE: N_("讲座"),
    Use.CULTURE: N_("文体活动"),
    Use.SERVICE: N_("为民服务"),
    Use.MEDIATION: N_("调解议事"),
    Use.TRAINING: N_("培训"),
    Use.OTHER: N_("其他"),
}


class BookingDraft(SQLModel):
    """What somebody asks for. The user is a person or a team for whom a worker books."""

    venue_id: UUID = Field(foreign_key="venue.id", index=True)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    title: str = Field(min_length=1, max_length=60)
    use: Use = Field(default=Use.MEETING, sa_type=stored(Use))
    heads: int = Field(default=1, ge=1, le=5000)
    contact_name: str = Field(default="", max_length=40)
    contact_phone: str = Field(default="", max_length=30)
    team: str = Field(default="", max_length=40, description="团队, when a worker books on its behalf")
    speaker: str = Field(default="", max_length=60, sa_column_kwargs=EMPTY, description="主讲人 of a lecture")
    outline: str = Field(default="", max_length=500, sa_column_kwargs=EMPTY, description="内容提要 of a lecture")

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class EditDraft(SQLModel):
    """What can be said otherwise of a booking without taking other time."""

    title: str = Field(min_length=1, max_length=60)
    use: Use
    heads: int = Field(ge=1, le=5000)
    contact_name: str = Field(default="", max_length=40)
    contact_phone: str = Field(default="", max_length=30)
    team: str = Field(default="", max_length=40)
    speaker: str = Field(default="", max_length=60)
    outline: str = Field(default="", max_length=500)


SAID = {
    "title": N_("用途"),
    "use": N_("使用类别"),
    "heads": N_("人数"),
    "contact_name": N_("联系人"),
    "contact_phone": N_("联系电话"),
    "team": N_("使用团队"),
    "speaker": N_("主讲人"),
    "outline": N_("内容提要"),
}


class OccurrenceDraft(BookingDraft):
    """A booking that may be one of a series. `series_mark` says what the series gave it: another one, changed alone."""

    series_id: UUID | None = Field(default=None)
    series_on: date | None = Field(default=None, description="the day that the series' rule names")
    series_mark: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})


class Booking(OccurrenceDraft, Record, table=True):
    """Seen by the booker's town and the owner's; a joint meeting's booking by the whole partnership."""

    __table_args__ = scoped(
        PARTIES,
        sa.CheckConstraint("starts_at < ends_at", name="span"),
        sa.Index("ix_booking_venue_starts", "venue_id", "starts_at"),
        sa.Index("ix_booking_town_starts", "town_id", "starts_at"),
        sa.Index("ix_booking_owner_state", "owner_town_id", "state"),
        sa.Index("ix_booking_subject", "subject"),
        sa.Index(
            "ix_booking_missed", "town_id", "starts_at", sqlite_where=sa.text(MISSED), postgresql_where=sa.text(MISSED)
        ),
        sa.Index("ix_booking_series_on", "series_id", "series_on"),
    )

    town_id: UUID = Field(foreign_key="town.id", description="who books")
    owner_town_id: UUID = Field(foreign_key="town.id", description="whose venue")
    partnership_id: UUID | None = Field(default=None, foreign_key="partnership.id", description="joint business only")
    person_id: UUID | None = Field(default=None, foreign_key="person.id", description="None: booked by a job")
    subject: str = Field(default="", max_length=80, description="what it was made for: meeting:<id>")
    url: str = Field(default="", max_length=300, description="the page of that subject")
    state: BookingState = Field(default=BookingState.REQUESTED, sa_type=stored(BookingState))
    made_at: datetime = Field(sa_type=UtcDateTime)
    lapses_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="a request not answered by then")
    reason: str = Field(default="", max_length=200, description="of declining or cancelling")
    quota_id: UUID | None = Field(default=None, foreign_key="quota_month.id", description="on whose counter it stands")
    quota_minutes: int = Field(default=0, sa_column_kwargs=ZERO, description="what it holds of that month")
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="since when an answer is awaited")
    escalated: int = Field(default=0, sa_column_kwargs=ZERO, description="how often it was passed on unanswered")
    exempt: str = Field(default="", max_length=80, sa_column_kwargs=EMPTY, description="terms set aside by the owner")
    exempt_reason: str = Field(default="", max_length=200, sa_column_kwargs=EMPTY)

    @property
    def exemptions(self) -> frozenset[Exemption]:
        return frozenset(map(Exemption, filter(None, self.exempt.split(","))))

    @property
    def is_joint(self) -> bool:
        return self.subject.startswith("meeting:")

    @property
    def is_bound(self) -> bool:
        """Made for something with a page of its own (a meeting, a session of a service): it is changed there."""
        return bool(self.subject)


class Deed(StrEnum):
    BOOKED = "booked"
    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    MOVED = "moved"
    EDITED = "edited"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    CHECKED_IN = "checked_in"
    NO_SHOW = "no_show"
    COMPLETED = "completed"
    CLOSURE = "closure"
    TAKEN_OVER = "taken_over"
    ESCALATED = "escalated"
    EXEMPTED = "exempted"
    RESTORED = "restored"
    KEYS = "keys"
    CLEANED = "cleaned"
    JOINED = "joined"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    LEFT = "left"
    ENDED = "ended"


class BookingStep(Record, table=True):
    """The booking's history as its page tells it."""

    __tablename__ = "booking_step"
    __table_args__ = scoped(PARTIES, sa.UniqueConstraint("booking_id", "number", name="uq_booking_step_number"))

    booking_id: UUID = Field(foreign_key="booking.id")
    number: int = Field(description="place in the history, from 1")
    town_id: UUID = Field(foreign_key="town.id")
    owner_town_id: UUID = Field(foreign_key="town.id")
    partnership_id: UUID | None = Field(default=None, foreign_key="partnership.id")
    at: datetime = Field(sa_type=UtcDateTime)
    deed: Deed = Field(sa_type=stored(Deed))
    person_id: UUID | None = Field(default=None, foreign_key="person.id", description="None: the system")
    person_town_id: UUID | None = Field(default=None, foreign_key="town.id")
    note: str = Field(default="", max_length=300)
