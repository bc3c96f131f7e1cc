"""Who may see a table's rows. Each table declares one scope; both databases enforce it from that declaration."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

TOWNS, PARTNERSHIPS, PERSON = "app.town_ids", "app.partnership_ids", "app.person_id"


@dataclass(frozen=True)
class Reach:
    """What a session may see: the towns it acts for, their partnerships, and the person's own rows."""

    town_ids: frozenset[UUID] = field(default_factory=frozenset)
    partnership_ids: frozenset[UUID] = field(default_factory=frozenset)
    person_id: UUID | None = None

    @classmethod
    def nothing(cls) -> "Reach":
        return cls()

    def settings(self) -> dict[str, str]:
        """The transaction-local settings that PostgreSQL's policies read."""
        return {
            TOWNS: _joined(self.town_ids),
            PARTNERSHIPS: _joined(self.partnership_ids),
            PERSON: str(self.person_id or ""),
        }


def _joined(ids: Iterable[UUID]) -> str:
    return ",".join(sorted(map(str, ids)))


@dataclass(frozen=True)
class Public:
    """Everybody's rows: towns, calendars, what a printed code verifies."""

    column: str | None = None
    insert_any: bool = True


@dataclass(frozen=True)
class Private:
    """Rows of one town. `insert_any`: others may leave a row there (a notice), never read it."""

    column: str = "town_id"
    insert_any: bool = False
    setting = TOWNS


@dataclass(frozen=True)
class Shared:
    """Rows of a partnership, seen by each of its towns."""

    column: str = "partnership_id"
    insert_any: bool = False
    setting = PARTNERSHIPS


@dataclass(frozen=True)
class Named:
    """Rows of one person: credentials, drafts."""

    column: str = "person_id"
    insert_any: bool = False
    setting = PERSON


@dataclass(frozen=True)
class Parties:
    """Rows that concern some towns by name, and a partnership where it is joint business: bookings."""

    towns: tuple[str, ...]
    partnerships: tuple[str, ...] = ()
    insert_any: bool = False


Scope = Public | Private | Shared | Named | Parties


def doors(scope: Private | Shared | Named | Parties) -> tuple[tuple[str, str], ...]:
    """(column, setting) pairs: a row is seen when any of its columns holds an id of that setting."""
    if isinstance(scope, Parties):
        return (*((c, TOWNS) for c in scope.towns), *((c, PARTNERSHIPS) for c in scope.partnerships))
    return ((scope.column, scope.setting),)


def allowed_ids(setting: str, reach: Reach) -> frozenset[UUID]:
    """The ids of a setting that `reach` may see."""
    person = frozenset({reach.person_id} - {None})
    return {TOWNS: reach.town_ids, PARTNERSHIPS: reach.partnership_ids, PERSON: person}[setting]  # type: ignore[return-value]  # None is taken away


def policies(table: str, scope: Scope, *, owner: str = "") -> list[str]:
    """PostgreSQL statements that put a table under row-level security; none for a public table.

    Source: PostgreSQL manual, CREATE POLICY. An empty setting yields an empty array, which matches nothing.
    `owner`: the role that migrates and backs up, where it is another than the application's.
    """
    if isinstance(scope, Public):
        return []
    ids = "string_to_array(current_setting('{}', true), ',')::uuid[]"
    seen = " OR ".join(f"{column} = ANY ({ids.format(setting)})" for column, setting in doors(scope))
    written = "true" if scope.insert_any else seen
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY reach_read ON "{table}" FOR SELECT USING ({seen})',
        f'CREATE POLICY reach_add ON "{table}" FOR INSERT WITH CHECK ({written})',
        f'CREATE POLICY reach_change ON "{table}" FOR UPDATE USING ({seen}) WITH CHECK ({seen})',
        f'CREATE POLICY reach_remove ON "{table}" FOR DELETE USING ({seen})',
        *([f'CREATE POLICY owner_all ON "{table}" TO "{owner}" USING (true) WITH CHECK (true)'] if owner else []),
    ]
