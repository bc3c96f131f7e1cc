from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from freezegun import freeze_time
from gathering import MONDAY

from app.audit import actions as audit
from app.followups import actions as followups
from app.kit import clock
from app.kit.db import open_session
from app.kit.models import JobRun, ScheduledJob, SchedulerLease
from app.kit.scopes import Reach
from app.notifications import actions as notifications


@pytest.fixture
def deeds(session, cast):
    """Three deeds in D镇's chain."""
    for n, person in enumerate((cast.ma, cast.shen, cast.ma)):
        audit.record(session, cast.actor(person), "spaces.book" if n else "topics.propose", f"booking:{n}")
    session.commit()


def put(engine, *rows):
    with open_session(engine, Reach.nothing()) as session:
        session.add_all(rows)
        session.commit()


@pytest.mark.parametrize("name", ["shen", "he", "zhu", "ma", "lao_chen", "lin", "gu", "xu", "fang"])
def test_each_role_starts_the_day_with_its_tasks(client, cast, sign_in, name):
    sign_in(getattr(cast, name))
    page = client.get("/").text
    assert f"{getattr(cast, name).name}，您好" in page
    assert "没有待办事项" in page
    assert "还没有排定的会议" in page


def test_what_i_was_told_and_have_not_read_stands_on_the_home_page(client, cast, sign_in, session):
    told = {"kind": "meetings.called", "event": "m:1", "title": "第3次会议通知", "url": "/"}
    notifications.tell(session, person_id=cast.lao_chen.id, town_id=cast.dong.id, **told)
    session.commit()
    sign_in(cast.lao_chen)
    assert "第3次会议通知" in client.get("/").text
    sign_in(cast.ma)
    assert "第3次会议通知" not in client.get("/").text


def test_every_task_leads_to_a_page_that_is_there(client, cast, sign_in, convened):
    with freeze_time(MONDAY):
        sign_in(cast.yan)
        page = BeautifulSoup(client.get("/").text, "html.parser")
        tasks = {link.text: link["href"] for link in page.select("ol.tasks a")}
        assert any(said.startswith("填报参会人员：") for said in tasks)
        assert {client.get(href).status_code for href in tasks.values()} == {200}


def test_a_worker_is_shown_the_follow_ups_that_name_them_and_the_office_all(client, cast, sign_in, session):
    followups.assign(
        session,
        partnership_id=cast.pair.id,
        source="resolution:1",
        source_title="2026年第12号议定事项",
        source_url="/minutes/1",
        text="开放多功能厅供两镇老年协会使用",
        towns=[cast.dong.id],
        unit_name="D镇党群服务中心",
        person_name="老陈",
        due_on=clock.today() + timedelta(days=9),
        actor=cast.actor(cast.ma),
        now=clock.now(),
    )
    session.commit()
    seen = {}
    for person in (cast.lao_chen, cast.lin, cast.ma, cast.shen):
        sign_in(person)
        seen[person.name] = "开放多功能厅供两镇老年协会使用" in client.get("/").text
    assert seen == {"老陈": True, "林芳": False, "马琳": True, "沈卫东": True}


def test_the_operators_home_is_the_state_of_the_machine(client, cast, sign_in):
    sign_in(cast.operator)
    assert client.get("/").location == "/status"


def test_a_silent_scheduler_is_shown(client, cast, sign_in):
    sign_in(cast.operator)
    page = client.get("/status").text
    assert "定时任务未运行" in page
    assert "定时任务还没有运行过" in page
    assert "尚未配置邮件服务器" in page


def test_the_status_page_shows_each_jobs_runs_and_what_failed(client, cast, sign_in, engine):
    now = clock.now()
    put(
        engine,
        SchedulerLease(name="scheduler", holder="h", epoch=1, expires_at=now + timedelta(seconds=30), beat_at=now),
        ScheduledJob(job="back_up", every_seconds=0, next_due_at=now + timedelta(hours=9)),
        ScheduledJob(job="deliver_notices", every_seconds=2, next_due_at=now),
        JobRun(job="back_up", due_at=now, started_at=now, finished_at=now, done=1, error="disk full"),
    )
    sign_in(cast.operator)
    page = client.get("/status").text
    assert "定时任务未运行" not in page
    assert "每日备份" in page
    assert "每2秒检查一次" in page
    assert "disk full" in page


def test_only_the_operator_sees_the_status_and_only_auditors_the_audit_log(client, cast, sign_in):
    for person in (cast.shen, cast.ma, cast.gu):
        sign_in(person)
        assert client.get("/status").status_code == 403
    for person in (cast.shen, cast.ma, cast.operator):
        sign_in(person)
        assert client.get("/audit").status_code == 403


def test_the_auditor_reads_and_searches_the_chain_of_the_own_town(client, cast, sign_in, deeds, reaching):
    other = reaching(cast.qi)
    audit.record(other, cast.actor(cast.yan), "spaces.book", "booking:q")
    other.commit()
    sign_in(cast.gu)
    page = client.get("/audit").text
    assert "马琳" in page
    assert "booking:1" in page
    assert "booking:q" not in page
    found = client.get("/audit?deed=topics").text
    assert "booking:0" in found
    assert "booking:1" not in found
    assert "没有符合条件的记录" in client.get("/audit?until_on=2020-01-01").text
    assert client.get("/audit?from_on=nonsense").status_code == 200


def test_the_auditor_verifies_the_chain(client, cast, sign_in, deeds):
    sign_in(cast.gu)
    assert "核验通过：共3条" in client.get("/audit?verify=1").text


def test_a_cut_chain_is_found(client, cast, sign_in, deeds, owner):
    with owner.begin() as connection:
        connection.execute(sa.text("UPDATE audit_head SET seq = 4"))
    sign_in(cast.gu)
    page = client.get("/audit?verify=1").text
    assert "核验未通过" in page
    assert "末尾被截断" in page
