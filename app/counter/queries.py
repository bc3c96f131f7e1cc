"""What the counter knows from before: the town's teams with who answers for them."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.bookings.models import Booking

MOST_TEAMS = 200


@dataclass(frozen=True)
class Team:
    """A team that came before, as it was booked last."""

    name: str
    contact_name: str
    contact_phone: str
    heads: int


def teams_of(session: Session, town_id: UUID) -> list[str]:
    """The names of the teams for which a town has booked, the latest first."""
    last = sa.select(col(Booking.team), sa.func.max(col(Booking.made_at)).label("at"))
    last = last.where(col(Booking.town_id) == town_id, col(Booking.team) != "").group_by(col(Booking.team))
    return [row.team for row in session.execute(last.order_by(sa.desc("at"), col(Booking.team)).limit(MOST_TEAMS))]


def find_team(session: Session, town_id: UUID, name: str) -> Team | None:
    """A team by its name, with the contact of its last booking."""
    said = (col(Booking.team), col(Booking.contact_name), col(Booking.contact_phone), col(Booking.heads))
    found = sa.select(*said).where(col(Booking.town_id) == town_id, col(Booking.team) == name)
    row = session.execute(found.order_by(col(Booking.made_at).desc(), col(Booking.id)).limit(1)).first()
    return Team(row.team, row.contact_name, row.contact_phone, row.heads) if row else None
