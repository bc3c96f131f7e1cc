"""Chromium for the journeys: found wherever it may be, fetched where it may be, otherwise one line says how."""

import platform
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import apt, browser
from tools.steps import Failed

Named = Callable[[str], str]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Named:
    """A machine without any Chromium; call it to put one at a place."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(browser, "HOME", tmp_path / "kept")
    monkeypatch.setattr(browser, "WRAPPER", tmp_path / "kept/chromium.sh")
    monkeypatch.setattr(browser, "_is_packaged", lambda: True)

    def put(place: str) -> str:
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return str(path)

    return put


@pytest.mark.parametrize(
    "place",
    ["bin/chromium", "kept/chromium.sh", "home/.cache/ms-playwright/chromium-1200/chrome-linux/chrome"],
)
def test_it_is_found_on_the_machine_in_the_checkout_or_with_playwright(bare: Named, place: str) -> None:
    assert browser.executable() is None
    put = bare(place)
    assert browser.executable() == put


def test_the_one_that_is_named_wins(bare: Named, monkeypatch: pytest.MonkeyPatch) -> None:
    bare("bin/chromium")
    monkeypatch.setenv("CHROMIUM", bare("else/chrome"))
    assert str(browser.executable()).endswith("else/chrome")


def test_a_snap_does_not_count(bare: Named, tmp_path: Path) -> None:
    bare("snapd/snap")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/chromium").symlink_to(tmp_path / "snapd/snap")
    assert browser.executable() is None


def test_on_ubuntu_the_one_line_is_playwright_s(bare: Named, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_is_packaged", lambda: False)
    with pytest.raises(Failed) as failed:
        browser.prepare()
    assert [line.strip() for line in str(failed.value).splitlines()[1:]] == [browser.FROM_PLAYWRIGHT]


@pytest.mark.parametrize(
    ("release", "packaged"),
    [
        ({"ID": "debian"}, True),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, False),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, False),
    ],
)
def test_only_debian_has_an_ordinary_package(
    monkeypatch: pytest.MonkeyPatch, release: dict[str, str], packaged: bool
) -> None:
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    monkeypatch.setattr(apt, "available", lambda: True)
    assert browser._is_packaged() is packaged


def test_root_installs_the_package(bare: Named, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def install(packages: list[str]) -> None:
        asked.extend(packages)
        bare("bin/chromium")

    monkeypatch.setattr(apt, "is_root", lambda: True)
    monkeypatch.setattr(apt, "install", install)
    browser.prepare()
    assert asked == ["chromium"]


def test_an_ordinary_user_who_cannot_start_it_reads_the_administrator_s_line(
    bare: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apt, "is_root", lambda: False)
    monkeypatch.setattr(browser, "_unpack_here", lambda: None)
    with pytest.raises(Failed, match=browser.FROM_APT):
        browser.prepare()


def test_a_present_one_is_left_alone(bare: Named, monkeypatch: pytest.MonkeyPatch) -> None:
    bare("bin/chromium")
    monkeypatch.setattr(apt, "refresh", lambda: pytest.fail("nothing to fetch"))
    browser.prepare()
