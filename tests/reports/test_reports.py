"""A report from the form to the two files, on both databases."""

import io
import zipfile

import pytest
from docx import Document
from freezegun import freeze_time
from openpyxl import load_workbook
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.files import gateways as files
from app.followups import actions as followups
from app.indicators.rules import year
from app.kit import making
from app.kit.making import MakingState
from app.kit.text import sha256
from app.notifications.models import Notice
from app.reports import actions, queries, rules
from app.reports.models import Report
from app.spaces import actions as spaces
from jobs import make_reports, settle_bookings

AFTER = span("2026-03-06", "09:00", "10:00").starts_at
TODAY = span("2026-03-06").day


@pytest.fixture
def done(engine, acting, cast, room):
    """Two hours on Q镇's room, and one resolution for both towns."""
    with acting(cast.dong) as session:
        spaces.book(session, draft(room), actor=cast.actor(cast.lao_chen), now=MONDAY)
        followups.assign(
            session,
            partnership_id=cast.pair.id,
            source="resolution:1",
            source_title="2026年第1号议定事项",
            source_url="/resolutions",
            text="共享场地每月开放不少于20小时",
            towns=[cast.dong.id, cast.qi.id],
            unit_id=None,
            due_on=None,
            actor=cast.actor(cast.ma),
            now=MONDAY,
        )
    settle_bookings.run(engine, AFTER)


def ask(session, cast, person=None):
    person = person or cast.ma
    return actions.ask(
        session, cast.pair.id, year(2026), actor=cast.actor(person), today=TODAY, now=session.info["now"]
    )


def test_a_report_is_made_after_the_commit_with_its_evidence(engine, acting, cast, done):
    with acting(cast.dong) as session:
        ask(session, cast)
        with pytest.raises(rules.AlreadyAsked):
            ask(session, cast)
    assert make_reports.run(engine, AFTER) == 1
    assert make_reports.run(engine, AFTER) == 0
    with acting(cast.dong) as session:
        report = session.exec(select(Report)).one()
        assert (report.state, report.done, report.steps) == (MakingState.READY, report.steps, report.steps)
        told = session.exec(select(Notice).where(Notice.kind == "reports.made")).all()
        assert [n.person_id for n in told] == [cast.ma.id]
        docx_hash, zip_hash, count = report.docx_hash, report.zip_hash, report.files
    text = "\n".join(p.text for p in Document(io.BytesIO(files.read(docx_hash))).paragraphs)
    assert "红梅同心毗邻党建联合体2026年度报告" in text.replace("\n", "")
    assert "现将有关情况报告如下：" in text
    assert "三、资源共享" in text
    assert "D镇使用Q镇场地1次、共2小时" in text
    assert "共新立议定事项1项，正在办理1项" in text
    archive = zipfile.ZipFile(io.BytesIO(files.read(zip_hash)))
    assert len(archive.namelist()) == count
    index = list(load_workbook(io.BytesIO(archive.read("00_目录.xlsx"))).active.iter_rows(min_row=2, values_only=True))
    assert {row[1] for row in index if row[1] != "报告.docx"} >= {"02_议定事项落实", "03_资源共享", "04_服务群众"}
    hashes = {sha256(archive.read(name)) for name in archive.namelist() if name != "00_目录.xlsx"}
    assert {row[6] for row in index} == hashes
    assert archive.read("03_资源共享/佐证/01_资源共享情况.pdf").startswith(b"%PDF")


def test_a_report_is_its_towns_own(engine, acting, reaching, cast, client, sign_in, done):
    with acting(cast.dong) as session:
        report_id = ask(session, cast).id
    with freeze_time(AFTER):
        sign_in(cast.ma)
        waiting = client.get(f"/reports/{report_id}").text
        assert "进度：0 / " in waiting
        fragment = client.get(f"/reports/{report_id}", headers={"HX-Request": "true"}).text
        assert "<h1" not in fragment
        assert client.get(f"/reports/{report_id}/report.docx").status_code == 404
        make_reports.run(engine, AFTER)
        assert "下载迎检台账" in client.get(f"/reports/{report_id}").text
        assert client.get(f"/reports/{report_id}/report.docx").data.startswith(b"PK")
        for stranger in (cast.yan, cast.bao):
            sign_in(stranger)
            assert client.get(f"/reports/{report_id}").status_code == 404
            assert client.get(f"/reports/{report_id}/evidence.zip").status_code == 404


def test_who_may_have_it_made_and_what_the_form_refuses(client, cast, sign_in):
    form = {"length": "year", "first": "2026-03-01", "partnership": str(cast.pair.id)}
    with freeze_time(AFTER):
        sign_in(cast.lao_chen)
        assert client.post("/reports/", data=form).status_code == 403
        sign_in(cast.zhu)
        assert client.post("/reports/", data=form).status_code == 302
        again = client.post("/reports/", data=form)
        assert again.status_code == 422
        assert "正在生成，请稍候" in again.text
        ahead = client.post("/reports/", data=form | {"first": "2027-03-01"})
        assert "2027年还没有开始" in ahead.text
        assert "已有报告" in client.get("/reports/").text


def test_a_run_that_failed_is_tried_again_and_then_given_up(engine, acting, cast, monkeypatch, done):
    def broken(*_):
        raise OSError("disk full")

    with acting(cast.dong) as session:
        report_id = ask(session, cast).id
    monkeypatch.setattr(files, "keep", broken)
    for attempt in range(making.MOST_ATTEMPTS):
        assert make_reports.run(engine, AFTER + 2 * attempt * making.PAUSE) == 0
    with acting(cast.dong) as session:
        report = queries.get_report(session, report_id)
        assert (report.state, report.failure) == (MakingState.FAILED, "disk full")
        actions.retry(session, report_id, actor=cast.actor(cast.ma))
    monkeypatch.undo()
    assert make_reports.run(engine, AFTER + 10 * making.PAUSE) == 1
