"""Compiled message catalogues: made from the .po files at set-up, never kept in the repository."""

from tools.steps import PYTHON, ROOT, fingerprint, is_done, remember, run

HOME = ROOT / "app" / "translations"


def prepare() -> None:
    """Compile the catalogues when one of them changed since the last time."""
    sources = sorted(HOME.glob("*/LC_MESSAGES/*.po"))
    mark = fingerprint(*sources)
    if sources and not (is_done("translations", mark) and all(po.with_suffix(".mo").is_file() for po in sources)):
        run(PYTHON, "-m", "babel.messages.frontend", "compile", "-d", HOME, cwd=ROOT)
        remember("translations", mark)
