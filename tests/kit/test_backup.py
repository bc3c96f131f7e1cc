"""The restore drill: what was copied is there again, on either engine, and the audit chains still verify."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from app.audit import actions as audit
from app.audit import queries as audits
from app.kit import backup, schema
from app.kit.actor import Actor
from app.kit.db import make_engine, open_session
from app.kit.scopes import Reach

NOW = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


@pytest.fixture
def owner_url(owner):
    return owner.url.render_as_string(hide_password=False)


@pytest.fixture
def full(session, cast, config):
    """An installation with deeds, a file and rows of every kind the cast has."""
    for _ in range(3):
        audit.record(session, Actor(cast.shen.id, cast.dong.id), "spaces.book", "booking:1", note="二月", minutes=90)
        session.commit()
    config.FILES.mkdir(parents=True)
    (config.FILES / "ab12").write_bytes(b"\x00a scan\xff")
    return config


def counts(engine):
    with engine.connect() as connection:
        tables = SQLModel.metadata.sorted_tables
        return {t.name: connection.execute(sa.select(sa.func.count()).select_from(t)).scalar() for t in tables}


def test_a_backup_fills_an_empty_sqlite_whatever_it_came_from(full, owner, owner_url, cast, tmp_path):
    copy = backup.write(owner_url, full.FILES, tmp_path / "backups", now=NOW)
    fresh = make_engine(f"sqlite:///{tmp_path}/fresh.db", guarded=False)
    schema.create(fresh)

    backup.restore(copy, str(fresh.url), tmp_path / "restored")

    assert counts(fresh) == counts(owner)
    assert (tmp_path / "restored/ab12").read_bytes() == b"\x00a scan\xff"
    with open_session(make_engine(str(fresh.url)), Reach(frozenset({cast.dong.id})), writes=False) as reading:
        report = audits.verify(reading, cast.dong.id, full.AUDIT_KEY)
    assert (report.entries, report.broken) == (3, None)
    fresh.dispose()


def test_nothing_is_restored_over_what_is_there(full, owner_url, tmp_path):
    copy = backup.write(owner_url, full.FILES, tmp_path / "backups", now=NOW)
    with pytest.raises(backup.NotEmpty):
        backup.restore(copy, owner_url, tmp_path / "restored")


def test_a_backup_has_its_name_only_when_it_is_whole_and_is_its_owners_alone(full, owner_url, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "_plain", lambda value: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        backup.write(owner_url, full.FILES, tmp_path / "backups", now=NOW)
    assert backup.list_backups(tmp_path / "backups") == []
    monkeypatch.undo()
    copy = backup.write(owner_url, full.FILES, tmp_path / "backups", now=NOW)
    assert copy.name == "linqiao-20260302-183000.zip"
    assert copy.stat().st_mode & 0o077 == 0


def test_the_newest_backups_are_kept(tmp_path):
    for day in range(1, 6):
        (tmp_path / f"linqiao-2026030{day}-183000.zip").touch()
    assert backup.forget(tmp_path, keep=2) == 3
    assert [p.name[8:16] for p in backup.list_backups(tmp_path)] == ["20260305", "20260304"]


def test_a_role_under_the_policies_says_that_it_would_copy_only_part(full, backend, tmp_path):
    if backend.startswith("sqlite"):  # one role, which sees everything
        assert backup.write(backend, full.FILES, tmp_path, now=NOW).exists()
        return
    with pytest.raises(backup.NeedsOwner):
        backup.write(backend, full.FILES, tmp_path, now=NOW)
