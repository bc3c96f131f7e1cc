"""Chromium for the browser journeys, where it is an ordinary package (Debian's is, Ubuntu's is a snap)."""

import shutil
import subprocess

from tools import apt
from tools.steps import Failed, say

ENABLE = "sudo apt-get install -y --no-install-recommends chromium"


def prepare() -> None:
    """Install Chromium as root; anybody else is told the one line that enables the journeys."""
    if shutil.which("chromium"):
        return
    if not apt.available() or _is_snap():
        raise Failed("本机没有 Chromium 软件包（Ubuntu 的是 snap）/ no Chromium package (Ubuntu's is a snap)")
    if not apt.is_root():
        raise Failed(f"请管理员执行一次 / please ask the administrator to run once:\n    {ENABLE}")
    say("安装 Chromium / installing Chromium")
    apt.install(["chromium"])


def _is_snap() -> bool:
    """Ubuntu's package `chromium-browser` only calls for the snap, and `chromium` does not exist there."""
    apt.refresh()
    shown = subprocess.run(["apt-cache", "policy", "chromium"], capture_output=True, text=True).stdout
    return "Candidate:" not in shown or "Candidate: (none)" in shown
