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
from app.documents import actions, routes, rules
from app.documents.models import Document, DocumentState
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


@pytest.fixture(autouse=True)
def _fresh_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "looks", rules.Looks())


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


def test_anybody_verifies_a_code_and_learns_nothing_else(client: FlaskClient, issued: Document) -> None:
    page = client.get(f"/verify/{issued.code}").text
    for shown in (issued.title, issued.number, "2026年10月26日", issued.content_hash, "中共Q镇委员会"):
        assert shown in page
    for hidden in ("关于阵地共享", "何静", "王喆", str(issued.id), "依申请公开"):
        assert hidden not in page


def test_a_code_typed_from_paper_finds_its_page(client: FlaskClient, issued: Document) -> None:
    assert "公文核验" in client.get("/verify").text
    typed = rules.shown_code(issued.code).lower()
    assert client.get("/verify", query_string={"code": typed}).location == f"/verify/{issued.code}"
    assert "没有找到" in client.get("/verify?code=0").text
    assert client.get("/verify/ABCDEFGHJKMN").status_code == 404


def test_a_file_is_compared_by_its_hash(
    client: FlaskClient, issued: Document, reaching: Callable[..., object], cast: Cast
) -> None:
    session = reaching(cast.dong)
    pdf_hash = session.get(Document, issued.id).pdf_hash  # type: ignore[attr-defined]
    assert "与印发的PDF一致" in client.get(f"/verify/{issued.code}?hash={pdf_hash.upper()}").text
    assert "正文内容的摘要值" in client.get(f"/verify/{issued.code}?hash={issued.content_hash}").text
    assert "不一致" in client.get(f"/verify/{issued.code}?hash={'0' * 64}").text


def test_a_queued_document_is_verified_as_being_issued(client: FlaskClient, queued: Issue) -> None:
    document = queued()
    assert document.state is DocumentState.QUEUED
    assert "文件正在印发" in client.get(f"/verify/{document.code}").text


def test_codes_cannot_be_tried_out(client: FlaskClient) -> None:
    answers = [client.get("/verify/ABCDEFGHJKMN").status_code for _ in range(rules.LOOKS_PER_MINUTE + 1)]
    assert answers[:-1] == [404] * rules.LOOKS_PER_MINUTE
    assert answers[-1] == 429


def test_the_pages_are_dated_by_the_towns_clock(
    client: FlaskClient, cast: Cast, sign_in: SignIn, queued: Issue
) -> None:
    document = queued()
    assert isinstance(document.queued_at, datetime)
    assert document.printed_on == clock.to_town(document.queued_at).date()
    sign_in(cast.ma)
    assert "成文日期：2026年10月26日" in client.get(f"/documents/{document.id}").text
