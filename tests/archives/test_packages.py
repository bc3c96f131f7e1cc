"""The yearly package of an organ: asked for on a page, made by the job, checked without the database."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from cast import Cast
from flask.testing import FlaskClient
from sqlmodel import Session

from app.accounts.models import Person
from app.archives import actions, queries, rules
from app.archives.models import Package, Term
from app.audit import queries as audits
from app.commands.archive import told
from app.deposits.gateways import check
from app.documents.models import Document
from app.files import gateways as files
from app.kit import making
from app.kit.making import MakingState
from app.towns import queries as towns
from app.towns.models import Organ
from jobs import make_archives

from .conftest import NOW

SignIn = Callable[[Person], None]
Issue = Callable[..., Document]
Reaching = Callable[..., Session]


def committee(session: Session, cast: Cast) -> Organ:
    organ = towns.party_committee(session, cast.dong.id)
    assert organ
    return organ


def ask(reaching: Reaching, cast: Cast) -> Package:
    with reaching(cast.dong, now=NOW) as session:
        package = actions.ask(session, committee(session, cast), 2026, actor=cast.actor(cast.ma), now=NOW)
        session.commit()
        return package


def seen(reaching: Reaching, cast: Cast, package: Package) -> Package:
    with reaching(cast.dong) as session:
        return queries.get_package(session, package.id)


def test_a_package_is_made_again_with_the_same_bytes(
    engine: sa.Engine, reaching: Reaching, cast: Cast, issued: Issue, config
) -> None:
    issued()
    issued()
    made = []
    for _ in range(2):
        package = ask(reaching, cast)
        assert make_archives.run(engine, NOW) == 1
        made.append(seen(reaching, cast, package))
    assert made[0].zip_hash == made[1].zip_hash
    assert (made[0].state, made[0].done, made[0].papers) == (MakingState.READY, made[0].steps, 2)
    found = check(files.read(made[0].zip_hash), config.AUDIT_KEY)
    assert found.faults == ()
    assert (found.papers, found.entries, found.is_chain_checked) == (2, 4, True)
    assert any("均完好" in line for line in told(found))


def test_a_lost_file_is_said_and_tried_three_times(
    engine: sa.Engine, reaching: Reaching, cast: Cast, issued: Issue, config
) -> None:
    document = issued()
    package = ask(reaching, cast)
    (config.FILES / document.pdf_hash[:2] / document.pdf_hash).unlink()
    now = NOW
    for _ in range(making.MOST_ATTEMPTS):
        assert make_archives.run(engine, now) == 0
        now += making.PAUSE * 2
    failed = seen(reaching, cast, package)
    assert failed.state is MakingState.FAILED
    assert "文件缺失或已损坏" in failed.failure


def test_a_package_is_not_asked_for_twice_nor_for_an_empty_year(reaching: Reaching, cast: Cast, issued: Issue) -> None:
    with reaching(cast.dong, now=NOW) as session, pytest.raises(rules.NothingFiled):
        actions.ask(session, committee(session, cast), 2026, actor=cast.actor(cast.ma), now=NOW)
    issued()
    ask(reaching, cast)
    with pytest.raises(rules.AlreadyAsked):
        ask(reaching, cast)


def test_the_term_of_a_paper_is_each_towns_own(reaching: Reaching, cast: Cast, issued: Issue) -> None:
    document = issued()
    with reaching(cast.dong, now=NOW) as session:
        given = {"town_id": cast.dong.id, "reason": "本馆规定", "actor": cast.actor(cast.ma), "now": NOW}
        actions.change_term(session, document, Term.LONG, **given)
        with pytest.raises(rules.SameTerm):
            actions.change_term(session, document, Term.LONG, **given)
        session.commit()
        [line] = queries.catalogue(session, committee(session, cast), 2026)
    assert line.entry.term == "30年"
    assert queries.history_of(reaching(cast.qi), document.id) == []


def test_a_clerk_makes_and_downloads_a_package(
    engine: sa.Engine, client: FlaskClient, sign_in: SignIn, cast: Cast, reaching: Reaching, issued: Issue
) -> None:
    document = issued()
    sign_in(cast.ma)
    page = client.get("/archives/?year=2026")
    assert document.number in page.text
    with reaching(cast.dong) as session:
        organ = committee(session, cast)
    answer = client.post(f"/archives/organs/{organ.id}/2026/package", data={"fonds": "Z109"})
    assert answer.status_code == 302
    assert "生成中" in client.get(answer.location).text
    assert make_archives.run(engine, NOW) == 1
    assert "flask archive verify" in client.get(answer.location).text
    package = client.get(f"{answer.location}/package.zip")
    assert check(package.data, "").label == f"{organ.full_name}2026年"
    assert client.get(f"/archives/organs/{organ.id}/2026.xlsx").status_code == 200
    said = client.post(f"/archives/terms/{document.id}", data={"term": "short", "reason": ""})
    assert said.status_code == 422
    assert client.post(f"/archives/terms/{document.id}", data={"term": "short", "reason": "已移交"}).status_code == 302
    assert "10年" in client.get("/archives/?year=2026").text
    with reaching(cast.dong) as session:
        assert audits.history_of(session, f"archive_package:{answer.location.rpartition('/')[2]}")


def test_a_package_is_the_towns_own(
    client: FlaskClient, sign_in: SignIn, cast: Cast, reaching: Reaching, issued: Issue
) -> None:
    issued()
    package = ask(reaching, cast)
    with reaching(cast.dong) as session:
        organ = committee(session, cast)
    for person in (cast.yan, cast.bao):
        sign_in(person)
        assert client.get(f"/archives/{package.id}").status_code == 404
        assert client.get(f"/archives/organs/{organ.id}/2026.xlsx").status_code == 404
    sign_in(cast.lao_chen)
    assert client.get("/archives/").status_code in (403, 404)
