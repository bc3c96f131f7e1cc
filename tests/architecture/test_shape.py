"""The shape of the code, checked like everything else."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import jobs
from config import Config

ROOT = Path(__file__).parents[2]
SIX = {"__init__", "models", "rules", "queries", "actions", "forms", "routes", "gateways", "guards"}
NOT_DOMAINS = {"kit", "commands", "demo"}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
DOMAINS = {p.parent.name for p in (ROOT / "app").glob("*/__init__.py")} - NOT_DOMAINS
CODE = sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "jobs").glob("*.py")])
LONGEST = 300


def name_of(path):
    return str(path.relative_to(ROOT))


def test_import_contracts_hold():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_domain_follows_the_inner_order():
    inner = next(c for c in CONTRACTS if c["name"].startswith("Inside a domain"))
    assert {c.removeprefix("app.") for c in inner["containers"]} == DOMAINS


def test_a_domain_has_no_files_but_the_six_and_what_touches_the_outside():
    strange = {name_of(p) for d in DOMAINS for p in (ROOT / "app" / d).glob("*.py") if p.stem not in SIX}
    assert strange == set()


def test_every_job_is_on_the_timetable():
    files = {p.stem for p in (ROOT / "jobs").glob("*.py")} - {"__init__", "__main__", "scheduler"}
    assert set(jobs.TIMETABLE) == files


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_modules_stay_small(path):
    assert len(path.read_text().splitlines()) <= LONGEST


@pytest.mark.parametrize("path", [p for p in CODE if p.read_text().strip()], ids=name_of)
def test_every_module_opens_with_a_sentence(path):
    assert ast.get_docstring(ast.parse(path.read_text()))


def test_the_map_names_every_package():
    said = (ROOT / "docs/map.md").read_text()
    assert {d for d in DOMAINS | NOT_DOMAINS if f"`{d}`" not in said} == set()
    named = set(re.findall(r"^\| `(\w+)` ", said, re.M))
    assert named - DOMAINS - NOT_DOMAINS == set(), "packages that are gone"


def test_operations_name_every_job():
    said = (ROOT / "docs/operations.md").read_text()
    assert {job for job in jobs.TIMETABLE if f"`{job}`" not in said} == set()


def test_operations_name_every_setting_that_the_environment_may_change():
    asked = set(re.findall(r'environ\.get\(\s*"(\w+)"', (ROOT / "config.py").read_text()))
    said = (ROOT / "docs/operations.md").read_text()
    assert {name for name in asked if f"`{name}`" not in said} == set()
    assert asked, "the pattern must match something"
    assert Config.ROOT == ROOT


def test_decisions_are_numbered_once():
    numbers = [p.name[:4] for p in (ROOT / "docs/decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))
    assert all(re.fullmatch(r"\d{4}", number) for number in numbers)


def test_every_test_that_the_pitfalls_name_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/pitfalls.md").read_text())
    assert named
    missing = [(path, name) for path, name in named if f"def {name}(" not in (ROOT / path).read_text()]
    assert missing == []
