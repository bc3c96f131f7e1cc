"""The faces that official documents need, in a folder of the checkout with a font configuration of its own.

GB/T 9704-2012 asks for 仿宋, 楷体, 黑体, 宋体 and 小标宋. Free faces stand in for them; a server that owns the official
ones puts them into var/fonts, where they win. Nothing else on the machine is looked at, so the same document looks the
same everywhere.
"""

import functools
import shutil
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from tools import apt
from tools.steps import ROOT, VENV, Failed, say

HOME = VENV / "share" / "fonts"
CONF = HOME / "fonts.conf"
OWN = ROOT / "var" / "fonts"


class Source(NamedTuple):
    """A Debian package, the folder its faces go to, the files wanted and the licence that travels with them."""

    package: str
    folder: str
    files: tuple[str, ...]
    licences: tuple[str, ...]


SOURCES = (
    Source(
        "texlive-lang-chinese",
        "fandol",
        # Not their bold faces: those call themselves regular, and fontconfig would take them for it.
        ("FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolHei-Regular.otf", "FandolSong-Regular.otf"),
        ("usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz", "usr/share/doc/texlive-doc/fonts/fandol/README"),
    ),
    Source(
        "fonts-noto-cjk",
        "noto",
        ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
        ("usr/share/doc/fonts-noto-cjk/copyright",),
    ),
    Source(
        "fonts-lxgw-wenkai",
        "wenkai",
        ("LXGWWenKai-Light.ttf", "LXGWWenKai-Regular.ttf"),
        ("usr/share/doc/fonts-lxgw-wenkai/copyright",),
    ),
)
# From the npm registry (see frontend.py): a static 小标宋 stand-in and the 宋体 that matches it.
SERIF = (
    *("600SemiBold/NotoSerifSC_600SemiBold.ttf", "400Regular/NotoSerifSC_400Regular.ttf"),
    *("LICENSE", "LICENSE_FONT"),
)

# Each name a document may ask for, and the faces that answer when the server does not own it.
STAND_INS = {
    ("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312"): ("FandolFang", "LXGW WenKai Light", "Noto Serif CJK SC"),
    ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312"): ("FandolKai", "LXGW WenKai", "Noto Serif CJK SC"),
    ("黑体", "SimHei"): ("FandolHei", "Noto Sans CJK SC"),
    ("宋体", "SimSun"): ("Noto Serif SC", "Noto Serif CJK SC"),
    ("小标宋", "方正小标宋简体", "方正小标宋_GBK"): ("Noto Serif SC SemiBold", "Noto Serif CJK SC"),
    ("serif",): ("Noto Serif CJK SC",),
    ("sans-serif", "monospace", "system-ui"): ("Noto Sans CJK SC",),
}
# Noto CJK carries the same character in the shapes of five places; a document shows those of the mainland only.
ELSEWHERE = tuple(
    f"Noto {kind} CJK {place}" for kind in ("Sans", "Sans Mono", "Serif") for place in ("JP", "KR", "TC", "HK")
)


def _missing(source: Source) -> list[str]:
    return [name for name in source.files if not (HOME / source.folder / name).is_file()]


def _fetch(wanted: list[Source]) -> None:
    if not apt.available():
        raise Failed("本机没有 apt，请把公文字体放入 var/fonts / no apt here: put the document fonts into var/fonts")
    problems = [problem for source in wanted if (problem := _problem(source))]
    if problems:
        raise Failed("\n".join([*problems, "Ubuntu: sudo add-apt-repository universe"]))


def _problem(source: Source) -> str:
    """Take the faces out of one package; why that was not possible, or nothing. One that is missing stops no other."""
    try:
        with apt.downloaded([source.package]) as debs:
            for deb in debs:
                apt.unpack(deb, functools.partial(_place, source))
    except Failed as problem:
        return str(problem)
    lost = " ".join(_missing(source))
    return f"{source.package} 中没有这些字体 / holds no such fonts: {lost}" if lost else ""


def _place(source: Source, path: str) -> Path | None:
    name = path.rsplit("/", 1)[-1]
    if path in source.licences or name in source.files:
        return HOME / source.folder / name
    return None


def take_serif(package: Path) -> None:
    """Keep the two faces that are used of the npm package, and its licences."""
    for name in SERIF:
        place = HOME / "serif" / Path(name).name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package / name, place)


def configuration() -> str:
    """The text of fonts.conf: folders in order of preference, a cache of its own, and who stands in for whom."""
    folders = [OWN, *(HOME / source.folder for source in SOURCES), HOME / "serif"]
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        *(f"<dir>{escape(str(folder))}</dir>" for folder in folders),
        f"<cachedir>{escape(str(HOME / 'cache'))}</cachedir>",
        *(_rejected(family) for family in ELSEWHERE),
        *(_alias(name, faces) for names, faces in STAND_INS.items() for name in names),
        "</fontconfig>",
    ]
    return "\n".join(lines) + "\n"


def _alias(name: str, faces: tuple[str, ...]) -> str:
    families = "".join(f"<family>{face}</family>" for face in faces)
    return f'<alias binding="same"><family>{name}</family><accept>{families}</accept></alias>'


def _rejected(family: str) -> str:
    pattern = f'<pattern><patelt name="family"><string>{family}</string></patelt></pattern>'
    return f"<selectfont><rejectfont>{pattern}</rejectfont></selectfont>"


def prepare() -> None:
    """Fetch what is missing and write the configuration; without apt the site runs, only documents cannot be issued."""
    OWN.mkdir(parents=True, exist_ok=True)
    HOME.mkdir(parents=True, exist_ok=True)
    if not CONF.is_file() or CONF.read_text() != configuration():
        CONF.write_text(configuration())
    if wanted := [source for source in SOURCES if _missing(source)]:
        say("准备公文字体 / document fonts")
        _fetch(wanted)
