"""`flask serve`: the database at head, then the web server and the scheduler under one supervisor."""

import functools
import os
import socket
import sys

import click
from flask import current_app
from flask.cli import with_appcontext
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.commands import database
from app.commands.supervisor import Program, keep_running
from app.kit import web

HOST = "127.0.0.1"  # a reverse proxy on the same machine brings https and the outside world
THREADS = 8  # requests that one web process works on at a time


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口 / port")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="进程数 / web processes")
@click.option("--demo", is_flag=True, help="载入演示数据，仅限本机访问 / load the demo case, for this machine only")
@with_appcontext
def serve(port: int, workers: int, demo: bool) -> None:
    """启动网站和定时任务，按 Ctrl-C 停止。 / Run the site and the scheduler until Ctrl-C."""
    address = os.environ.get("PUBLIC_URL") or f"http://{HOST}:{port}"
    current_app.config.update(PUBLIC_URL=address, DEMO=demo or current_app.config["DEMO"])
    _refuse_taken_port(port)
    _prepare_data()
    click.echo(f"邻桥 / Linqiao: {address}    （Ctrl-C 停止 / to stop）")
    web.engine().dispose()  # a connection must not be shared with the programs that are forked now
    sys.exit(keep_running(_programs(port, workers, address), click.echo))


def _prepare_data() -> None:
    """Schema, then the demo case, or the one-time link for the first operator."""
    if database.bring_to_head():
        click.echo("数据库已更新 / database brought up to date")
    _call("demo load" if current_app.config["DEMO"] else "setup-link")


def _call(words: str) -> None:
    """Run another command of this application in this process: starting Python again would cost a second."""
    context = click.get_current_context()
    command: click.Command | None = current_app.cli
    for word in words.split():
        command = command.get_command(context, word) if isinstance(command, click.Group) else None
    if command:
        context.invoke(command)


def _programs(port: int, workers: int, address: str) -> list[Program]:
    return [
        Program("网站 / web server", functools.partial(_serve_pages, port, workers)),
        Program("定时任务 / scheduler", functools.partial(_run_jobs, address)),
    ]


def _serve_pages(port: int, workers: int) -> None:
    """The application is imported already: the workers share it, and answer a second after `./run`."""
    Granian(
        "wsgi:app",
        HOST,
        port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def _run_jobs(address: str) -> None:
    """A program of its own, with its own connections and settings."""
    demo = "1" if current_app.config["DEMO"] else ""
    settings = {"PUBLIC_URL": address, "LINQIAO_DEMO": demo, "PYTHONPATH": str(current_app.config["ROOT"])}
    os.execve(sys.executable, [sys.executable, "-m", "jobs"], {**os.environ, **settings})  # noqa: S606  # our own program


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise click.ClickException(
                f"端口 {port} 已被占用，请换一个：--port {port + 1} / port {port} is taken, choose another with --port"
            ) from None
