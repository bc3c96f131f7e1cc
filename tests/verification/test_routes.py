"""What anybody learns from a printed code or from a file: which paper, which rendition, and nothing else."""

from collections.abc import Callable

import marks
import pytest
import sqlalchemy as sa
from cast import Cast
from flask.testing import FlaskClient
from marks import NOW, certificate, issued
from sqlmodel import Session

from app.documents.models import Document
from app.documents.rules import shown_code
from app.renditions.models import RenditionKind
from app.signing import actions as signing
from app.signing.models import SignDraft
from app.verification import routes, rules


@pytest.fixture(autouse=True)
def _fresh_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "looks", rules.Looks())


@pytest.fixture
def document(engine: sa.Engine, cast: Cast) -> Document:
    return issued(engine, cast)


def test_anybody_verifies_a_code_and_learns_nothing_else(client: FlaskClient, document: Document) -> None:
    page = client.get(f"/verify/{document.code}").text
    for shown in (document.title, document.number, "2026年10月26日", document.content_hash, "中共Q镇委员会"):
        assert shown in page
    for hidden in ("水电费用", "何静", "沈卫东", str(document.id), "依申请公开"):
        assert hidden not in page


def test_a_code_typed_from_paper_finds_its_page(client: FlaskClient, document: Document) -> None:
    assert "公文核验" in client.get("/verify").text
    typed = shown_code(document.code).lower()
    assert client.get("/verify", query_string={"code": typed}).location == f"/verify/{document.code}"
    assert "没有找到" in client.get("/verify?code=0").text
    assert client.get("/verify/ABCDEFGHJKMN").status_code == 404


def test_a_file_is_found_by_its_hash_alone(client: FlaskClient, document: Document) -> None:
    found = client.get(f"/verify?hash={document.pdf_hash.upper()}")
    assert found.location == f"/verify/{document.code}?hash={document.pdf_hash}"
    assert "印发的PDF" in client.get(found.location).text
    assert "正文内容的摘要值" in client.get(f"/verify/{document.code}?hash={document.content_hash}").text
    assert "都不一致" in client.get(f"/verify/{document.code}?hash={'0' * 64}").text
    unknown = client.get(f"/verify?hash={'0' * 64}")
    assert unknown.status_code == 404
    assert "没有找到这个文件" in unknown.text
    assert client.get("/verify?hash=short").status_code == 404


def test_the_page_says_which_rendition_a_file_is(
    client: FlaskClient, document: Document, cast: Cast, reaching: Callable[..., Session]
) -> None:
    session = reaching(cast.qi, now=NOW)
    kept = certificate(session, cast, cast.qi, cast.xu)
    draft = SignDraft(place=2, certificate_id=kept.id, passphrase=marks.PASSPHRASE)
    signing.sign(session, document.id, draft, actor=cast.actor(cast.xu), now=NOW)
    session.commit()
    from app.renditions import queries

    made = queries.latest(session, document.id, RenditionKind.SIGNED)
    page = client.get(client.get(f"/verify?hash={made.sha256}").location).text
    assert "您的文件是电子签署件，已由中国共产党Q镇委员会签署" in page
    assert "测试证书（样章），不具有法律效力" in page
    assert "徐建国" not in page


def test_codes_cannot_be_tried_out(client: FlaskClient, cast: Cast) -> None:
    answers = [client.get("/verify/ABCDEFGHJKMN").status_code for _ in range(rules.LOOKS_PER_MINUTE + 1)]
    assert answers[:-1] == [404] * rules.LOOKS_PER_MINUTE
    assert answers[-1] == 429
    assert client.get(f"/verify?hash={'0' * 64}").status_code == 429
