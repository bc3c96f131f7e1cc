import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.accounts.models import Assignment, Person, Role
from app.kit.db import open_session
from app.kit.scopes import Reach

PASSWORD = "kettle-orbit-maple"


@pytest.fixture
def command(app):
    return lambda: app.test_cli_runner().invoke(args=["setup-link"])


@pytest.fixture
def browser(app):
    return app.test_client()


def link_in(output: str) -> str:
    address = next(line for line in output.splitlines() if line.startswith("http"))
    return address.removeprefix("http://127.0.0.1:8000")


def test_the_first_start_prints_a_link_that_lets_the_operator_in(command, browser, engine):
    link = link_in(command().output)
    browser.post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert browser.post("/sign-in", data={"login": "operator", "password": PASSWORD}).status_code == 302
    with open_session(engine, Reach.nothing(), writes=False) as session:
        person = session.exec(select(Person)).one()
        assert session.exec(select(Assignment.role).where(Assignment.person_id == person.id)).one() is Role.OPERATOR


def test_until_it_is_used_each_start_prints_a_fresh_one_for_the_same_operator(command, browser, engine):
    first, second = link_in(command().output), link_in(command().output)
    assert first != second
    assert browser.get(first).status_code == 404
    assert browser.get(second).status_code == 200
    with open_session(engine, Reach.nothing(), writes=False) as session:
        assert session.exec(select(sa.func.count()).select_from(Person)).one() == 1


def test_once_an_operator_exists_it_prints_nothing(command, browser):
    browser.post(link_in(command().output), data={"password": PASSWORD, "again": PASSWORD})
    assert command().output == ""


def test_no_password_is_ever_known_before_the_link_is_used(command, browser):
    command()
    for guess in ("operator", "admin", "123456", ""):
        assert browser.post("/sign-in", data={"login": "operator", "password": guess}).status_code == 422
