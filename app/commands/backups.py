"""`flask backup` and `flask restore FILE`: a copy of everything now, and an empty database filled from one."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.commands import database
from app.kit import backup, clock


@click.command("backup")
@with_appcontext
def write() -> None:
    """立即备份数据库和文件。 / Copy database and files into one file now."""
    settings = current_app.config
    try:
        path = backup.write(
            settings["DATABASE_OWNER_URL"], settings["FILES"], settings["VAR"] / "backups", now=clock.now()
        )
    except backup.NeedsOwner:
        raise click.ClickException(
            "请设置DATABASE_OWNER_URL为数据表所有者，否则只能备份部分数据 / "
            "set DATABASE_OWNER_URL to the role that owns the tables, or only part would be copied"
        ) from None
    click.echo(f"{path}（{path.stat().st_size // 1024} KB）")
    click.echo("密钥文件不在其中，请另行保存 / the keys are not in it: keep var/secrets.json apart")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """从备份恢复到空数据库。 / Fill an empty database from a backup."""
    settings = current_app.config
    database.bring_to_head()
    try:
        rows = backup.restore(file, settings["DATABASE_OWNER_URL"], settings["FILES"])
    except backup.NotEmpty as table:
        raise click.ClickException(
            f"数据库不是空的（{table}），未作任何改动 / the database is not empty ({table}): nothing was changed"
        ) from None
    click.echo(f"已恢复{sum(rows.values())}行 / {sum(rows.values())} rows restored")
