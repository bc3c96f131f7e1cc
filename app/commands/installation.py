"""The doctor's look at what runs: the database and its role, the scheduler's heartbeat, the public address."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import select

from app.certificates import queries as certificates
from app.certificates.rules import SOON
from app.commands import database, keys
from app.commands.findings import Finding, judged, noted
from app.kit import clock
from app.kit.db import make_engine, open_session
from app.kit.models import SchedulerLease
from app.kit.scopes import Reach
from app.towns.queries import all_towns

SILENCE = timedelta(minutes=1)  # after which a scheduler is taken for dead
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

ROLE = sa.text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
OWNED = sa.text("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tableowner = current_user")


def findings() -> Iterator[Finding]:
    yield address(current_app.config["PUBLIC_URL"])
    engine = make_engine(current_app.config["DATABASE_URL"], guarded=False)
    try:
        yield from _database(engine)
    except SQLAlchemyError as problem:
        reason = str(getattr(problem, "orig", problem)).strip().splitlines()[0]
        yield judged(
            False,
            f"数据库连接不上 / database: {reason}",
            "请检查 DATABASE_URL，并确认数据库已启动 / check DATABASE_URL and that the database is running",
        )
    finally:
        engine.dispose()


def address(url: str) -> Finding:
    """Passwords travel in clear over plain http, so only this machine may be reached that way."""
    parts = urlsplit(url)
    safe = parts.scheme == "https" or parts.hostname in LOOPBACK
    mend = "PUBLIC_URL 应为 https 地址，或仅限本机 / set PUBLIC_URL to an https address, or stay on this machine"
    return judged(safe, f"网址 / address: {url}", mend)


def _database(engine: sa.Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        name = engine.url.render_as_string(hide_password=True)
        yield judged(True, f"数据库 / database: {name}", "")
        if connection.dialect.name == "postgresql":
            yield role(connection)
        else:
            yield database_file(Path(engine.url.database or ""))
    at_head = database.is_at_head()
    yield judged(at_head, "数据库结构 / schema: " + (" ".join(database.current_revisions()) or "—"), "./run")
    if at_head:
        yield scheduler()
        yield signing()


def database_file(path: Path) -> Finding:
    """The file holds names and phone numbers."""
    mode = keys.mode_of(path)
    return judged(not mode & 0o077, f"数据库文件权限 / mode of the database file: {mode:04o}", f"chmod 600 {path}")


def role(connection: sa.Connection) -> Finding:
    """Row-level security binds neither an owner nor a superuser, so the application must be neither."""
    free = bool(connection.scalar(ROLE)) or bool(connection.scalar(OWNED))
    mend = (
        "应用须使用普通角色，数据表归 DATABASE_OWNER_URL 的角色所有，见 docs/operations.md / "
        "the application's role must not own the tables, see docs/operations.md"
    )
    return judged(not free, "数据库角色 / database role", mend)


def signing() -> Finding:
    """Certificates that sign documents: those that end within two months, and revocation lists that grow old."""
    with open_session(current_app.extensions["engine"], Reach.nothing(), writes=False) as looking:
        towns = frozenset(town.id for town in all_towns(looking))
    with open_session(current_app.extensions["engine"], Reach(towns), writes=False) as session:
        kept, old = certificates.worn(session, clock.now() + SOON)
    names = "、".join(f"{one.organ}（{one.valid_until:%Y-%m-%d}）" for one in old)
    mend = f"请有关镇更新证书或吊销列表 / to be renewed by their towns: {names}"
    return noted(not old, f"签名证书 / signing certificates: {kept}", mend if old else "")


def scheduler() -> Finding:
    with open_session(current_app.extensions["engine"], Reach.nothing(), writes=False) as session:
        beats = session.exec(select(SchedulerLease.beat_at).order_by(sa.desc("beat_at")).limit(1))
        beat = beats.one_or_none()
    if beat is None:
        return noted(False, "定时任务尚未运行过 / the scheduler has not run yet", "./run")
    alive = clock.now() - beat < SILENCE
    fact = f"定时任务最近一次报到 / scheduler's last beat: {clock.to_town(beat):%Y-%m-%d %H:%M:%S}"
    return noted(alive, fact, "./run")
