"""Signing in: who gets in, who is kept out, and what a session survives."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time
from sqlmodel import select

from app.accounts import actions, gateways, queries, rules
from app.accounts.models import FailedSignIn, SignInSession
from app.kit.db import open_session, transaction
from app.kit.scopes import Reach

PASSWORD = "kettle-orbit-maple"
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def ma(engine, cast):
    """马琳, who has a password."""
    with transaction(engine, Reach(frozenset(), frozenset(), cast.ma.id)) as session:
        actions.set_password(session, queries.get_person(session, cast.ma.id), PASSWORD, policy="asvs")
    return cast.ma


def enter(client, login="ma", password=PASSWORD, **more):
    return client.post(more.pop("path", "/sign-in"), data={"login": login, "password": password}, **more)


def is_in(client):
    return client.get("/profile").status_code == 200


def test_whoever_knows_the_password_gets_in(client, ma):
    assert enter(client, login=" MA ").location == "/"
    assert "马琳" in client.get("/profile").text


def test_the_next_page_is_a_local_one(client, ma):
    assert enter(client, path="/sign-in?next=/notices?page=1").location == "/notices?page=1"
    for evil in ("//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        assert enter(client, path=f"/sign-in?next={evil}").location == "/"


def test_an_unknown_account_reads_the_same_as_a_wrong_password(client, ma):
    wrong, unknown = enter(client, password="not-the-password"), enter(client, login="nobody")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "账号或密码不正确" in wrong.text
    assert "账号或密码不正确" in unknown.text


def test_an_unknown_account_costs_a_hash_too(ma, monkeypatch, engine):
    asked = []
    monkeypatch.setattr(gateways._hasher.__class__, "verify", lambda self, hashed, given: bool(asked.append(hashed)))
    with open_session(engine, Reach.nothing()) as session, pytest.raises(rules.WrongPassword):
        actions.prove(session, None, "anything")
    assert len(asked) == 1


def test_five_failures_lock_the_account_for_a_quarter_of_an_hour(client, ma):
    with freeze_time(MORNING) as clock:
        for _ in range(5):
            assert "账号或密码不正确" in enter(client, password="wrong").text
        assert "15分钟后再试" in enter(client).text
        clock.tick(timedelta(minutes=16))
        assert enter(client).status_code == 302


def test_an_unknown_account_is_locked_in_the_same_words(client, cast):
    for _ in range(5):
        enter(client, login="nobody")
    assert "15分钟后再试" in enter(client, login="nobody").text


def test_a_success_forgives_earlier_failures(client, ma, session):
    for _ in range(4):
        enter(client, password="wrong")
    enter(client)
    assert session.exec(select(FailedSignIn)).all() == []


def test_many_failures_of_one_address_are_stopped_whatever_the_account(client, ma, app):
    app.config["LOCKOUT_ADDRESS_FAILURES"] = 3
    for n in range(3):
        enter(client, login=f"guess{n}", password="wrong")
    assert "15分钟后再试" in enter(client).text


def test_a_race_cannot_try_more_often_than_the_limit(engine, cast):
    """Twelve at once: exactly five are counted, the others are told to wait."""
    limits = rules.Limits(5, 60, timedelta(minutes=15))
    outcomes = []

    def attempt():
        try:
            with transaction(engine, Reach.nothing()) as session:
                actions.begin_attempt(session, "ma", "10.0.0.1", limits)
            outcomes.append("tried")
        except rules.LockedOut:
            outcomes.append("locked")

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count("tried"), outcomes.count("locked")) == (5, 7)


def test_a_weaker_hash_is_renewed_at_sign_in(client, ma, engine):
    weak = gateways.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with transaction(engine, Reach(frozenset(), frozenset(), ma.id)) as session:
        queries.find_credential(session, ma.id).password_hash = weak
    enter(client)
    with open_session(engine, Reach(frozenset(), frozenset(), ma.id), writes=False) as session:
        assert not gateways.is_outdated(queries.find_credential(session, ma.id).password_hash)


def test_signing_in_renews_the_session_and_its_token(client, ma):
    with client.session_transaction() as cookie:
        cookie.update(csrf_token="planted", trace="planted", language="en")
    enter(client)
    with client.session_transaction() as cookie:
        assert "trace" not in cookie
        assert cookie.get("csrf_token") != "planted"
        assert cookie["language"] == "en"


def test_signing_out_ends_the_row_not_only_the_cookie(client, ma):
    enter(client)
    with client.session_transaction() as cookie:
        stolen = dict(cookie)
    client.post("/sign-out")
    with client.session_transaction() as cookie:
        cookie.update(stolen)
    assert not is_in(client)


def test_a_session_idles_out_after_half_an_hour(client, ma):
    with freeze_time(MORNING) as clock:
        enter(client)
        clock.tick(timedelta(minutes=29))
        assert is_in(client)
        clock.tick(timedelta(minutes=29))
        assert is_in(client), "a click prolongs it"
        clock.tick(timedelta(minutes=31))
        assert not is_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(client, ma):
    with freeze_time(MORNING) as clock:
        enter(client)
        for _ in range(25):
            clock.tick(timedelta(minutes=29))
            client.get("/profile")
        assert not is_in(client)


def test_a_disabled_account_is_out_at_once(client, ma, session):
    enter(client)
    person = queries.get_person(session, ma.id)
    person.disabled_at = datetime.now(UTC)
    session.add(person)
    session.commit()
    assert not is_in(client)
    assert "账号或密码不正确" in enter(client).text


def test_the_demo_panel_needs_the_demo_and_this_machine(client, cast, app):
    path = f"/sign-in/as/{cast.yan.id}"
    assert client.post(path).status_code == 404
    assert "以……身份进入" not in client.get("/sign-in").text
    app.config["DEMO"] = True
    assert "严萍" in client.get("/sign-in").text
    for stranger in ({"REMOTE_ADDR": "192.168.1.20"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}):
        assert client.post(path, environ_overrides=stranger).status_code == 404
        assert "严萍" not in client.get("/sign-in", environ_overrides=stranger).text
    assert client.post(path).location == "/"
    assert is_in(client)


def test_old_sessions_failures_and_links_are_tidied_away(engine, ma, session):
    session.add(SignInSession(person_id=ma.id, started_at=MORNING - timedelta(days=31)))
    session.add(FailedSignIn(login="ma", at=MORNING - timedelta(days=2)))
    session.commit()
    assert actions.tidy_sessions(session, now=MORNING) == 2
