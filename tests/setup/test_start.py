"""The start of the site: what only a few deeds need is loaded when the deed is done."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = ("weasyprint", "pypinyin", "openpyxl", "alembic")


def test_the_start_waits_for_no_library_that_few_deeds_need() -> None:
    look = f"import sys, wsgi; print([name for name in {LATER} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert found == "[]\n"
