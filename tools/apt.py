"""Debian's and Ubuntu's packages: installed by root, or downloaded and unpacked into the checkout by anybody else."""

import functools
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.steps import VENV, Failed, environment, run

LISTS = VENV / "apt"  # the private package lists of a user who may not refresh the machine's


def available() -> bool:
    return shutil.which("apt-get") is not None and shutil.which("dpkg-deb") is not None


def is_root() -> bool:
    return os.geteuid() == 0


def options() -> list[str]:
    """Root works on the machine's lists; anybody else on lists of their own, which need no privilege."""
    if is_root():
        return ["-o", "APT::Sandbox::User=root"]
    return [
        *("-o", f"Dir::State::lists={LISTS}/lists"),
        *("-o", f"Dir::Cache={LISTS}/cache"),
        *("-o", "Debug::NoLocking=1"),
    ]


@functools.cache
def refresh() -> None:
    """Fetch the package lists, once in a run."""
    if not is_root():
        for folder in ("lists/partial", "cache/archives/partial"):
            (LISTS / folder).mkdir(parents=True, exist_ok=True)
    run("apt-get", *options(), "-qq", "update", env=environment())


def forget_lists() -> None:
    """Give back the room of the private lists: they are old by the next time anyway."""
    shutil.rmtree(LISTS, ignore_errors=True)


def install(packages: Iterable[str]) -> None:
    """Install on the machine, as root."""
    refresh()
    run(
        *("apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages),
        env=environment(DEBIAN_FRONTEND="noninteractive"),
    )


def with_dependencies(packages: Iterable[str]) -> list[str]:
    """The named packages and what they need that this machine does not have yet."""
    refresh()
    command = ["apt-get", *options(), "-qq", "-y", "--no-install-recommends", "--print-uris", "install", *packages]
    listed = subprocess.run(command, env=environment(), capture_output=True, text=True)
    if listed.returncode:
        raise Failed(listed.stderr.strip())
    return [line.split()[1].split("_")[0] for line in listed.stdout.splitlines() if line.startswith("'")]


@contextmanager
def downloaded(packages: Iterable[str]) -> Iterator[list[Path]]:
    """The .deb files of exactly these packages, in a folder that is gone afterwards."""
    refresh()
    VENV.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=VENV, prefix="debs-") as folder:
        run("apt-get", *options(), "-qq", "download", *packages, cwd=Path(folder), env=environment())
        yield sorted(Path(folder).glob("*.deb"))


def unpack(deb: Path, target: Callable[[str], Path | None]) -> int:
    """Write the files of a package to where `target` puts them (None: leave it out); how many were written."""
    written = 0
    reader = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE)
    with reader, tarfile.open(fileobj=reader.stdout, mode="r|") as archive:
        for member in archive:
            place = target(member.name.removeprefix("./")) if member.isfile() else None
            content = archive.extractfile(member) if place else None
            if place and content:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.read())
                written += 1
    return written
