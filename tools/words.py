"""Bring the English catalogue up to date with the words on screen: `.venv/bin/python -m tools.words`.

The catalogue (.po) is kept in the repository, sorted and without line numbers, so that its changes read well;
the compiled one (.mo) is made at set-up (see translations.py) and by this command.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = ROOT / "app" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
MARKS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "lazy": None, "lazy_gettext": None}


def on_screen() -> Catalog:
    """Every message marked in the code and the templates."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # babel leaves it untyped
    found = _empty()
    for top in ("app", "templates"):
        mapping = [(_below(pattern, top), method) for pattern, method in methods if pattern.startswith(top)]
        settings = {_below(pattern, top): value for pattern, value in options.items()}
        walk = extract_from_dir(ROOT / top, mapping, settings, MARKS, strip_comment_tags=True)
        for _file, _line, message, _comments, context in walk:
            found.add(message, context=context)
    return found


def english() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def main() -> int:
    """Add what is new, drop what is gone, name what still waits for its English."""
    catalogue, wanted = english() if ENGLISH.exists() else _empty(), on_screen()
    for message in wanted:
        if message.id and message.id not in catalogue:
            catalogue.add(message.id)
    for message in [m for m in catalogue if m.id and m.id not in wanted]:
        catalogue.delete(message.id)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalogue, sort_output=True, no_location=True, width=120, omit_header=False)
    waiting = [m.id for m in catalogue if m.id and not any(m.string if isinstance(m.string, tuple) else [m.string])]
    print(*waiting, sep="\n")
    return 1 if waiting else 0


def _empty() -> Catalog:
    return Catalog(project="Linqiao", version="1", copyright_holder="the Linqiao authors", locale="en", fuzzy=False)


def _below(pattern: str, top: str) -> str:
    return pattern.removeprefix(f"{top}/")


if __name__ == "__main__":
    sys.exit(main())
