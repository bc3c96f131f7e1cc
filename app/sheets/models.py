"""Papers for the meeting room: agenda, sign-in sheet, name cards, seating plan. Printed, never numbered or issued."""

from dataclasses import field
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from app.blocks.models import STRICT, Block
from app.typeset.models import Attendee


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Fact:
    """A line above the body: 时间, 地点, 主持人."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Sheet:
    """Any plain paper: 主持词, 材料目录, 会务分工表."""

    title: str
    body: tuple[Block, ...]
    facts: tuple[Fact, ...] = ()
    large: bool = False
    """Read aloud from the table: larger letters and wider lines (主持词)."""
    landscape: bool = False
    footer: str = ""
    kind: Literal["sheet"] = "sheet"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class AgendaItem:
    title: str
    starts: str = ""
    """Wall time, 14:05; empty leaves the column blank."""
    minutes: int = 0
    presenter: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Agenda:
    title: str
    items: tuple[AgendaItem, ...]
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    kind: Literal["agenda"] = "agenda"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class SignInGroup:
    heading: str
    """The town."""
    people: tuple[Attendee, ...]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class SignInSheet:
    title: str
    groups: tuple[SignInGroup, ...]
    facts: tuple[Fact, ...] = ()
    blank_rows: int = 4
    """Empty lines behind each group, for those who were not expected."""
    check_in_url: str = ""
    """Set as a QR code in the corner."""
    kind: Literal["sign_in_sheet"] = "sign_in_sheet"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class NameCard:
    name: str
    line: str = ""
    """Unit and post, small under the name."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class NameCards:
    """桌签: A4 folded across the middle, the same name on both sides, the upper half upside down."""

    cards: tuple[NameCard, ...]
    kind: Literal["name_cards"] = "name_cards"


class Seating(StrEnum):
    FACING = "facing"
    """对坐: the towns face each other across the table."""
    ROWS = "rows"
    """A head table and rows before it."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class SeatRow:
    label: str
    names: tuple[str, ...]
    """In the order of the seats, from the left as seen from the door; "" is an empty chair."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class SeatingPlan:
    title: str
    seating: Seating
    rows: tuple[SeatRow, ...]
    """FACING: exactly two sides, then observers' rows. ROWS: the head table first."""
    facts: tuple[Fact, ...] = ()
    door: str = "入口"
    note: str = ""
    kind: Literal["seating_plan"] = "seating_plan"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Step:
    """One signature on the 发文稿纸: 拟稿, 核稿, 会签 or 签发."""

    label: str
    who: str = ""
    when: str = ""
    opinion: str = ""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Manuscript:
    """发文稿纸: how a document came about, printed for every issued document."""

    organ: str
    title: str
    number: str = ""
    steps: tuple[Step, ...] = field(default_factory=tuple)
    to: str = ""
    copies_to: str = ""
    printed_count: str = ""
    publicity: str = ""
    secrecy_review: str = ""
    formed_on: str = ""
    printed_on: str = ""
    attachments: str = ""
    kind: Literal["manuscript"] = "manuscript"


AnySheet = Annotated[
    Sheet | Agenda | SignInSheet | NameCards | SeatingPlan | Manuscript,
    Field(discriminator="kind"),
]
