"""A list cut into pages, and the addresses of its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

SIZE = 50
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Page `number` (from 1) of `pages`, with its rows; `total` counts the rows of all pages."""

    rows: Sequence[T]
    number: int
    pages: int
    total: int


def page_of(session: Session, statement: sa.Select[Any], number: int, *, size: int = SIZE) -> Page[Any]:
    """The rows of an ordered select that belong on page `number`; numbers outside the list mean its nearest end."""
    total = session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())) or 0
    pages = max(1, ceil(total / size))
    number = min(max(1, number), pages)
    rows = session.scalars(statement.limit(size).offset((number - 1) * size)).all()
    return Page(rows, number, pages, total)
