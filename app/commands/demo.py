"""`flask demo load` and `flask demo story`: the case of the two towns, to look at and to play through."""

import shutil
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

import app
from app.commands import database
from app.demo import ground
from app.demo import load as loading
from app.demo import story as stories
from app.demo.stage import Stage
from app.demo.telling import NothingMade, Story
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.web import engine
from config import Config
from jobs import make_archives, make_reports, publish_minutes, render_documents

demo = AppGroup("demo", help="演示数据 / the demo case")


@demo.command("load")
def load() -> None:
    """载入演示数据（已载入则不变）。 / Load the demo case; loading again changes nothing."""
    if not current_app.config["DEMO"]:
        raise click.ClickException("只在演示模式下载入：LINQIAO_DEMO=1 / in demo mode only: LINQIAO_DEMO=1")
    database.bring_to_head()
    try:
        stage = loading.load(engine(), clock.now(), lambda line: click.echo(f"演示数据 / demo: {line}"), _run_jobs)
    except loading.NotEmpty:
        raise click.ClickException(
            "数据库中已有其他镇的数据，演示数据不会混入 / there are other towns in this database: nothing was loaded"
        ) from None
    if stage is None:
        return
    click.echo("账号和口令（仅显示一次；也可在登录页点选人员进入）/ accounts, shown once:")
    for login, password in loading.set_passwords(stage):
        click.echo(f"  {login:<16} {password}")


@demo.command("story")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="输出目录 / folder")
def story(out: Path) -> None:
    """在独立的数据库中演完全过程，公文写入目录。 / Play the case on a database of its own."""
    if not current_app.config["FONTS_CONF"].exists():
        raise click.ClickException("缺少公文字体，请运行 flask doctor / document fonts are missing: run flask doctor")
    out.mkdir(parents=True, exist_ok=True)
    own = _own_installation(out / ".data")
    with own.app_context():
        database.bring_to_head()
        stage = ground.lay(engine(), clock.now())
        settings = own.config
        telling = Story(stage, out, click.echo, _run_jobs, settings["PUBLIC_URL"], settings["AUDIT_KEY"])
        try:
            stories.play(telling)
        except (Refusal, NothingMade) as failed:
            raise click.ClickException(f"第{telling.number + 1}步未完成：{failed} / step failed") from failed
    click.echo(f"全部公文在 / all documents are in {out}")


def _own_installation(folder: Path) -> Flask:
    """A fresh application with its data in `folder`; what an earlier story left there goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    config = Config()
    config.VAR, config.FILES = folder, folder / "files"
    config.DATABASE_URL = config.DATABASE_OWNER_URL = f"sqlite:///{folder}/linqiao.db"
    return app.create_app(config)


def _run_jobs(stage: Stage) -> None:
    """What the scheduler would do at this moment of the story."""
    for job in (render_documents, publish_minutes, make_reports, make_archives):
        job.run(engine(), stage.now)
