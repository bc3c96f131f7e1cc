"""Who does something, as far as the lower domains need to know."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """A person acting for a town; `id` is None when a job acts, `town_id` is None for the operator."""

    id: UUID | None
    town_id: UUID | None
    name: str = ""

    @classmethod
    def system(cls, town_id: UUID | None = None) -> "Actor":
        return cls(None, town_id)
