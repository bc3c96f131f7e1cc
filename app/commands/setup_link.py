"""`flask setup-link`: how the first operator of a fresh installation gets in. No known password ever exists."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlmodel import Session

from app.accounts import actions, queries
from app.accounts.models import Assignment, Person, Role
from app.kit import clock, web
from app.kit.actor import Actor
from app.kit.db import transaction, widen
from app.kit.scopes import Reach

LOGIN, NAME = "operator", "系统管理员"


@click.command("setup-link")
@with_appcontext
def setup_link() -> None:
    """首位系统管理员的一次性链接（已有则不显示）。 / The first operator's one-time link, then nothing."""
    if link := make_link():
        click.echo("首次使用：请在7天内打开下面的链接，设置系统管理员密码（账号 operator，链接只能用一次）")
        click.echo("First start: open this one-time link to set the operator's password")
        click.echo(link)


def make_link() -> str:
    """A fresh link while no operator can sign in yet, replacing the one before; "" afterwards."""
    now = clock.now()
    with transaction(web.engine(), Reach.nothing(), now=now) as session:
        known = list(queries.operators(session, now))
        for person in known:
            widen(session, person_id=person.id)
            if queries.find_credential(session, person.id):
                return ""
        person = known[0] if known else _first_operator(session)
        secret = actions.invite(session, person, actor=Actor.system())
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}/invitations/{secret}"


def _first_operator(session: Session) -> Person:
    person = Person(login=LOGIN, name=NAME)
    session.add(person)
    session.flush()
    session.add(Assignment(person_id=person.id, role=Role.OPERATOR, starts_at=session.info["now"]))
    return person
