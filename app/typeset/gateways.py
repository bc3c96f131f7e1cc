"""Contents to HTML, PDF and pictures: templates in a sandbox, codes by segno, pages by the press."""

import base64
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import segno
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from app.kit.clock import weekday_name
from app.kit.text import sha256
from app.press import gateways as press
from app.press.queries import uncovered
from app.typeset import rules
from app.typeset.models import FORMS, Imprint
from app.wording import rules as wording

PAPER = Path(__file__).parents[2] / "templates/documents/paper"
GAP = re.compile(f"{wording.GAP_OPENS}(.*?){wording.GAP_CLOSES}", re.DOTALL)

VARIABLE = re.compile(r"(--[a-z]+):\s*(.*?);")
VARIABLE_USED = re.compile(r"var\((--[a-z]+)\)")


class MissingGlyph(NamedTuple):
    """A character that no installed font can print, and the name or text in which it stands."""

    character: str
    where: str

    def __str__(self) -> str:
        return f"“{self.character}”（U+{ord(self.character):04X}，见“{_shortened(self.where)}”）"


def missing_glyphs(content: Any) -> tuple[MissingGlyph, ...]:
    """Every character without a glyph, each with the first person or text that needs it. Raises FontsMissing."""
    texts = [(wording.printable(words), where) for words, where in rules.strings(content)]
    lacking = uncovered([words for words, _ in texts])
    return tuple(MissingGlyph(c, next(where for words, where in texts if c in words)) for c in lacking)


def check_glyphs(content: Any) -> None:
    """Raise GlyphMissing, naming each character and its person, unless everything can be printed."""
    if lacking := missing_glyphs(content):
        raise rules.GlyphMissing(glyphs="、".join(map(str, lacking)))


def to_pdf(
    content: Any,
    imprint: Imprint | None = None,
    *,
    enclosed: Sequence[press.Enclosed] = (),
    archival: bool = True,
    seals: Mapping[int, bytes] | None = None,
) -> bytes:
    """The PDF of an official content with its imprint, or of a sheet (then without imprint).

    `seals`: pictures (PNG, JPEG, WebP) that organs have uploaded, by the place of the printed name, from 1.
    """
    paper = _paper(content, imprint or Imprint(), seals or {})
    return press.to_pdf([paper], enclosed=enclosed, identifier=_identifier(paper), archival=archival)


def to_pictures(content: Any, *, width: int = 1080) -> tuple[bytes, ...]:
    """A plain paper as PNG pictures, one per page; the last ends at the element #end."""
    return press.to_pictures(_paper(content, Imprint()), width=width)


def to_print_run(contents: Iterable[Any], imprint: Imprint | None = None) -> bytes:
    """Several papers in one PDF, in the order given, each with page numbers of its own."""
    papers = [_paper(content, imprint or Imprint()) for content in contents]
    return press.to_pdf(papers, identifier="".join(map(_identifier, papers))[:64], archival=False)


def preview(content: Any, imprint: Imprint | None = None) -> Markup:
    """The pages as HTML for the browser (style sheet static/documents.css), with every gap marked red."""
    template = _environment().get_template(_template(content))
    return Markup(template.render(**_context(content, imprint or Imprint(), screen=True)))  # noqa: S704 - rendered with autoescape


def _paper(content: Any, imprint: Imprint, seals: Mapping[int, bytes] | None = None) -> press.Paper:
    pictures = {f"seal-{place}": picture for place, picture in sorted((seals or {}).items())}
    context = _context(content, imprint, seals={place: f"linqiao:seal-{place}" for place in seals or {}})
    body = _environment().get_template(_template(content)).render(**context)
    page = _environment().get_template("page.html").render(body=Markup(body), **context)  # noqa: S704 - autoescaped
    return press.Paper(page, _style(_template(content).removesuffix(".html")), pictures)


def _identifier(paper: press.Paper) -> str:
    return sha256(paper.html.encode())


def _template(content: Any) -> str:
    form = FORMS.get(content.kind)
    return f"{form or content.kind}.html"


def _context(
    content: Any, imprint: Imprint, *, screen: bool = False, seals: Mapping[int, str] | None = None
) -> dict[str, Any]:
    arranged = rules.compose(content, imprint) if content.kind in FORMS else content
    style = _on_screen if screen else _on_paper
    picture = _code_picture(arranged)
    return {"d": arranged, "code_picture": picture, "style": style, "screen": screen, "seals": seals or {}}


def _on_paper(css: str) -> Markup:
    """A computed size as an attribute; `css` is made of numbers."""
    return Markup(' style="{}"').format(css)


def _on_screen(_css: str) -> str:
    """Pages for the browser carry no style of their own: the site's policy forbids it."""
    return ""


def _code_picture(arranged: Any) -> str:
    """The verification or check-in address as a QR picture (data: URL); empty when there is none."""
    address = getattr(arranged, "verify_url", "") or getattr(arranged, "check_in_url", "")
    return qr_picture(address) if address else ""


def qr_picture(address: str) -> str:
    """An address as a QR code, a data: URL of an SVG picture."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False, svgns=True, nl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(PAPER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=marked,
    )
    environment.filters |= {"aligned": wording.aligned_name, "ems": wording.ems, "weekday": weekday_name, "size": _size}
    environment.filters["broken"] = wording.title_lines
    return environment


@cache
def _style(template: str) -> str:
    """The style sheet of a page: what all share, what plain papers share, and what this one adds."""
    names = ["paper", template] if template in set(FORMS.values()) else ["paper", "plain", template]
    files = [PAPER / f"{name}.css" for name in names]
    return _with_values("".join(file.read_text() for file in files if file.exists()))


def in_official_faces(css: str) -> str:
    """A style sheet of one's own with the faces of official papers: var(--fang), --kai, --hei, --song, --biao."""
    return _with_values((PAPER / "paper.css").read_text().partition("@page")[0] + css)


def _with_values(css: str) -> str:
    """Custom properties written out: WeasyPrint looks them up for every box, which costs a seventh of the time."""
    values = dict(VARIABLE.findall(css))
    return VARIABLE_USED.sub(lambda used: str(values[used[1]]), css)


def _size(text: str, width: float, largest: float) -> float:
    return wording.fitting_size(text, width=width, largest=largest)


def marked(value: Any) -> Any:
    """Set gaps as red marks; everything else passes as it is and is escaped later."""
    if not isinstance(value, str) or isinstance(value, Markup) or wording.GAP_OPENS not in value:
        return value
    return Markup(GAP.sub(r'<mark class="gap">〔\1〕</mark>', str(escape(value))))  # noqa: S704 - escaped before


def _shortened(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:12]}…"
