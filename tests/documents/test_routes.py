"""The pages of documents: who sees them, what they hold, and what a stranger with a code learns."""

import io
from collections.abc import Callable
from datetime import datetime

import openpyxl
import papers
import pytest
import sqlalchemy as sa
from cast import Cast
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.documents import actions, rules
from app.documents.models import Document
from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from jobs import render_documents

SignIn = Callable[[Person], None]
Issue = Callable[..., Document]


@pytest.fixture
def issued(engine: sa.Engine, queued: Issue) -> Document:
    document = queued()
    assert render_documents.run(engine, clock.now()) == 1
    return document


@pytest.fixture
def failed(engine: sa.Engine, queued: Issue, reach: Reach) -> Document:
    document = queued()
    now = clock.now()
    for _ in range(rules.MOST_ATTEMPTS):
        with transaction(engine, reach) as session:
            claimed = actions.claim_next(session, now)
            assert claimed
            actions.put_back(session, claimed, "磁盘已满", now=now)
            now = rules.next_try(claimed.attempt, now)
    return document


def test_an_empty_register_says_what_comes_first(client: FlaskClient, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.ma)
    assert "还没有公文" in client.get("/documents").text


def test_both_towns_see_the_register_and_the_document(
    client: FlaskClient, cast: Cast, sign_in: SignIn, queued: Issue
) -> None:
    document = queued()
    for person in (cast.ma, cast.qian):
        sign_in(person)
        assert "〔2026〕1号" in client.get("/documents").text
        page = client.get(f"/documents/{document.id}")
        assert "印发中" in page.text
        assert rules.shown_code(document.code) in page.text


@pytest.mark.parametrize("path", ["", "/preview", "/file.pdf", "/file.docx", "/manuscript.pdf"])
def test_a_stranger_sees_no_document(
    client: FlaskClient, cast: Cast, sign_in: SignIn, queued: Issue, path: str
) -> None:
    document = queued()
    sign_in(cast.bao)
    assert client.get(f"/documents/{document.id}{path}").status_code == 404
    assert client.post(f"/documents/{document.id}/retry").status_code == 404
    assert "〔2026〕1号" not in client.get("/documents").text


def test_the_operator_has_no_business_here(client: FlaskClient, cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.operator)
    assert client.get("/documents").status_code == 403


def test_nobody_reads_the_register_without_signing_in(client: FlaskClient) -> None:
    assert client.get("/documents").status_code == 302


def test_an_issued_document_is_downloaded_as_pdf_and_docx(
    client: FlaskClient, cast: Cast, sign_in: SignIn, issued: Document
) -> None:
    sign_in(cast.yan)
    pdf = client.get(f"/documents/{issued.id}/file.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["Content-Disposition"].startswith("attachment")
    assert issued.number in papers.text_of(pdf.data)
    docx = client.get(f"/documents/{issued.id}/file.docx")
    assert docx.data.startswith(b"PK")
    assert "下载PDF" in client.get(f"/documents/{issued.id}").text


def test_a_document_that_waits_has_no_file_yet(client: FlaskClient, cast: Cast, sign_in: SignIn, queued: Issue) -> None:
    document = queued()
    sign_in(cast.ma)
    assert client.get(f"/documents/{document.id}/file.pdf").status_code == 404


def test_the_text_is_read_on_a_phone_without_a_download(
    client: FlaskClient, cast: Cast, sign_in: SignIn, issued: Document
) -> None:
    sign_in(cast.lin)
    page = client.get(f"/documents/{issued.id}/preview").text
    assert "关于阵地共享" in page
    assert "gap" not in page


def test_only_the_issuing_town_prints_the_manuscript_form(
    client: FlaskClient, cast: Cast, sign_in: SignIn, issued: Document
) -> None:
    sign_in(cast.ma)
    form = papers.text_of(client.get(f"/documents/{issued.id}/manuscript.pdf").data)
    assert "发文稿纸" in form
    assert "何静" in form
    sign_in(cast.yan)
    assert client.get(f"/documents/{issued.id}/manuscript.pdf").status_code == 404
    sign_in(cast.lao_chen)
    assert client.get(f"/documents/{issued.id}/manuscript.pdf").status_code == 403


def test_the_register_is_filtered_and_exported(client: FlaskClient, cast: Cast, sign_in: SignIn, queued: Issue) -> None:
    queued()
    sign_in(cast.ma)
    assert "没有符合条件的公文" in client.get("/documents?kind=letter").text
    assert "〔2026〕1号" in client.get("/documents?q=毗邻&year=2026&state=queued&kind=minutes").text
    assert client.get("/documents?kind=nonsense&year=x&page=-3").status_code == 200
    assert "〔2026〕1号" in client.get("/documents?organ=中共Q镇委员会&number=〔2026〕1号").text
    assert "没有符合条件的公文" in client.get("/documents?number=〔2026〕7号").text
    book = openpyxl.load_workbook(io.BytesIO(client.get("/documents/register.xlsx?year=2026").data))
    assert [cell.value for cell in book.active[2]][:2] == [
        "红梅同心毗邻党建联席会议纪要〔2026〕1号",
        "D镇、Q镇毗邻党建2026年第三次轮值联席会议纪要",
    ]


def test_a_failed_document_says_why_and_a_clerk_tries_again(
    client: FlaskClient, cast: Cast, sign_in: SignIn, engine: sa.Engine, failed: Document
) -> None:
    sign_in(cast.lao_chen)
    assert "重新生成</button>" not in client.get(f"/documents/{failed.id}").text
    assert client.post(f"/documents/{failed.id}/retry").status_code == 403
    sign_in(cast.ma)
    assert "磁盘已满" in client.get(f"/documents/{failed.id}").text
    assert client.post(f"/documents/{failed.id}/retry").status_code == 302
    assert client.post(f"/documents/{failed.id}/retry").status_code == 422
    assert render_documents.run(engine, clock.now()) == 1
    assert "已印发" in client.get(f"/documents/{failed.id}").text


def test_the_pages_are_dated_by_the_towns_clock(
    client: FlaskClient, cast: Cast, sign_in: SignIn, queued: Issue
) -> None:
    document = queued()
    assert isinstance(document.queued_at, datetime)
    assert document.printed_on == clock.to_town(document.queued_at).date()
    sign_in(cast.ma)
    assert "成文日期：2026年10月26日" in client.get(f"/documents/{document.id}").text
