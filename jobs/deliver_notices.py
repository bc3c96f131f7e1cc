"""Mails that are due leave the house, one at a time, at least once, never while a page waits."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.kit import clock
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach
from app.notifications import actions
from app.notifications.gateways import Mailer, NotSent
from app.notifications.queries import Letter
from app.towns import queries as towns
from config import Config


class SomeNotSent(Exception):
    """Shown on the status page beside the run; the mails themselves are tried again."""


def run(engine: sa.Engine, now: datetime, mailer: Mailer | None = None) -> int:
    """Send what is due of every town; how many mails the server took. Without a mail server there is nothing to do."""
    mailer = mailer or Mailer.from_config(Config)
    if mailer is None:
        return 0
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        town_ids = [town.id for town in towns.all_towns(session)]
    errors: list[str] = []
    sent = sum(_deliver(engine, town_id, mailer, now, errors) for town_id in town_ids)
    if errors:
        raise SomeNotSent(f"{len(errors)} not sent ({sent} sent): {errors[0]}")
    return sent


def _deliver(engine: sa.Engine, town_id: UUID, mailer: Mailer, now: datetime, errors: list[str]) -> int:
    reach = Reach(frozenset({town_id}))
    with transaction(engine, reach, now=now) as session:
        letters = actions.claim_mails(session, town_id, now)
    return sum(_send(engine, reach, letter, mailer, errors) for letter in letters)


def _send(engine: sa.Engine, reach: Reach, letter: Letter, mailer: Mailer, errors: list[str]) -> bool:
    try:
        mailer.send(letter)
    except NotSent as error:
        errors.append(str(error))
        with transaction(engine, reach) as session:
            actions.mark_failed(session, letter.notice_id, str(error), clock.now())
        return False
    with transaction(engine, reach) as session:
        actions.mark_sent(session, letter.notice_id, clock.now())
    return True
