"""What fonts are there, and which characters they can print. Reads font files; lays nothing out."""

import os
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from app.press.rules import FontsMissing, needed

FONT_FILES = {".otf", ".ttf", ".ttc"}


def fonts_conf() -> Path:
    """The private font configuration that set-up writes; the setting FONTS_CONF names another one."""
    return Path(os.environ.get("FONTS_CONF", Path(sys.prefix) / "share/fonts/fonts.conf"))


def fonts_ready() -> bool:
    return fonts_conf().is_file() and bool(_font_files(fonts_conf()))


def check_fonts() -> None:
    """Raise FontsMissing on a machine that cannot print documents."""
    if not fonts_ready():
        raise FontsMissing


def uncovered(texts: Sequence[str]) -> list[str]:
    """The characters of `texts` for which no installed font has a glyph, in the order of their code points."""
    check_fonts()
    files = tuple(_font_files(fonts_conf()))
    return [chr(c) for c in sorted(needed(texts) - _coverage(files))]


@lru_cache(maxsize=2)
def _coverage(files: tuple[Path, ...]) -> frozenset[int]:
    return frozenset(c for file in files for c in _characters(file))


def _font_files(conf: Path) -> list[Path]:
    folders = [Path(d.text or "") for d in ElementTree.parse(conf).iter("dir")]  # noqa: S314 - set-up wrote it
    return sorted(f for folder in folders for f in folder.rglob("*") if f.suffix.lower() in FONT_FILES)


def _characters(file: Path) -> Iterator[int]:
    """The code points of a font by its cmap; the faces of one collection share their repertoire."""
    from fontTools.ttLib import TTFont

    with TTFont(file, fontNumber=0, lazy=True) as font:
        yield from font.getBestCmap()
