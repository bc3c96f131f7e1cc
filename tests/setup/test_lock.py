"""The locks: everything pinned and hashed, nothing said about where it comes from, good for Python 3.11 and 3.12."""

import json
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.txt"))
PINNED = re.compile(r"^[A-Za-z0-9._-]+==\S+( ; .+)? \\$")


def _requirements(lock: str) -> dict[str, list[str]]:
    """Each pinned line of a lock with the hashes below it."""
    found: dict[str, list[str]] = {}
    line = ""
    for text in (ROOT / lock).read_text().splitlines():
        if text.startswith("    --hash=sha256:"):
            found[line].append(text.strip(" \\"))
        elif text and not text.startswith("#"):
            assert PINNED.match(text), text
            line = text.removesuffix(" \\")
            found[line] = []
    return found


def _versions(lock: str, python: str) -> dict[str, str]:
    """What Linux gets from a lock under a version of Python."""
    here = {"python_version": python, "python_full_version": f"{python}.9", "os_name": "posix", "sys_platform": "linux"}
    chosen = [need for need in map(Requirement, _requirements(lock)) if not need.marker or need.marker.evaluate(here)]
    assert len({need.name for need in chosen}) == len(chosen), "one version of each"
    return {need.name: str(need.specifier) for need in chosen}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_hashed(lock: str) -> None:
    requirements = _requirements(lock)
    assert requirements
    assert [line for line, hashes in requirements.items() if not hashes] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_folder(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|index-url|find-links|@ |/", text)


@pytest.mark.parametrize("needs", sorted(path.name for path in ROOT.glob("requirements*.in")))
def test_every_direct_need_is_in_its_lock(needs: str) -> None:
    pinned = _versions(needs.replace(".in", ".txt"), "3.11")
    wanted = [line for line in (ROOT / needs).read_text().splitlines() if line and line[0] not in "#-"]
    assert [need for need in wanted if Requirement(need).name not in pinned] == []


@pytest.mark.parametrize("python", ["3.11", "3.12"])
def test_the_tests_run_on_exactly_what_the_product_runs_on(python: str) -> None:
    product, tests = _versions("requirements.txt", python), _versions("requirements-dev.txt", python)
    assert product.items() <= tests.items()


def test_npm_s_lock_names_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = [package for place, package in packages.items() if place]
    assert all(package["integrity"].startswith("sha512-") for package in fetched)
    assert not any("resolved" in package for package in fetched)
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text().splitlines()


def test_front_end_packages_are_pinned_to_one_version() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
