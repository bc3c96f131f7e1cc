"""Signatures of a PDF: how one looks on the page, and the seam to pyHanko, which loads only when it is needed."""

from pathlib import Path

from markupsafe import escape

from app.pades.rules import ROOM_HEIGHT, ROOM_WIDTH, Examined, Order
from app.press import gateways as press
from app.typeset import gateways as typesetting
from app.wording import rules as wording

_roots = {"path": Path("var/trust")}


def use_roots(folder: Path) -> None:
    """Where the certificates (PEM) of trusted authorities lie, from the settings; set once at start."""
    _roots["path"] = folder


def get_ready() -> None:
    """Whoever opens the page is going to sign: the press starts meanwhile, so that the signature need not wait."""
    press.get_ready()


def sign(pdf: bytes, order: Order) -> bytes:
    """The same bytes, continued by one signature with everything that verifies it offline. Raises CannotSign."""
    from app.pades import gateways

    return gateways.sign(pdf, order)


def with_fields(pdf: bytes, places: int) -> bytes:
    """The file with an empty field for every place."""
    from app.pades import gateways

    return gateways.with_fields(pdf, places)


def examine(pdf: bytes) -> tuple[Examined, ...]:
    """Every signature of a file, in the order in which they were given. Needs neither network nor database."""
    from app.pades import gateways

    return gateways.examine(pdf, _roots["path"])


def only_signed(pdf: bytes, before: bytes) -> bool:
    """Whether nothing but signatures was added to the earlier file: no other text, nothing that hides it."""
    from app.pades import gateways

    return gateways.only_signed(pdf, before)


def continues(pdf: bytes, before: bytes) -> bool:
    """An incremental update leaves every earlier byte as it was."""
    return len(pdf) > len(before) and pdf.startswith(before)


def mark(organ: str, signer: str, shown_at: str, *, is_trial: bool) -> bytes:
    """How the signature looks on the page: whose, by whom and when. It is no seal and does not look like one."""
    note = "电子签名（测试证书 样章）" if is_trial else "电子签名"
    html = MARK.format(*(escape(text) for text in (note, organ, f"{signer}　{shown_at}")))
    size = wording.fitting_size(organ, width=ROOM_WIDTH - 4, largest=9.5)
    style = typesetting.in_official_faces(MARK_STYLE.replace("SIZE", f"{size}pt"))
    return press.to_pdf([press.Paper(html, style)], archival=False)


MARK = "<p class=note>{}</p><p class=organ>{}</p><p>{}</p>"
MARK_STYLE = f"""@page {{ size: {ROOM_WIDTH}pt {ROOM_HEIGHT}pt; margin: 1pt 2pt }}
body {{ margin: 0; font: 8pt/12pt var(--hei); color: #1d3f8a; letter-spacing: 0 }}
p {{ margin: 0; white-space: nowrap; overflow: hidden }}
.organ {{ font-size: SIZE }}
.note {{ border-bottom: .5pt solid #1d3f8a; line-height: 11pt }}"""
