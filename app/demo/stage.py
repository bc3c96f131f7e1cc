"""A place to play the case on: the towns' people by name, and sessions in their names at any instant."""

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.accounts.models import Person
from app.kit.actor import Actor
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.towns import queries as towns
from app.towns.models import Partnership, Town, Unit
from app.venues.models import Venue


@dataclass(order=True, frozen=True)
class Due:
    """Something that will happen at its time, whoever moves the stage on."""

    at: datetime
    place: int
    deed: Callable[[], object] = field(compare=False)


@dataclass
class Stage:
    """`now` is the instant that the next deeds happen at."""

    engine: sa.Engine
    now: datetime
    towns: dict[str, Town] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    venues: dict[str, Venue] = field(default_factory=dict)
    partnership: Partnership | None = None
    due: list[Due] = field(default_factory=list)
    planned: int = 0

    def later(self, at: datetime, deed: Callable[[], object]) -> None:
        """Let something happen at its own time, so that the histories of different things interleave."""
        self.planned += 1
        heapq.heappush(self.due, Due(at, self.planned, deed))

    def pass_to(self, moment: datetime) -> None:
        """Move on to a moment, never back; what is due on the way happens at its own time."""
        while self.due and self.due[0].at <= moment:
            due = heapq.heappop(self.due)
            self.now = due.at
            due.deed()
        self.now = max(self.now, moment)

    @property
    def partnership_id(self) -> UUID:
        assert self.partnership, "the partnership is founded first"  # noqa: S101  # a script's own order
        return self.partnership.id

    @contextmanager
    def acting(self, login: str) -> Iterator[tuple[Session, Actor]]:
        """One deed of one person: a transaction with their reach, committed at the end."""
        person = self.people[login]
        with transaction(self.engine, self._reach(person), now=self.now) as session:
            yield session, Actor(person.id, person.town_id, person.name)

    @contextmanager
    def looking(self, login: str) -> Iterator[Session]:
        """Read as a person; nothing is kept."""
        with open_session(self.engine, self._reach(self.people[login]), writes=False, now=self.now) as session:
            yield session

    def clerk_of(self, town_id: UUID) -> str:
        return self._with_post(town_id, "党政办文书")

    def head_of(self, town_id: UUID) -> str:
        return self._with_post(town_id, "党政办主任")

    def secretary_of(self, town_id: UUID) -> str:
        return self._with_post(town_id, "党委书记")

    def key_of(self, town_id: UUID) -> str:
        """D or Q."""
        return next(key for key, town in self.towns.items() if town.id == town_id)

    def _with_post(self, town_id: UUID, post: str) -> str:
        return next(p.login for p in self.people.values() if p.town_id == town_id and p.post == post)

    def _reach(self, person: Person) -> Reach:
        town_ids = frozenset({person.town_id} if person.town_id else set())
        with open_session(self.engine, Reach.nothing(), writes=False) as session:
            return Reach(town_ids, towns.partnership_ids_of(session, town_ids), person.id)


def recall(engine: sa.Engine, now: datetime) -> Stage:
    """The stage as it stands in the database, for a story that goes on."""
    stage = Stage(engine, now)
    with open_session(engine, Reach.nothing(), writes=False) as session:
        stage.towns = {t.name[0]: t for t in towns.all_towns(session)}
        stage.people = {p.login: p for p in session.exec(select(Person).order_by(col(Person.login)))}
        stage.units = {u.name: u for u in session.exec(select(Unit).order_by(col(Unit.name)))}
        unit_names = {u.id: u.name for u in stage.units.values()}
        found = session.exec(select(Venue).order_by(col(Venue.number)))
        stage.venues = {f"{unit_names[v.unit_id]}{v.name}": v for v in found}
        stage.partnership = session.exec(select(Partnership).order_by(col(Partnership.name))).first()
    return stage
