"""Every route with an id, called by a stranger and by the partner who hold every role in their own town."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, SQLModel
from werkzeug.routing import Rule, UUIDConverter
from world import SUBJECTS, VALUES, World, is_private, subject_of

from app.accounts.models import Assignment, Role
from app.kit import clock, web
from app.kit.text import sha256

EVERY_ROLE = [role for role in Role if role not in (Role.OPERATOR, Role.SECONDEE)]


# What residents read without an account; who has one reads it too.
PUBLISHED = {"convenience.print_unit", "convenience.show", "convenience.unit", "online.sign_up", "posters.board"}


def rules_with_ids(app) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if any(isinstance(c, UUIDConverter) for c in rule._converters.values()):
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield rule, method


def is_for_towns(app, rule: Rule) -> bool:
    """The operator's own pages name towns on purpose; nobody else may call them."""
    allowed = app.view_functions[rule.endpoint].allowed
    return web.ANYONE in allowed or web.SIGNED_IN in allowed or any(str(role) in allowed for role in EVERY_ROLE)


@pytest.fixture
def world(owner, cast) -> Iterator[World]:
    with Session(owner, expire_on_commit=False) as session:
        for person in (cast.fang, cast.xu, cast.shen):
            for role in EVERY_ROLE:
                at_home = {
                    "person_id": person.id,
                    "town_id": person.town_id,
                    "starts_at": clock.at(clock.today(), "00:00"),
                }
                session.add(Assignment(role=role, **at_home))
        yield World(session, cast)


@pytest.fixture
def addresses(app, world):
    """What there is to call: endpoint, method and address, all of them of D镇 or the pair."""
    with app.test_request_context():
        found = [
            (rule.endpoint, method, rule.build(world.address(rule))[1])
            for rule, method in rules_with_ids(app)
            if is_for_towns(app, rule) and all(_is_known(rule.endpoint, a) for a in rule.arguments - set(VALUES))
        ]
    world.session.commit()
    return found


def contents(owner) -> dict[str, str]:
    with owner.connect() as connection:
        tables = SQLModel.metadata.sorted_tables
        rows = {t.name: sorted(map(repr, connection.execute(sa.select(t)))) for t in tables}
    return {name: sha256(repr(found).encode()) for name, found in rows.items()}


def call(client, method: str, path: str) -> int:
    return (client.get if method == "GET" else client.post)(path).status_code


def test_every_id_in_an_address_has_a_case(app):
    unknown = {
        f"{rule.endpoint}.{argument}"
        for rule, _ in rules_with_ids(app)
        for argument in rule.arguments - set(VALUES)
        if not _is_known(rule.endpoint, argument)
    }
    assert not unknown, "say in tests/world.py what these name"


def _is_known(endpoint: str, argument: str) -> bool:
    try:
        subject_of(endpoint, argument)
    except KeyError:
        return False
    return True


def test_every_case_is_used(app):
    asked = {(rule.endpoint, argument) for rule, _ in rules_with_ids(app) for argument in rule.arguments}
    used = {
        next(n for n in (f"{e}.{a}", f"{e.partition('.')[0]}.{a}", a) if n in SUBJECTS)
        for e, a in asked
        if a not in VALUES
    }
    assert used == set(SUBJECTS)


def test_a_stranger_finds_nothing_and_changes_nothing(client, cast, sign_in, addresses, owner):
    sign_in(cast.fang)
    before = contents(owner)
    answers = {(e, method): call(client, method, path) for e, method, path in addresses if e not in PUBLISHED}
    assert {which: code for which, code in answers.items() if code != 404} == {}
    assert [name for name, seen in contents(owner).items() if seen != before[name]] == []


def test_the_cases_are_there_for_their_own_town(client, cast, sign_in, addresses, app):
    """The tests above would prove nothing about rows that nobody finds. What the pages make of such bare rows
    (an error, a refusal) does not matter here."""
    sign_in(cast.shen)
    app.testing = False
    bare = FlaskClient(app)
    with client.session_transaction() as signed_in, bare.session_transaction() as cookie:
        cookie.update(signed_in)
    absent = {(e, method) for e, method, path in addresses if call(bare, method, path) == 404}
    assert len(absent) < len(addresses) / 4, absent


def test_what_is_a_towns_own_is_absent_for_the_partner_too(client, cast, sign_in, addresses, owner, app):
    private = {
        rule.endpoint
        for rule, _ in rules_with_ids(app)
        if any(is_private(subject_of(rule.endpoint, a)) for a in rule.arguments - set(VALUES))
    }
    sign_in(cast.xu)
    before = contents(owner)
    answers = {(e, method): call(client, method, path) for e, method, path in addresses if e in private}
    assert {which: code for which, code in answers.items() if code != 404} == {}
    assert [name for name, seen in contents(owner).items() if seen != before[name]] == []


def test_the_operator_reads_no_business_content(client, cast, sign_in, addresses, owner):
    sign_in(cast.operator)
    before = contents(owner)
    answers = {(e, method): call(client, method, path) for e, method, path in addresses if e not in PUBLISHED}
    assert {which: code for which, code in answers.items() if code not in (403, 404)} == {}
    assert [name for name, seen in contents(owner).items() if seen != before[name]] == []


def test_whoever_has_not_signed_in_is_sent_to_sign_in(client, addresses, app):
    closed = [a for a in addresses if web.ANYONE not in app.view_functions[a[0]].allowed]
    answers = {(e, method): call(client, method, path) for e, method, path in closed}
    wrong = {which: code for which, code in answers.items() if code != (302 if which[1] == "GET" else 401)}
    assert wrong == {}
