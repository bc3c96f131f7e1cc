"""The settlement sheet of a month, gathered once for page, Excel and paper. Nothing is kept here."""

from dataclasses import dataclass
from typing import Literal

from app.indicators.models import Period


@dataclass(frozen=True)
class Line:
    """A service, or a kind of services where small numbers must not be told apart."""

    service: str
    unit: str
    price: str
    subsidy: str
    persons: str
    times: str


@dataclass(frozen=True)
class Side:
    """What the residents of one town had from another."""

    home: str
    provider: str
    lines: tuple[Line, ...]
    total: str

    @property
    def title(self) -> str:
        return f"{self.home}居民在{self.provider}接受服务"


@dataclass(frozen=True)
class Sheet:
    month: Period
    partnership: str
    towns: tuple[str, ...]
    sides: tuple[Side, ...]
    is_hidden: bool
    """Whether a small number was withheld somewhere."""


@dataclass(frozen=True)
class SettlementPaper:
    """The PDF: both towns sign and seal the same sheet."""

    title: str
    facts: tuple[str, ...]
    sides: tuple[Side, ...]
    notes: tuple[str, ...]
    signers: tuple[str, ...]
    kind: Literal["settlement"] = "settlement"
