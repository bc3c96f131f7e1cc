"""The doctor's look at the machine: Python, packages, libraries, fonts, front-end files, keys, disk."""

import importlib.metadata
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from app.commands import faces, keys
from app.commands.findings import Finding, judged, noted
from tools import fonts, frontend, system

AGAIN = "再运行一次 ./run，缺少的会自动补齐 / run ./run again, it fetches what is missing"
ROOM = 1 << 30  # bytes free below which backups and documents are at risk
FACES = {
    "仿宋": "仿宋_GB2312",
    "楷体": "楷体_GB2312",
    "黑体": "黑体",
    "宋体": "宋体",
    "小标宋": "方正小标宋简体",
}
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) \\$")


def findings() -> Iterator[Finding]:
    yield python()
    yield packages(current_app.config["ROOT"] / "requirements.txt")
    yield libraries(system.missing())
    yield from document_fonts(current_app.config["FONTS_CONF"])
    yield vendor(frontend.VENDOR)
    yield secrets(keys.key_file())
    yield disk(current_app.config["VAR"])
    yield chromium()


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return judged(sys.version_info >= (3, 11), f"Python {version}", "需要 3.11 以上 / 3.11 or later is needed")


def packages(lock: Path) -> Finding:
    pinned = [match.groups() for line in lock.read_text().splitlines() if (match := _PINNED.match(line))]
    off = [f"{name} {version}" for name, version in pinned if _installed(name) != version]
    fact = f"程序包 / packages: {len(pinned) - len(off)}/{len(pinned)}"
    return judged(not off, ", ".join([fact, *off]), AGAIN)


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def libraries(missing: list[str]) -> Finding:
    install = "sudo apt-get install -y --no-install-recommends " + " ".join(system.PACKAGES)
    fact = "系统组件 / libraries: " + (" ".join(missing) or "pango, harfbuzz-subset, fontconfig")
    return judged(not missing, fact, f"{AGAIN}；或由管理员执行 / or, by the administrator: {install}")


def document_fonts(conf: Path) -> Iterator[Finding]:
    """Each face by the name that documents ask for, then the name characters that the faces lack."""
    if not conf.is_file() or os.environ.get("FONTCONFIG_FILE") != str(conf) or system.missing():
        yield judged(False, f"公文字体尚未就绪 / document fonts: {conf}", AGAIN)
        return
    for face, asked in FACES.items():
        families = faces.families_for(asked)
        allowed = next(set(names) | set(stand_ins) for names, stand_ins in fonts.STAND_INS.items() if asked in names)
        right = [family for family in families if family in allowed]
        own = f"可将单位正版字体放入 {fonts.OWN} / put the official font there"
        yield judged(bool(right), f"{face}: {' '.join(right or families) or '无 / none'}", f"{AGAIN}；{own}")
    lost = faces.without_glyph(faces.RARE)
    yield judged(not lost, f"人名用字 / rare name characters: {lost or faces.RARE}", AGAIN)


def vendor(home: Path) -> Finding:
    wanted = [home / folder / Path(name).name for folder, names in frontend.PAGES.values() for name in names]
    lost = [path.name for path in wanted if not path.is_file()]
    return judged(not lost, "前端文件 / front-end files: " + (" ".join(lost) or f"{len(wanted)}"), AGAIN)


def secrets(path: Path) -> Finding:
    if not path.is_file():
        return judged(False, f"密钥文件不存在 / no keys: {path}", "flask secrets")
    mode = keys.mode_of(path)
    return judged(mode == keys.OWNER_ONLY, f"密钥文件 / keys: {path} ({mode:04o})", "flask secrets")


def disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    writable = os.access(folder, os.W_OK)
    fact = f"数据目录 / data folder: {folder}, {free / ROOM:.1f} GiB"
    mend = "请清理磁盘或更换目录（LINQIAO_VAR），并确认可写 / free some space or set LINQIAO_VAR, and make it writable"
    return judged(writable and free >= ROOM, fact, mend)


def chromium() -> Finding:
    found = shutil.which("chromium")
    fact = f"Chromium: {found or '无 / none'}（仅测试用 / for tests only）"
    return noted(bool(found), fact, "sudo apt-get install -y --no-install-recommends chromium")
