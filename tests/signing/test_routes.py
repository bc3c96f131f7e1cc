"""The pages of signatures, scans and seals: the signer can, the clerk sees, the stranger finds nothing."""

import io
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from cast import Cast
from flask.testing import FlaskClient
from marks import NOW, PASSPHRASE, authority, issued, organ_of
from PIL import Image

from app.accounts.models import Person
from app.documents.models import Document
from app.files import actions as files
from app.files.models import Upload

SignIn = Callable[[Person], None]


@pytest.fixture
def document(engine: sa.Engine, cast: Cast) -> Document:
    return issued(engine, cast)


def picture(kind: str = "PNG", ground: str = "white") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 400), ground).save(drawn, kind)
    return drawn.getvalue()


def test_a_secretary_brings_a_certificate_in_and_signs(
    client: FlaskClient, cast: Cast, sign_in: SignIn, document: Document, reaching
) -> None:
    session = reaching(cast.dong)
    organ = organ_of(session, cast.dong)
    session.rollback()
    sign_in(cast.shen)
    page = f"/documents/{document.id}/signing"
    assert "还没有可用的签名证书" in client.get(page).text

    def bring(passphrase: str):
        sent = {
            "organ_id": str(organ.id),
            "container": (io.BytesIO(authority().container(organ.full_name)), "证书.p12"),
            "revocation": (io.BytesIO(authority().revocation()), "demo.crl"),
            "passphrase": passphrase,
        }
        return client.post("/certificates/new", data=sent, content_type="multipart/form-data")

    wrong = bring("wrong")
    assert wrong.status_code == 422
    assert "证书口令不正确" in wrong.text
    assert bring(PASSPHRASE).status_code == 302
    assert "中共D镇委员会（测试样章）" in client.get("/certificates").text

    from app.certificates.queries import of_town

    session = reaching(cast.dong)
    (kept,) = of_town(session, cast.dong.id)
    session.rollback()
    refused = client.post(page, data={"which": f"1:{kept.id}", "passphrase": "wrong"})
    assert refused.status_code == 422
    assert "口令不正确" in refused.text
    assert client.post(page, data={"which": f"1:{kept.id}", "passphrase": PASSPHRASE}).status_code == 302
    shown = client.get(page).text
    assert "沈卫东" in shown
    assert "测试证书（样章）" in shown
    assert "1/2方已签署" in client.get(f"/documents/{document.id}").text

    sign_in(cast.yan)
    partner = client.get(f"/documents/{document.id}").text
    assert "沈卫东" in partner
    assert "电子签署件1" in partner
    assert "中共D镇委员会（测试样章）" not in client.get("/certificates").text
    assert client.get(f"/certificates/{kept.id}/revocation").status_code == 404
    sign_in(cast.ma)
    assert client.post(page, data={"which": f"1:{kept.id}", "passphrase": PASSPHRASE}).status_code == 422
    assert client.post(f"/certificates/{kept.id}/end").status_code == 403


def test_photos_become_a_scan_that_both_towns_confirm(
    client: FlaskClient, cast: Cast, sign_in: SignIn, document: Document, reaching
) -> None:
    page = f"/documents/{document.id}/scans"
    sign_in(cast.ma)
    assert client.post(page, data={}).status_code == 422
    sent = {"scans": [(io.BytesIO(picture()), "1.png"), (io.BytesIO(picture("JPEG")), "2.jpg")]}
    assert client.post(page, data=sent, content_type="multipart/form-data").status_code == 302
    assert client.post(page, data={"scans": (io.BytesIO(picture()), "x.png")}).status_code == 422

    from app.renditions.queries import of_document

    session = reaching(cast.dong)
    (scan,) = of_document(session, document.id)
    session.rollback()
    assert "确认一致</button>" not in client.get(page).text  # a clerk does not speak for the town
    assert client.post(f"{page}/{scan.id}/confirm", data={"compared": "1"}).status_code in (403, 422)
    for person in (cast.shen, cast.xu):
        sign_in(person)
        assert "确认一致</button>" in client.get(page).text
        assert client.post(f"{page}/{scan.id}/confirm", data={}).status_code == 422
        assert client.post(f"{page}/{scan.id}/confirm", data={"compared": "1"}).status_code == 302
    assert "各方已确认一致" in client.get(page).text
    file = client.get(f"/documents/{document.id}/renditions/{scan.id}.pdf")
    assert file.data.startswith(b"%PDF")
    assert "扫描件" in client.get(f"/verify/{document.code}?hash={scan.sha256}").text


