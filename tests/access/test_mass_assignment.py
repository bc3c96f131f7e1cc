"""What a form does not ask for cannot be sent: no deed takes a town, a state or a person from the request."""

import ast
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from catalogue import occasion, service  # noqa: F401  # fixtures
from marks import PASSPHRASE, authority, organ_of
from rooms import acting, hall, now, room, span, venue  # noqa: F401  # fixtures
from sqlmodel import select
from townsfolk import LI, assess, basis, dong, ground, qi  # noqa: F401  # fixtures

from app.certificates.models import SigningCertificate
from app.demo.seals import specimen
from app.files import actions as files
from app.files.models import Upload
from app.kit import clock
from app.seals.models import SealGrant
from app.signups.models import SignUp, SignUpState

APP = Path(__file__).parents[2] / "app"


def test_no_code_hands_a_whole_request_on():
    """`**request.form`, `request.form.to_dict()`, `form.populate_obj()`: the ways in which fields come unasked."""
    found = []
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                spread = [k.value for k in node.keywords if k.arg is None]
                called = ast.unparse(node.func)
                is_whole = called.endswith((".populate_obj", "request.form.to_dict", "request.values.to_dict"))
                if is_whole or any(ast.unparse(value).startswith("request.") for value in spread):
                    found.append(f"{path.relative_to(APP)}:{node.lineno}")
    assert found == []


@pytest.mark.usefixtures("ground")
def test_a_resident_chooses_neither_town_nor_state_nor_worker(client, cast, service, occasion, dong):  # noqa: F811
    tomorrow = span((clock.today() + timedelta(days=1)).isoformat())
    session = occasion(service(), tomorrow, places=1)
    page = client.get(f"/join/{session.id}").text
    hidden = dict(re.findall(r'name="(notice|wait)" type="hidden" value="([^"]*)"', page))
    typed = {"phone": "13800001111", "name": LI, "home": f"{cast.dong.id}:", "told": "y", "agreed": "y"}
    unasked = {
        "town_id": str(cast.qi.id),
        "state": SignUpState.ATTENDED.value,
        "by_person_id": str(cast.qian.id),
        "code": "AAAAAA",
        "role": "secretary",
    }
    assert client.post(f"/join/{session.id}", data=hidden | typed | unasked).status_code == 302
    made = dong.exec(select(SignUp)).one()
    assert (made.state, made.by_person_id) == (SignUpState.SIGNED, None)
    assert made.home_town_id == cast.dong.id
    assert made.code != "AAAAAA"


def test_a_secretary_brings_no_certificate_in_for_another_towns_organ(client, cast, sign_in, reaching):
    with reaching(cast.qi) as session:
        organ = organ_of(session, cast.qi)
        organ_id, name = organ.id, organ.full_name
    with reaching(cast.dong) as session:  # an organ of one's own with an image, so that the form is there
        image = Upload("样章.png", specimen())
        kept = files.keep_private(session, image, town_id=cast.dong.id, actor=cast.actor(cast.ma))
        organ_of(session, cast.dong).seal_file_id = kept.id
        session.commit()
    sign_in(cast.shen)
    sent = {
        "organ_id": str(organ_id),
        "town_id": str(cast.qi.id),
        "container": (io.BytesIO(authority().container(name)), "证书.p12"),
        "revocation": (io.BytesIO(authority().revocation()), "demo.crl"),
        "passphrase": PASSPHRASE,
    }
    assert client.post("/certificates/new", data=sent, content_type="multipart/form-data").status_code == 422
    days = {"from_on": "2026-01-01", "until_on": "2026-02-01", "basis": "党委会"}
    assert client.post("/seals", data=days | {"organ_id": str(organ_id), "granted_by": "x"}).status_code == 422
    for town in (cast.dong, cast.qi):
        with reaching(town) as session:
            assert session.exec(select(SigningCertificate)).all() == []
            assert session.exec(select(SealGrant)).all() == []
