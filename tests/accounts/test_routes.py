"""One's own account: links, password, browsers, contact."""

from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time
from sqlmodel import select

from app.accounts import actions, queries
from app.accounts.models import Contact, Invitation, Person
from app.kit.db import transaction
from app.kit.scopes import Reach

PASSWORD, OTHER = "kettle-orbit-maple", "harbour-lantern-seven"


@pytest.fixture
def link(engine, cast):
    """A one-time link for 马琳."""
    with transaction(engine, Reach(frozenset({cast.dong.id}))) as session:
        secret = actions.invite(session, queries.get_person(session, cast.ma.id), actor=cast.actor(cast.he))
    return f"/invitations/{secret}"


def choose(client, link, password=PASSWORD, again=None):
    return client.post(link, data={"password": password, "again": again or password})


def sign_in_with(client, password):
    return client.post("/sign-in", data={"login": "ma", "password": password})


def test_a_link_sets_the_first_password_once(client, link):
    assert "ma" in client.get(link).text
    assert choose(client, link).location == "/sign-in"
    assert sign_in_with(client, PASSWORD).location == "/"
    assert client.get(link).status_code == 404
    assert choose(client, link, OTHER).status_code == 404


def test_only_the_hash_of_a_link_is_kept(link, session):
    stored = session.exec(select(Invitation)).one()
    assert link.rpartition("/")[2] not in stored.model_dump_json()


def test_a_link_ends_after_seven_days_and_when_a_new_one_is_made(client, link, engine, cast):
    with freeze_time(datetime.now(UTC) + timedelta(days=8)):
        assert client.get(link).status_code == 404
    with transaction(engine, Reach(frozenset({cast.dong.id}))) as session:
        actions.invite(session, queries.get_person(session, cast.ma.id), actor=cast.actor(cast.he))
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "至少12位"),
        (PASSWORD, OTHER, "两次输入的密码不一致"),
        ("password123456", None, "太容易被猜到"),
    ],
)
def test_a_weak_or_mistyped_password_leaves_the_link_usable(client, link, password, again, sentence):
    answer = choose(client, link, password, again)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert choose(client, link).status_code == 302


def test_a_link_lifts_the_lock(client, link):
    for _ in range(5):
        sign_in_with(client, "wrong")
    choose(client, link)
    assert sign_in_with(client, PASSWORD).status_code == 302


def test_a_new_password_signs_out_every_other_browser(client, app, link):
    choose(client, link)
    other = app.test_client()
    sign_in_with(other, PASSWORD)
    sign_in_with(client, PASSWORD)
    changed = client.post("/profile/password", data={"current": PASSWORD, "password": OTHER, "again": OTHER})
    assert changed.location == "/profile"
    assert client.get("/profile").status_code == 200
    assert other.get("/profile").status_code == 302


def test_changing_the_password_needs_the_present_one(client, link):
    choose(client, link)
    sign_in_with(client, PASSWORD)
    wrong = client.post("/profile/password", data={"current": "wrong", "password": OTHER, "again": OTHER})
    assert wrong.status_code == 422
    assert "当前密码不正确" in wrong.text
    same = client.post("/profile/password", data={"current": PASSWORD, "password": PASSWORD, "again": PASSWORD})
    assert "不能与当前密码相同" in same.text


def test_signing_out_everywhere_ends_all_browsers(client, app, link):
    choose(client, link)
    other = app.test_client()
    for one in (other, client):
        sign_in_with(one, PASSWORD)
    client.post("/sign-out/everywhere")
    assert [one.get("/profile").status_code for one in (client, other)] == [302, 302]


def test_one_browser_can_be_ended_from_another_but_only_ones_own(client, app, cast, link, session):
    choose(client, link)
    other = app.test_client()
    sign_in_with(other, PASSWORD)
    (mine,) = queries.live_sessions(session, cast.ma.id)
    session.commit()
    sign_in_with(client, PASSWORD)
    assert client.post(f"/profile/sessions/{mine.id}/end").status_code == 302
    assert other.get("/profile").status_code == 302


def test_nobody_ends_somebody_elses_browser(client, cast, sign_in, session):
    sign_in(cast.ma)
    (mine,) = queries.live_sessions(session, cast.ma.id)
    session.commit()
    for person in (cast.he, cast.yan, cast.bao):
        sign_in(person)
        assert client.post(f"/profile/sessions/{mine.id}/end").status_code == 404
    session.refresh(mine)
    assert mine.ended_at is None


def test_a_mail_address_is_private_to_the_town_and_turns_mail_on(client, cast, sign_in, session, reaching):
    sign_in(cast.ma)
    assert (
        client.post("/profile/contact", data={"phone": "138 0000 1234", "email": "ma@example.org"}).status_code == 302
    )
    assert session.exec(select(Contact)).one().email == "ma@example.org"
    assert session.exec(select(Person.wants_mail).where(Person.id == cast.ma.id)).one()
    assert reaching(cast.qi).exec(select(Contact)).all() == []
    bad = client.post("/profile/contact", data={"email": "a@b.c\r\nBcc: all@example.org"})
    assert bad.status_code == 422


def test_an_overdue_password_is_changed_before_anything_else(client, cast, sign_in, session):
    person = queries.get_person(session, cast.ma.id)
    person.password_due_at = datetime.now(UTC) - timedelta(days=1)
    session.add(person)
    session.commit()
    sign_in(cast.ma)
    assert client.get("/notices").location == "/profile/password"
    assert "已使用满90天" in client.get("/profile/password").text


def test_dengbao_sets_the_day_by_which_to_change(client, app, link, session, cast):
    app.config["PASSWORD_POLICY"] = "dengbao"
    choose(client, link, "Tin7-gra.Scope")
    assert session.exec(select(Person.password_due_at).where(Person.id == cast.ma.id)).one() is not None
