"""场次: one occurrence of a service, and its places, counted by the database. Knows nobody who signs up.

Each home town has a counter of its own (`SessionShare`); the session's total is their sum, kept by triggers, and a
CHECK keeps it between nought and the places there are. So no path, plain SQL included, oversells a session, gives a
place back twice below nought, or makes the total say something else than the towns' counters.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.claims.models import Span
from app.kit.db import Record, UtcDateTime, scoped, stored
from app.kit.i18n import N_
from app.kit.scopes import Public
from app.recurrence.models import RecurrenceDraft


class SessionState(StrEnum):
    OPEN = "open"
    CANCELLED = "cancelled"


STATES = {SessionState.OPEN: N_("如期举行"), SessionState.CANCELLED: N_("已取消")}


class OccasionDraft(SQLModel):
    """One occurrence as it is planned."""

    label: str = Field(default="", max_length=30, description="午餐, 第3讲: what tells it from others of its time")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    places: int = Field(ge=1, le=5000)
    venue_id: UUID | None = Field(default=None, foreign_key="venue.id", index=True)
    place: str = Field(default="", max_length=120, description="in words; empty: the service's")
    staff: str = Field(default="", max_length=80, description="who is on duty; empty: the service's")
    note: str = Field(default="", max_length=200, description="what to know about this one")
    opens_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="of sign-up; None: at once")
    closes_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="of sign-up; None: at its start")
    series_on: date | None = Field(default=None, description="the day that the series' rule names")

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def last_call(self) -> datetime:
        """Until when one can sign up."""
        return self.closes_at or self.starts_at


class SeriesDraft(RecurrenceDraft):
    """A rule for several sessions."""

    starts: str = Field(max_length=5, description="wall time, 14:00")
    ends: str = Field(max_length=5)


class SessionSeries(SeriesDraft, Record, table=True):
    __tablename__ = "session_series"
    __table_args__ = scoped(Public(), sa.Index("ix_session_series_service_id", "service_id"))

    service_id: UUID = Field(foreign_key="service.id")
    town_id: UUID = Field(foreign_key="town.id")
    made_at: datetime = Field(sa_type=UtcDateTime)


class ServiceSession(OccasionDraft, Record, table=True):
    """Public as its service is. `taken` is written by the database only."""

    __tablename__ = "service_session"
    __table_args__ = scoped(
        Public(),
        sa.CheckConstraint("starts_at < ends_at", name="span"),
        sa.CheckConstraint("taken >= 0 AND taken <= places", name="taken"),
        sa.Index("ix_service_session_service_starts", "service_id", "starts_at"),
        sa.Index("ix_service_session_town_starts", "town_id", "starts_at"),
        sa.Index("ix_service_session_booking_id", "booking_id"),
        sa.Index("ix_service_session_series_id", "series_id"),
        sa.Index(
            "uq_service_session_once",
            *("service_id", "starts_at", "label"),
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    service_id: UUID = Field(foreign_key="service.id")
    town_id: UUID = Field(foreign_key="town.id", description="the provider's town")
    series_id: UUID | None = Field(default=None, foreign_key="session_series.id")
    booking_id: UUID | None = Field(default=None, foreign_key="booking.id", description="of its venue")
    released_at: datetime = Field(sa_type=UtcDateTime, description="from then on places reserved for a town are open")
    taken: int = 0
    state: SessionState = Field(default=SessionState.OPEN, sa_type=stored(SessionState))
    reason: str = Field(default="", max_length=120, description="of the last change: moved, cancelled, venue lost")
    was_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="when it was to be before it moved")
    revision: int = Field(default=1, description="counts moves, so that each is told once")
    made_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def left(self) -> int:
        return self.places - self.taken

    @property
    def subject(self) -> str:
        return f"service_session:{self.id}"

    @property
    def url(self) -> str:
        return f"/sessions/{self.id}"

    @property
    def is_open(self) -> bool:
        """Not cancelled; whether one can still sign up is a matter of time and room."""
        return self.state is SessionState.OPEN


class SessionShare(Record, table=True):
    """How many places a home town's residents have taken of a session, and how many are kept for them."""

    __tablename__ = "session_share"
    __table_args__ = scoped(
        Public(),
        sa.UniqueConstraint("session_id", "town_id", name="uq_session_share_town"),
        sa.CheckConstraint("reserved >= 0", name="reserved"),
        sa.CheckConstraint("taken >= 0", name="taken"),
    )

    session_id: UUID = Field(foreign_key="service_session.id")
    town_id: UUID = Field(foreign_key="town.id", description="home town")
    reserved: int = 0
    taken: int = 0


