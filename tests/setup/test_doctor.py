"""The doctor: what is missing is named with the way to mend it, and only that makes the command fail."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.commands import database, doctor, installation, keys, machine
from app.commands.findings import Finding, Grade, judged, noted
from app.kit import clock
from app.kit.db import transaction
from app.kit.models import SchedulerLease
from app.kit.scopes import Reach
from tools import frontend


@pytest.fixture
def here(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def _missing(finding: Finding) -> str:
    """The way to mend something that is missing."""
    assert finding.grade is Grade.MISSING, finding
    return finding.mend


def test_only_what_is_missing_counts(capsys: pytest.CaptureFixture[str]) -> None:
    findings = [judged(True, "fine", "?"), noted(False, "remark", "look"), judged(False, "gone", "mend it")]
    assert doctor.report(findings) == 1
    assert capsys.readouterr().out == "✓ fine\n! remark\n    → look\n✗ gone\n    → mend it\n"


def test_a_package_of_another_version_than_the_lock_s_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("flask==0.0.1 \\\n    --hash=sha256:00\nno-such-thing==1.0 \\\n    --hash=sha256:00\n")
    finding = machine.packages(lock)
    assert "flask 0.0.1, no-such-thing 1.0" in finding.fact
    assert "./run" in _missing(finding)


def test_a_library_that_cannot_be_loaded_is_named() -> None:
    finding = machine.libraries(["libpango-1.0.so.0"])
    assert "libpango-1.0.so.0" in finding.fact
    assert "sudo apt-get install" in _missing(finding)


def test_without_the_font_configuration_no_face_is_promised(tmp_path: Path) -> None:
    assert [_missing(finding) for finding in machine.document_fonts(tmp_path / "fonts.conf")] == [machine.AGAIN]


def test_every_face_is_looked_at_by_name() -> None:
    facts = " ".join(finding.fact for finding in machine.document_fonts(Path(os.environ["FONTCONFIG_FILE"])))
    assert all(face in facts for face in ("仿宋", "楷体", "黑体", "宋体", "小标宋", "喆"))


def test_a_missing_front_end_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(frontend.VENDOR, tmp_path / "vendor")
    (tmp_path / "vendor/htmx/htmx.min.js").unlink()
    finding = machine.vendor(tmp_path / "vendor")
    assert "htmx.min.js" in finding.fact
    assert _missing(finding) == machine.AGAIN


def test_keys_that_others_can_read_are_a_fault_and_can_be_closed(here: Flask) -> None:
    path = keys.key_file()
    path.write_text("{}")
    path.chmod(0o644)
    assert _missing(machine.secrets(path)) == "flask secrets"
    assert here.test_cli_runner().invoke(keys.secrets).exit_code == 0
    assert machine.secrets(path).grade is Grade.GOOD


def test_keys_that_do_not_exist_are_a_fault(tmp_path: Path) -> None:
    assert _missing(machine.secrets(tmp_path / "secrets.json")) == "flask secrets"


def test_a_full_disk_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.disk(tmp_path).grade is Grade.GOOD
    monkeypatch.setattr(machine, "ROOM", 1 << 60)
    assert "LINQIAO_VAR" in _missing(machine.disk(tmp_path))


@pytest.mark.parametrize(
    ("url", "grade"),
    [
        ("https://linqiao.example.org", Grade.GOOD),
        ("http://127.0.0.1:8000", Grade.GOOD),
        ("http://localhost:8000", Grade.GOOD),
        ("http://10.0.0.5:8000", Grade.MISSING),
    ],
)
def test_plain_http_is_for_this_machine_only(url: str, grade: Grade) -> None:
    assert installation.address(url).grade is grade


def test_a_database_that_does_not_answer_is_a_fault(here: Flask, tmp_path: Path) -> None:
    here.config["DATABASE_URL"] = f"sqlite:///{tmp_path}/no/such/folder/linqiao.db"
    mends = [finding.mend for finding in installation.findings() if finding.grade is Grade.MISSING]
    assert len(mends) == 1
    assert "DATABASE_URL" in mends[0]


def test_a_schema_that_is_not_at_head_is_a_fault(here: Flask, backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "head_revisions", lambda: ("9999",))
    here.config["DATABASE_OWNER_URL"] = backend
    faults = [finding for finding in installation.findings() if finding.grade is Grade.MISSING]
    assert [finding.mend for finding in faults if "chmod" not in finding.mend] == ["./run"]


def test_the_application_s_role_on_postgresql_must_be_an_ordinary_one(
    request: pytest.FixtureRequest, postgres: tuple[str, sa.Engine]
) -> None:
    address, owner = postgres
    with owner.connect() as connection:
        assert "docs/operations.md" in _missing(installation.role(connection))
    ordinary = sa.create_engine(address)
    request.addfinalizer(ordinary.dispose)
    with ordinary.connect() as connection:
        assert installation.role(connection).grade is Grade.GOOD


@pytest.mark.parametrize(("minutes", "grade"), [(0, Grade.GOOD), (5, Grade.NOTE)])
def test_a_silent_scheduler_is_remarked_upon(here: Flask, engine: sa.Engine, minutes: int, grade: Grade) -> None:
    assert installation.scheduler().grade is Grade.NOTE, "it has never run"
    beat = clock.now() - timedelta(minutes=minutes)
    with transaction(engine, Reach.nothing()) as session:
        session.add(SchedulerLease(name="scheduler", holder="here", expires_at=beat, beat_at=beat))
    assert installation.scheduler().grade is grade


@pytest.mark.parametrize(("mode", "grade"), [(0o600, Grade.GOOD), (0o644, Grade.MISSING)])
def test_a_database_file_that_others_can_read_is_a_fault(tmp_path: Path, mode: int, grade: Grade) -> None:
    path = tmp_path / "linqiao.db"
    path.touch()
    path.chmod(mode)
    assert installation.database_file(path).grade is grade
