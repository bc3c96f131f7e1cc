"""`flask demo load` and `flask demo story`: the case of the two towns, to look at and to play through."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.demo import load as loading
from app.kit import clock
from app.kit.web import engine

demo = AppGroup("demo", help="演示数据 / the demo case")


@demo.command("load")
def load() -> None:
    """载入演示数据（已载入则不变）。 / Load the demo case; loading again changes nothing."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("只在演示模式下载入：LINQIAO_DEMO=1 / in demo mode only: LINQIAO_DEMO=1")
    try:
        stage = loading.load(engine(), clock.now(), lambda line: click.echo(f"演示数据 / demo: {line}"))
    except loading.NotEmpty:
        raise click.ClickException(
            "数据库中已有其他镇的数据，演示数据不会混入 / there are other towns in this database: nothing was loaded"
        ) from None
    if stage is None:
        return
    click.echo("账号和口令（仅显示一次；也可在登录页点选人员进入）/ accounts, shown once:")
    for login, password in loading.set_passwords(stage):
        click.echo(f"  {login:<16} {password}")
