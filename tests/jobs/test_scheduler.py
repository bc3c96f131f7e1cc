from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from app.kit import lease
from app.kit.clock import TOWN_TIME
from app.kit.db import open_session
from app.kit.scopes import Reach
from config import Config
from jobs import TIMETABLE, Job
from jobs.scheduler import Scheduler, latest_due

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in the towns
DAILY = CronTrigger(hour=8, timezone=TOWN_TIME)


class Deeds:
    def __init__(self, fail=False):
        self.at = []
        self.fail = fail

    def __call__(self, engine, now):
        self.at.append(now)
        if self.fail:
            raise ValueError("the printer is on fire")
        return 3


@pytest.fixture
def deeds():
    return Deeds()


def scheduler(engine, deeds, name="one", when=DAILY):
    return Scheduler(engine, name, {"remind": Job(deeds, when)})


def runs(engine):
    with open_session(engine, Reach.nothing(), writes=False) as session:
        return lease.last_runs(session)


def test_a_missed_occurrence_is_made_up_once(engine, cast, deeds):
    one = scheduler(engine, deeds)
    one.beat(NOON)
    assert one.perform("remind", NOON) == 3
    assert one.perform("remind", NOON + timedelta(hours=1)) == 0
    assert one.perform("remind", NOON + timedelta(days=3)) == 3
    assert len(deeds.at) == 2
    assert runs(engine)["remind"].done == 3


def test_of_two_schedulers_one_acts(engine, cast, deeds):
    one, other = scheduler(engine, deeds), scheduler(engine, deeds, "other")
    one.beat(NOON)
    other.beat(NOON)
    assert (one.perform("remind", NOON), other.perform("remind", NOON)) == (3, 0)
    assert len(deeds.at) == 1


def test_the_other_takes_over_when_the_lease_runs_out(engine, cast, deeds):
    one, other = scheduler(engine, deeds), scheduler(engine, deeds, "other")
    one.beat(NOON)
    later = NOON + lease.TTL + timedelta(seconds=1)
    other.beat(later)
    assert (other.epoch, other.perform("remind", later)) == (2, 3)
    assert one.perform("remind", later + timedelta(days=1)) == 0, "a frozen scheduler that wakes does nothing"


def test_an_occurrence_claimed_and_never_finished_is_run_by_the_next_holder(engine, cast, deeds):
    one, other = scheduler(engine, deeds), scheduler(engine, deeds, "other")
    one.beat(NOON)
    assert one._claim("remind", latest_due(one.timetable["remind"], NOON), NOON)
    other.beat(NOON, at_once=True)
    assert other.perform("remind", NOON) == 3


def test_a_job_that_fails_is_noted_and_stops_nobody(engine, cast):
    broken = scheduler(engine, Deeds(fail=True))
    broken.beat(NOON)
    assert broken.perform("remind", NOON) == 0
    assert runs(engine)["remind"].error == "ValueError: the printer is on fire"


def test_a_sweeper_is_noted_only_when_it_did_something(engine, cast, deeds):
    quiet = Scheduler(engine, "one", {"deliver": Job(lambda *_: 0, IntervalTrigger(seconds=2))})
    quiet.beat(NOON)
    assert quiet.perform("deliver", NOON) == 0
    assert runs(engine) == {}
    busy = scheduler(engine, deeds, when=IntervalTrigger(seconds=2))
    busy.beat(NOON, at_once=True)
    busy.perform("remind", NOON)
    assert runs(engine)["remind"].done == 3


def test_the_status_page_can_read_the_timetable(engine, cast, deeds):
    one = scheduler(engine, deeds)
    one.beat(NOON)
    one.publish(NOON)
    with open_session(engine, Reach.nothing(), writes=False) as session:
        (row,) = lease.timetable(session)
    assert (row.job, row.next_due_at) == ("remind", datetime(2026, 3, 3, 0, 0, tzinfo=UTC))


def test_old_runs_go_and_the_latest_of_each_job_stays(engine, cast, deeds):
    one = scheduler(engine, deeds)
    for day in range(3):
        one.beat(NOON + timedelta(days=day))
        one.perform("remind", NOON + timedelta(days=day))
    with open_session(engine, Reach.nothing()) as session:
        assert lease.forget_runs(session, before=NOON + timedelta(days=30)) == 2
        session.commit()
    assert runs(engine)["remind"].due_at.day == 4


@pytest.mark.parametrize("name", sorted(TIMETABLE))
def test_every_job_of_the_timetable_runs_on_an_empty_installation(engine, cast, name, config, owner, monkeypatch):
    monkeypatch.setattr(Config, "DATABASE_OWNER_URL", owner.url.render_as_string(hide_password=False))
    monkeypatch.setattr(Config, "VAR", config.VAR)
    monkeypatch.setattr(Config, "FILES", config.FILES)
    assert TIMETABLE[name].run(engine, NOON) >= 0
