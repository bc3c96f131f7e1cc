"""`flask audit verify`: recompute every chain and say where one does not hold. Exits 1 when something is wrong."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.audit import queries
from app.audit.models import OPERATOR
from app.audit.queries import ChainReport
from app.kit import web
from app.kit.db import open_session
from app.kit.scopes import Reach
from app.towns import queries as towns

REASONS = {"edited": "内容被改动", "missing": "有条目缺失", "cut": "末尾被截断"}


@click.group()
def audit() -> None:
    """审计日志 / the audit log"""


@audit.command()
@with_appcontext
def verify() -> None:
    """核验全部审计链 / verify every chain"""
    broken = 0
    for name, report in reports():
        click.echo(f"{name}：{sentence(report)}")
        broken += report.broken is not None
    raise SystemExit(1 if broken else 0)


def reports() -> list[tuple[str, ChainReport]]:
    """The operator's chain and one per town, each read with that town's reach."""
    with open_session(web.engine(), Reach.nothing(), writes=False) as session:
        chains = [(OPERATOR, "系统管理"), *((t.id, t.name) for t in towns.all_towns(session))]
    found = []
    for town_id, name in chains:
        with open_session(web.engine(), Reach(frozenset({town_id})), writes=False) as session:
            found.append((name, queries.verify(session, town_id, current_app.config["AUDIT_KEY"])))
    return found


def sentence(report: ChainReport) -> str:
    if report.broken is None:
        return f"{report.entries}条，完整 / {report.entries} entries, unbroken"
    reason = REASONS[report.broken.reason]
    return f"第{report.broken.seq}条起不完整（{reason}）/ broken at {report.broken.seq}: {report.broken.reason}"
