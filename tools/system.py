"""The libraries that turn documents into PDF: installed by root, or kept in the checkout by anybody else."""

import ctypes
import re
from pathlib import Path

from tools import apt
from tools.steps import VENV, Failed, say

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0", "libfontconfig.so.1")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libfontconfig1")
HOME = VENV / "syslib"
PRELOAD = HOME / "preload.txt"  # the files in the order in which they load; read by environment.HOOK
_SHARED_OBJECT = re.compile(r"^(usr/)?lib/[^/]+/[^/]+\.so(\.[0-9]+)+$")


def missing() -> list[str]:
    """The libraries that cannot be loaded."""
    return [name for name in LIBRARIES if not _loads(name)]


def prepare() -> None:
    """Make the libraries loadable; the rest of the site works without them, so a failure is only told."""
    if not _is_kept_here() and missing():
        say("准备系统组件 / system libraries")
        _prepare()


def _is_kept_here() -> bool:
    return PRELOAD.is_file() and all(Path(line).is_file() for line in PRELOAD.read_text().splitlines())


def _prepare() -> None:
    if not apt.available():
        raise Failed("本机没有 apt，请安装 Pango / no apt here, please install: " + " ".join(LIBRARIES))
    if apt.is_root():
        apt.install(PACKAGES)
    else:
        _unpack_here()
    if left := missing():
        raise Failed("装载不了 / cannot be loaded: " + " ".join(left))


def _unpack_here() -> None:
    with apt.downloaded(apt.with_dependencies(PACKAGES)) as debs:
        for deb in debs:
            apt.unpack(deb, lambda path: HOME / Path(path).name if _SHARED_OBJECT.match(path) else None)
    PRELOAD.write_text("".join(f"{path}\n" for path in _load_order(sorted(HOME.glob("*.so.*")))))


def _load_order(files: list[Path]) -> list[Path]:
    """Load each file once what it needs is loaded; glibc finds a loaded library again by its name, from then on."""
    loaded: list[Path] = []
    waiting = files
    while ready := [path for path in waiting if _loads(str(path))]:
        loaded += ready
        waiting = [path for path in waiting if path not in ready]
    return loaded


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
