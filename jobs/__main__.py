"""`python -m jobs`: the scheduler process. APScheduler is only its clock; never start it inside a web worker."""

import fcntl
import logging
import os
import signal
import socket
from datetime import datetime
from typing import IO, Any
from uuid import uuid4

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger

from app import create_app
from app.kit import clock
from config import Config
from jobs import TIMETABLE
from jobs.scheduler import Scheduler

BEAT_SECONDS = 5


def main() -> None:
    app = create_app(Config())
    machine_lock = _lock_of_this_machine()  # held until the process ends; the next one waits here
    scheduler = Scheduler(app.extensions["engine"], f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}")
    scheduler.beat(clock.now(), at_once=True)
    scheduler.publish(clock.now())
    with app.app_context():
        _run(scheduler)
    machine_lock.close()


def _run(scheduler: Scheduler) -> None:
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a sweeper that is still busy is no news
    ticking = BlockingScheduler(timezone=clock.TOWN_TIME)
    endless: dict[str, Any] = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    ticking.add_job(lambda: scheduler.beat(clock.now()), IntervalTrigger(seconds=BEAT_SECONDS), id="beat", **endless)
    for name, job in TIMETABLE.items():
        at_once = datetime.now(clock.TOWN_TIME)  # what was missed while nothing ran
        ticking.add_job(_perform, job.when, (scheduler, name), id=name, next_run_time=at_once, **endless)
    signal.signal(signal.SIGTERM, lambda *_: ticking.shutdown(wait=False))
    signal.signal(signal.SIGINT, lambda *_: ticking.shutdown(wait=False))
    ticking.start()


def _perform(scheduler: Scheduler, name: str) -> None:
    scheduler.perform(name, clock.now())


def _lock_of_this_machine() -> IO[str]:
    """One acting scheduler per data folder: a second waits here and takes over the moment the first is gone."""
    Config.VAR.mkdir(parents=True, exist_ok=True)
    lock = (Config.VAR / "scheduler.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


if __name__ == "__main__":
    main()
