"""The justification is installed for the versions it was measured with, and for no other."""

import sys

from app.justify import gateways


def test_an_unknown_version_is_left_alone() -> None:
    class Unknown:
        __version__ = "999.0"

    known = sys.modules.get("weasyprint")
    sys.modules["weasyprint"] = Unknown  # type: ignore[assignment]
    try:
        assert gateways.install() is False
    finally:
        sys.modules.pop("weasyprint")
        if known:
            sys.modules["weasyprint"] = known


def test_the_locked_version_is_a_known_one() -> None:
    from importlib.metadata import version

    assert version("weasyprint") in gateways.KNOWN_VERSIONS
