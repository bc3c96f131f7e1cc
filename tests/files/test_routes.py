import pytest

from app.files import actions
from app.files.models import Upload

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def paper(session, cast):
    kept = actions.keep_shared(session, Upload("方案.pdf", PDF), partnership_id=cast.pair.id, actor=cast.actor(cast.ma))
    session.commit()
    return kept


@pytest.fixture
def own(session, cast):
    kept = actions.keep_private(session, Upload("草稿.pdf", PDF), town_id=cast.dong.id, actor=cast.actor(cast.ma))
    session.commit()
    return kept


def test_a_shared_paper_comes_as_an_attachment_to_both_towns(client, cast, sign_in, paper):
    for person in (cast.ma, cast.yan):
        sign_in(person)
        answer = client.get(f"/files/shared/{paper.id}")
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_stranger_finds_no_shared_paper(client, cast, sign_in, paper):
    sign_in(cast.bao)
    assert client.get(f"/files/shared/{paper.id}").status_code == 404


def test_a_towns_own_file_is_absent_for_the_partner(client, cast, sign_in, own):
    sign_in(cast.ma)
    assert client.get(f"/files/private/{own.id}").data == PDF
    for person in (cast.yan, cast.bao, cast.operator):
        sign_in(person)
        assert client.get(f"/files/private/{own.id}").status_code == 404


def test_only_pictures_are_shown_in_a_page(client, cast, sign_in, paper, own):
    sign_in(cast.ma)
    assert client.get(f"/files/pictures/{paper.id}").status_code == 404
    assert client.get(f"/files/private-pictures/{own.id}").status_code == 404


def test_sharing_shows_the_same_bytes_to_the_partner(client, cast, sign_in, own, session):
    shared = actions.share(session, own, partnership_id=cast.pair.id, actor=cast.actor(cast.ma))
    session.commit()
    sign_in(cast.yan)
    assert client.get(f"/files/shared/{shared.id}").data == PDF
