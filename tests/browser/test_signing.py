"""Both paths of an agreement in a real browser: signed electronically by each town, and on paper with a scan."""

from pathlib import Path
from typing import Any

import pytest
from cast import Cast
from flask import Flask
from marks import NOW, PASSPHRASE, certificate, issued, organ_of
from PIL import Image
from sqlmodel import Session

from app.demo.seals import specimen
from app.documents.models import Document
from app.files import actions as files
from app.files.models import Upload
from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from jobs import seal_documents

DESK, PHONE = 1280, 360


@pytest.fixture
def document(live_app: Flask, live_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Document:
    """An issued agreement; both towns have a certificate, D镇 has uploaded a seal that says 样章."""
    cast, engine = live_cast, live_app.extensions["engine"]
    monkeypatch.setattr(clock, "now", lambda: NOW)
    made = issued(engine, cast)
    for town, person in ((cast.dong, cast.shen), (cast.qi, cast.xu)):
        reach = Reach(frozenset({town.id}), frozenset({cast.pair.id}))
        with transaction(engine, reach, now=NOW) as session:
            certificate(session, cast, town, person)
            if town is cast.dong:
                _upload_seal(session, cast)
    return made


def _upload_seal(session: Session, cast: Cast) -> None:
    image = Upload("样章.png", specimen())
    kept = files.keep_private(session, image, town_id=cast.dong.id, actor=cast.actor(cast.shen))
    organ_of(session, cast.dong).seal_file_id = kept.id


def test_each_town_signs_and_anybody_verifies_the_file(document: Document, live_cast: Cast, visit: Any) -> None:
    for person, width, done in ((live_cast.xu, PHONE, "1/2方已签署"), (live_cast.shen, DESK, "2/2方已签署")):
        signer = visit(person, width=width)
        signer.go(f"/documents/{document.id}", name="signing/document-before")
        signer.go("/certificates", name="signing/certificates")
        signer.go(f"/documents/{document.id}/signing")
        signer.fill(passphrase="wrong")
        signer.press("签署", name="signing/refused")
        assert "证书口令不正确" in signer.text()
        signer.fill(passphrase=PASSPHRASE)
        signer.press("签署", name="signing/signed")
        signer.go(f"/documents/{document.id}", name="signing/document")
        assert done in signer.text()
    with signer.page.expect_download() as caught:
        signer.page.get_by_role("link", name="电子签署件2").click()
    anybody = visit(width=PHONE)
    anybody.go("/verify", name="signing/verify")
    anybody.page.set_input_files("#file", str(caught.value.path()))
    anybody.page.get_by_text("已由中国共产党Q镇委员会、中国共产党D镇委员会签署").wait_for()
    anybody.look("signing/verified")


def test_the_paper_is_scanned_refused_scanned_again_and_confirmed(
    document: Document, live_cast: Cast, visit: Any, tmp_path: Path
) -> None:
    photo = tmp_path / "第1页.jpg"
    Image.new("RGB", (1240, 1754), "white").save(photo)
    page = f"/documents/{document.id}/scans"
    clerk = visit(live_cast.ma, width=PHONE)
    clerk.go(page, name="signing/scan-empty")
    clerk.page.set_input_files("input[type=file]", str(photo))
    clerk.press("上传", name="signing/scan-uploaded")
    partner = visit(live_cast.xu, width=DESK)
    partner.go(page)
    partner.page.get_by_text("不一致，退回").click()
    partner.fill(reason="第3页缺骑缝章")
    partner.press("退回扫描件", name="signing/scan-refused")
    Image.new("RGB", (1240, 1754), "#fffefa").save(photo)
    clerk.go(page)
    clerk.page.set_input_files("input[type=file]", str(photo))
    clerk.press("上传")
    for person in (live_cast.shen, live_cast.xu):
        signer = visit(person, width=DESK)
        signer.go(page)
        signer.page.get_by_label("我已逐页核对").check()
        signer.press("确认一致", name="signing/scan-confirmed")
    assert "各方已确认一致" in signer.text()


def test_a_seal_is_allowed_placed_and_printed(document: Document, live_app: Flask, live_cast: Cast, visit: Any) -> None:
    secretary = visit(live_cast.shen, width=DESK)
    secretary.go("/seals")
    secretary.fill(basis="党委会2026年第8次会议")
    secretary.press("授权", name="signing/seal-granted")
    secretary.go(f"/documents/{document.id}/seals")
    secretary.press("加盖印章图片", name="signing/seal-placed")
    assert seal_documents.run(live_app.extensions["engine"], NOW) == 1
    secretary.go(f"/documents/{document.id}/seals", name="signing/seal-printed")
    with secretary.page.expect_download() as caught:
        secretary.page.get_by_role("link", name="下载带印章的打印件").click()
    assert Path(caught.value.path()).read_bytes().startswith(b"%PDF")
