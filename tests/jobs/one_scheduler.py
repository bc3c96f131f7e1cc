"""A scheduler process for the tests: runs one job once, and can be made to stop at the worst moment.

Arguments: database URL, person id, town id, where to stop (claimed, done or never), due instant. Prints each stage.
"""

import sys
import time
from datetime import datetime
from uuid import UUID, uuid4

from apscheduler.triggers.cron import CronTrigger

import app.tables  # noqa: F401  # the guard must know every table
from app.kit.clock import TOWN_TIME
from app.kit.db import make_engine, transaction
from app.kit.scopes import Reach
from app.notifications import actions
from jobs import Job
from jobs.scheduler import Scheduler

url, person, town, stop_at, due = sys.argv[1:]
now = datetime.fromisoformat(due)


def stage(name: str) -> None:
    print(name, flush=True)  # noqa: T201  # the test reads it
    if name == stop_at:
        time.sleep(60)


def tell(engine, now):
    stage("claimed")
    with transaction(engine, Reach(frozenset({UUID(town)})), now=now) as session:
        actions.tell(
            session, person_id=UUID(person), town_id=UUID(town), kind="test.told", event="test:1", title="一次"
        )
    stage("done")
    return 1


scheduler = Scheduler(make_engine(url), uuid4().hex, {"tell": Job(tell, CronTrigger(hour=8, timezone=TOWN_TIME))})
scheduler.beat(now, at_once=True)
scheduler.perform("tell", now)
stage("finished")