FULL, ASTRAY, SHUT = "ck_service_session_taken", "session_counter", "session_cancelled"

_SUM = "(SELECT COALESCE(SUM(taken), 0) FROM session_share WHERE session_id = NEW.id)"
_COUNT = "UPDATE service_session SET taken = taken + {more} WHERE id = {which}.session_id"
_SQLITE = {
    "session_share_insert": f"""AFTER INSERT ON session_share WHEN NEW.taken <> 0 BEGIN
        {_COUNT.format(more="NEW.taken", which="NEW")};
    END""",
    "session_share_update": f"""AFTER UPDATE OF taken ON session_share WHEN NEW.taken <> OLD.taken BEGIN
        {_COUNT.format(more="NEW.taken - OLD.taken", which="NEW")};
    END""",
    "session_share_delete": f"""AFTER DELETE ON session_share WHEN OLD.taken <> 0 BEGIN
        {_COUNT.format(more="(-OLD.taken)", which="OLD")};
    END""",
    "session_share_fixed": f"""BEFORE UPDATE OF session_id, town_id ON session_share
    WHEN NEW.session_id <> OLD.session_id OR NEW.town_id <> OLD.town_id BEGIN
        SELECT RAISE(ABORT, '{ASTRAY}');
    END""",
    "service_session_insert": f"""BEFORE INSERT ON service_session WHEN NEW.taken <> 0 BEGIN
        SELECT RAISE(ABORT, '{ASTRAY}');
    END""",
    "service_session_update": f"""BEFORE UPDATE OF taken ON service_session WHEN NEW.taken <> OLD.taken BEGIN
        SELECT RAISE(ABORT, '{ASTRAY}') WHERE NEW.taken <> {_SUM};
        SELECT RAISE(ABORT, '{SHUT}') WHERE NEW.taken > OLD.taken AND NEW.state = 'cancelled';
    END""",
}
# A counter of a town takes no lock but its own row's and its session's, in that order; who takes places in the product
# locks the session first and is alone with all of them.
_SHARE = f"""CREATE FUNCTION session_share_count() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN
        {_COUNT.format(more="(-OLD.taken)", which="OLD")};
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.session_id <> OLD.session_id OR NEW.town_id <> OLD.town_id THEN
            RAISE EXCEPTION '{ASTRAY}' USING ERRCODE = '23514', CONSTRAINT = '{ASTRAY}';
        END IF;
        IF NEW.taken <> OLD.taken THEN
            {_COUNT.format(more="NEW.taken - OLD.taken", which="NEW")};
        END IF;
    ELSIF NEW.taken <> 0 THEN
        {_COUNT.format(more="NEW.taken", which="NEW")};
    END IF;
    RETURN NEW;
END $$"""
_SESSION = f"""CREATE FUNCTION service_session_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.taken <> 0 THEN
            RAISE EXCEPTION '{ASTRAY}' USING ERRCODE = '23514', CONSTRAINT = '{ASTRAY}';
        END IF;
    ELSIF NEW.taken <> OLD.taken THEN
        IF NEW.taken <> {_SUM} THEN
            RAISE EXCEPTION '{ASTRAY}' USING ERRCODE = '23514', CONSTRAINT = '{ASTRAY}';
        END IF;
        IF NEW.taken > OLD.taken AND NEW.state = 'cancelled' THEN
            RAISE EXCEPTION '{SHUT}' USING ERRCODE = '23514', CONSTRAINT = '{SHUT}';
        END IF;
    END IF;
    RETURN NEW;
END $$"""
_ON_SHARE = """CREATE TRIGGER session_share_count AFTER INSERT OR UPDATE OR DELETE ON session_share
FOR EACH ROW EXECUTE FUNCTION session_share_count()"""
_ON_SESSION = """CREATE TRIGGER service_session_guard BEFORE INSERT OR UPDATE OF taken ON service_session
FOR EACH ROW EXECUTE FUNCTION service_session_guard()"""
GUARDS = {
    "sqlite": tuple(f"CREATE TRIGGER {name} {body}" for name, body in _SQLITE.items()),
    "postgresql": (
        _SHARE,
        _SESSION,
        _ON_SHARE,
        _ON_SESSION,
    ),
}


def _guard(target: Any, connection: sa.Connection, **_: Any) -> None:
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


sa.event.listen(SessionShare.__table__, "after_create", _guard)  # type: ignore[attr-defined]  # a table model has a table
