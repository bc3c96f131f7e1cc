"""`flask secrets`: where the keys of this installation are, readable by their owner alone."""

import os
import stat
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

OWNER_ONLY = 0o600


@click.command()
@with_appcontext
def secrets() -> None:
    """生成密钥文件（如尚无）并收紧权限。 / Make the file of keys, if there is none, and close it to others."""
    path = key_file()  # the settings made it when they were first read
    if mode_of(path) != OWNER_ONLY:
        path.chmod(OWNER_ONLY)
        click.echo("已将权限改为仅本人可读写（0600）/ closed to everybody else (0600)")
    click.echo(f"密钥文件 / keys: {path}")
    click.echo("请与数据库分开备份；丢失后无法核验审计记录 / keep a copy apart from the database")


def key_file() -> Path:
    return Path(current_app.config["VAR"]) / "secrets.json"


def mode_of(path: Path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)
