"""A series of bookings: its rule, where and when it was meant to be, and its history. Each occurrence is a Booking."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.bookings.models import OccurrenceDraft, Span, Use
from app.kit import clock
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Parties
from app.recurrence.models import RecurrenceDraft

PARTIES = Parties(towns=("town_id", "owner_town_id"))


class PlaceDraft(RecurrenceDraft):
    """The rule with the venue, the wall times and the title that every occurrence is meant to have."""

    venue_id: UUID = Field(foreign_key="venue.id")
    starts: str = Field(max_length=5, description="wall time, 14:00")
    ends: str = Field(max_length=5)
    title: str = Field(min_length=1, max_length=60)

    def span_on(self, day: date) -> Span:
        """The occurrence of a day as instants: the towns' wall time, wherever the server stands."""
        return Span(clock.at(day, self.starts), clock.at(day, self.ends))


class SeriesDraft(PlaceDraft):
    """What somebody asks for: the rule and what each booking says."""

    use: Use = Use.MEETING
    heads: int = Field(default=1, ge=1, le=5000)
    contact_name: str = Field(default="", max_length=40)
    contact_phone: str = Field(default="", max_length=30)
    team: str = Field(default="", max_length=40)
    speaker: str = Field(default="", max_length=60)
    outline: str = Field(default="", max_length=500)

    def occurrence(self, day: date, venue_id: UUID | None = None, span: Span | None = None) -> OccurrenceDraft:
        """The booking for the rule's `day`, at another venue or time where that was chosen."""
        span = span or self.span_on(day)
        said = self.model_dump(include=SAID) | {"venue_id": venue_id or self.venue_id, "series_on": day}
        return OccurrenceDraft(starts_at=span.starts_at, ends_at=span.ends_at, **said)


SAID = set(OccurrenceDraft.model_fields) & set(SeriesDraft.model_fields)


class BookingSeries(PlaceDraft, Record, table=True):
    """Seen by the booker's town and by the town whose venue the rule names."""

    __tablename__ = "booking_series"
    __table_args__ = scoped(PARTIES, sa.Index("ix_booking_series_town_id", "town_id"))

    town_id: UUID = Field(foreign_key="town.id", description="who books")
    owner_town_id: UUID = Field(foreign_key="town.id", description="whose venue")
    person_id: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)


class SeriesDeed(StrEnum):
    BOOKED = "booked"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    APPROVED = "approved"
    DECLINED = "declined"


DEEDS = {
    SeriesDeed.BOOKED: N_("预约系列"),
    SeriesDeed.CHANGED: N_("修改"),
    SeriesDeed.CANCELLED: N_("取消"),
    SeriesDeed.APPROVED: N_("同意"),
    SeriesDeed.DECLINED: N_("不同意"),
}


class SeriesStep(Record, table=True):
    """A line of a series' history: what was done to how many of its occurrences."""

    __tablename__ = "series_step"
    __table_args__ = scoped(PARTIES, sa.UniqueConstraint("series_id", "number", name="uq_series_step_number"))

    series_id: UUID = Field(foreign_key="booking_series.id")
    number: int = Field(description="place in the history, from 1")
    town_id: UUID = Field(foreign_key="town.id")
    owner_town_id: UUID = Field(foreign_key="town.id")
    at: datetime = Field(sa_type=UtcDateTime)
    deed: SeriesDeed = Field(sa_type=stored(SeriesDeed))
    person_id: UUID = Field(foreign_key="person.id")
    person_town_id: UUID = Field(foreign_key="town.id")
    count: int
    note: str = Field(default="", max_length=300)


class Scope(StrEnum):
    """How far an edit or a cancellation reaches, from one occurrence."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


SCOPES = {
    Scope.THIS: N_("只这一次"),
    Scope.FOLLOWING: N_("这一次及以后各次"),
    Scope.ALL: N_("全部尚未开始的各次"),
}
