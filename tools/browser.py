"""Chromium for the browser journeys: the distribution's package, installed by root or kept in the checkout."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from tools import apt
from tools.steps import VENV, Failed, run, say

# Debian has Chromium as an ordinary package. Ubuntu's is a snap, which a test cannot drive; Playwright brings its own.
FROM_APT = "sudo apt-get install -y --no-install-recommends chromium"
FROM_PLAYWRIGHT = ".venv/bin/playwright install --with-deps chromium"
HOME = VENV / "chromium"
WRAPPER = HOME / "chromium.sh"
NODE = (
    HOME / "node.sh"
)  # Playwright's own Node lacks a library on a minimal system; environment.HOOK points to this one
SCRIPT = """#!/bin/sh
# Written by set-up: the distribution's Chromium with the libraries that came with it.
LD_LIBRARY_PATH={libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}
export LD_LIBRARY_PATH
exec {program} "$@"
"""


def _is_packaged() -> bool:
    """Debian and its kin have an ordinary package; on Ubuntu there is only the snap."""
    try:
        system = platform.freedesktop_os_release()
    except OSError:
        return False
    return apt.available() and "ubuntu" not in (system["ID"], *system.get("ID_LIKE", "").split())


# The one line that brings a Chromium to this machine.
ENABLE = FROM_APT if _is_packaged() else FROM_PLAYWRIGHT


def executable() -> str | None:
    """The Chromium that the journeys drive: one named by CHROMIUM, the machine's, the checkout's, or Playwright's."""
    named = [os.environ.get("CHROMIUM"), shutil.which("chromium"), str(WRAPPER), *map(str, _playwrights())]
    return next((path for path in named if path and _runs(path)), None)


def prepare() -> None:
    """Have a Chromium if the distribution packages one; otherwise the line that enables the journeys is told."""
    if executable():
        return
    if not _is_packaged():
        raise Failed(f"本机没有 Chromium 软件包，请执行 / no Chromium package here, please run:\n    {FROM_PLAYWRIGHT}")
    say("准备 Chromium（仅测试用）/ Chromium, for the tests only")
    if apt.is_root():
        apt.install(["chromium"])
    else:
        _unpack_here()
    if not executable():
        raise Failed(f"Chromium 无法启动，请管理员执行 / it does not start, the administrator's line:\n    {FROM_APT}")


def _runs(path: str) -> bool:
    """A snap starts, but cannot read the folders of a test."""
    return os.access(path, os.X_OK) and Path(path).resolve().name != "snap" and not path.startswith("/snap/")


def _playwrights() -> list[Path]:
    return sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"), reverse=True)


def _unpack_here() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
    with apt.downloaded(apt.with_dependencies(["chromium"])) as debs:
        for deb in debs:
            run("dpkg-deb", "-x", deb, HOME)
    WRAPPER.write_text(SCRIPT.format(libraries=_libraries(), program=HOME / "usr/lib/chromium/chromium"))
    WRAPPER.chmod(0o755)
    if subprocess.run([WRAPPER, "--version"], capture_output=True).returncode:
        shutil.rmtree(HOME)


def _libraries() -> str:
    """Every folder with libraries: /usr/lib, /lib in older releases, and folders of a program's own."""
    folders = {path.parent for path in HOME.glob(f"**/lib/{platform.machine()}-linux-gnu/**/lib*.so*")}
    return ":".join(map(str, sorted(folders)))
