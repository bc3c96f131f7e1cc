"""`flask doctor`: every prerequisite in one list, and beside each that is missing how to mend it."""

import sys
from collections.abc import Iterable

import click
from flask.cli import with_appcontext

from app.commands import installation, machine
from app.commands.findings import Finding, Grade


@click.command()
@with_appcontext
def doctor() -> None:
    """检查运行条件，并说明如何补齐。 / Check every prerequisite and say how to mend what is missing."""
    missing = report([*machine.findings(), *installation.findings()])
    click.echo(f"缺 {missing} 项 / missing: {missing}" if missing else "一切就绪 / all is well")
    sys.exit(1 if missing else 0)


def report(findings: Iterable[Finding]) -> int:
    """Print the list; how many are missing."""
    missing = 0
    for finding in findings:
        click.echo(f"{finding.grade.value} {finding.fact}")
        if finding.mend:
            click.echo(f"    → {finding.mend}")
        missing += finding.grade is Grade.MISSING
    return missing