def test_a_refused_scan_says_why_and_another_follows(
    client: FlaskClient, cast: Cast, sign_in: SignIn, document: Document, reaching
) -> None:
    from app.scans import actions

    session = reaching(cast.dong, now=NOW)
    scan = actions.upload(session, document.id, [Upload("1.png", picture())], actor=cast.actor(cast.ma), now=NOW)
    session.commit()
    page = f"/documents/{document.id}/scans"
    sign_in(cast.xu)
    assert client.post(f"{page}/{scan.id}/refuse", data={"reason": ""}).status_code == 422
    assert client.post(f"{page}/{scan.id}/refuse", data={"reason": "缺骑缝章"}).status_code == 302
    sign_in(cast.ma)
    assert "缺骑缝章" in client.get(page).text
    assert "扫描件" not in client.get(f"/verify/{document.code}").text
    same = {"scans": (io.BytesIO(picture("PNG")), "same.png")}
    assert client.post(page, data=same, content_type="multipart/form-data").status_code == 422
    sent = {"scans": (io.BytesIO(picture("JPEG", "grey")), "again.jpg")}
    assert client.post(page, data=sent, content_type="multipart/form-data").status_code == 302


def test_a_seal_is_allowed_and_placed_by_its_own_secretary_only(
    client: FlaskClient, cast: Cast, sign_in: SignIn, document: Document, reaching
) -> None:
    session = reaching(cast.dong, now=NOW)
    organ = organ_of(session, cast.dong)
    image = files.keep_private(session, Upload("样章.png", picture()), town_id=cast.dong.id, actor=cast.actor(cast.ma))
    organ.seal_file_id = image.id
    session.commit()
    place = f"/documents/{document.id}/seals/1"
    sign_in(cast.shen)
    refused = client.post(place)
    assert refused.status_code == 422
    assert "没有有效的使用授权" in refused.text
    assert client.get("/seals").status_code == 200
    days = {"organ_id": str(organ.id), "from_on": "2026-01-01", "until_on": "2020-01-01", "basis": "党委会"}
    assert client.post("/seals", data=days).status_code == 422
    from app.kit import clock

    today = clock.today().isoformat()
    assert client.post("/seals", data=days | {"from_on": today, "until_on": today}).status_code == 302
    sign_in(cast.he)
    assert client.post(place).status_code == 403
    sign_in(cast.xu)
    assert client.post(place).status_code == 422
    assert "党委会" not in client.get("/seals").text
    sign_in(cast.shen)
    assert client.post(place).status_code == 302
    assert "打印件正在生成" in client.get(f"/documents/{document.id}/seals").text
    assert client.post(place).status_code == 422


def test_a_stranger_and_the_operator_find_nothing(
    client: FlaskClient, cast: Cast, sign_in: SignIn, document: Document
) -> None:
    for person in (cast.fang, cast.bao):
        sign_in(person)
        for path in ("signing", "scans", "seals", "signing/to-sign.pdf"):
            assert client.get(f"/documents/{document.id}/{path}").status_code == 404
        assert (
            client.post(f"/documents/{document.id}/signing", data={"which": "1", "passphrase": "x"}).status_code == 404
        )
    sign_in(cast.operator)
    assert client.get(f"/documents/{document.id}/signing").status_code == 403
    assert client.get("/certificates").status_code == 403
