"""`flask demo load`: the ground and a year of history, once. Loading again changes nothing."""

import secrets
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from app.accounts import actions as accounts
from app.accounts.models import Person
from app.demo import ground, history
from app.demo.stage import Stage

Say = Callable[[str], None]


class NotEmpty(Exception):
    """The database already holds towns of its own: the demo stays out of it."""


def load(
    engine: sa.Engine,
    now: datetime,
    say: Say = lambda line: None,
    run_jobs: Callable[[Stage], None] = lambda stage: None,
) -> Stage | None:
    """The demo case as it looks at `now`; None when it is loaded already. `run_jobs` makes the documents' files."""
    if ground.is_laid(engine):
        return None
    if not ground.is_empty(engine):
        raise NotEmpty
    stage = ground.lay(engine, now)
    history.play(stage, now, say, run_jobs)
    return stage


def set_passwords(stage: Stage) -> list[tuple[str, str]]:
    """A random password for everybody, told once: no account of the product has a known one."""
    told = []
    for login, person in sorted(stage.people.items()):
        password = secrets.token_urlsafe(12)
        with stage.acting(login) as (session, _actor):
            accounts.set_password(session, session.get_one(Person, person.id), password, policy="asvs")
        told.append((login, password))
    return told
