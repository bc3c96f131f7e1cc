"""协议编号: each party's number from its own register, without a gap and without a double under race."""

from datetime import UTC, datetime
from uuid import UUID

import papers
import pytest
import racing
from cast import Cast
from papers import draft
from sqlmodel import Session, select

from app.documents import actions, queries, rules
from app.documents.models import Document, DocumentKind, NumberDraft, OrganNumber, OrganSeries, PartyNumber
from app.kit.actor import Actor
from app.kit.db import transaction
from app.kit.scopes import Reach

NOW = datetime(2026, 10, 27, 1, 0, tzinfo=UTC)
PROCESSES, EACH = 4, 4


def party(town_id: UUID, series: str = "", entered: str = "") -> PartyNumber:
    return PartyNumber(town_id=town_id, number=NumberDraft(series=series, entered=entered))


def issue(session: Session, cast: Cast, *parties: PartyNumber, subject: str = "") -> Document:
    numbers = list(parties) or [party(cast.dong.id, "D委协"), party(cast.qi.id, "Q委协")]
    return actions.issue(
        session,
        papers.agreement(),
        draft(subject, number=NumberDraft(), party_numbers=numbers),
        partnership_id=cast.pair.id,
        actor=cast.actor(cast.shen),
        now=NOW,
    )


def test_each_party_gives_the_next_number_of_its_own_register(session: Session, cast: Cast) -> None:
    first = issue(session, cast)
    second = issue(session, cast, party(cast.qi.id, "Q委协"), party(cast.dong.id, entered="D府协〔2026〕7号"))
    assert first.kind is DocumentKind.AGREEMENT
    assert first.number == "D委协〔2026〕1号、Q委协〔2026〕1号"
    assert queries.imprint_of(second, "").numbers == ("Q委协〔2026〕2号", "D府协〔2026〕7号")
    assert queries.imprint_of(issue_minutes(session, cast), "").numbers == ()


def issue_minutes(session: Session, cast: Cast) -> Document:
    given = {"partnership_id": cast.pair.id, "actor": cast.actor(cast.shen), "now": NOW}
    return actions.issue(session, papers.minutes(), draft(), **given)


def test_a_number_that_the_register_has_already_is_refused_and_takes_nothing(session: Session, cast: Cast) -> None:
    issue(session, cast, party(cast.dong.id, entered="D委协〔2026〕3号"), party(cast.qi.id, "Q委协"))
    with pytest.raises(rules.NumberUsed, match="D委协〔2026〕3号"), session.begin_nested():
        issue(session, cast, party(cast.dong.id, entered="D委协〔2026〕3号"), party(cast.qi.id, "Q委协"))
    assert session.exec(select(OrganSeries.last).where(OrganSeries.series == "Q委协")).one() == 1
    issue(session, cast, party(cast.qi.id, entered="D委协〔2026〕3号"), party(cast.dong.id, "D府协"))  # another town's


@pytest.mark.parametrize("typed", ["D委协(2026)3号", "D委协〔2025〕3号"])
def test_an_entered_number_is_checked_for_form_and_year(session: Session, cast: Cast, typed: str) -> None:
    with pytest.raises((rules.BadNumber, rules.WrongYear)):
        issue(session, cast, party(cast.dong.id, entered=typed), party(cast.qi.id, "Q委协"))


def test_the_numbers_of_another_partnership_are_not_seen(session: Session, cast: Cast, reaching) -> None:
    issue(session, cast)
    session.commit()
    assert reaching(cast.wai).exec(select(OrganNumber)).all() == []


def test_many_parties_make_one_line(session: Session) -> None:
    many = [rules.Number("", 2026, n, f"某某某某某某镇委协〔2026〕{n}号") for n in range(1, 9)]
    assert rules.joined(many[:2]) == "某某某某某某镇委协〔2026〕1号、某某某某某某镇委协〔2026〕2号"
    assert rules.joined(many) == "某某某某某某镇委协〔2026〕1号等"


def some_agreements(engine, pair, own, other, mine_first, how_many):
    parties = [party(own, "D委协"), party(other, "Q委协")]
    made = []
    for _ in range(how_many):
        with transaction(engine, Reach(frozenset({own, other}), frozenset({pair})), now=NOW) as session:
            document = actions.issue(
                session,
                papers.agreement(),
                draft(number=NumberDraft(), party_numbers=parties if mine_first else parties[::-1]),
                partnership_id=pair,
                actor=Actor(None, own),
                now=NOW,
            )
            made.append(sorted(document.party_numbers.split("\n")))
    return made


@pytest.mark.timeout(300)
def test_processes_at_once_leave_no_gap_and_no_double(session: Session, cast: Cast, config) -> None:
    """Parties named in opposite orders, so that registers held in the order of naming would wait in a circle."""
    ids = (cast.pair.id, cast.dong.id, cast.qi.id)
    session.commit()
    deeds = [(some_agreements, (*ids, n % 2 == 0, EACH)) for n in range(PROCESSES)]
    made = [numbers for answer in racing.race(config.DATABASE_URL, deeds) for numbers in answer]
    wanted = [[f"D委协〔2026〕{n}号", f"Q委协〔2026〕{n}号"] for n in range(1, PROCESSES * EACH + 1)]
    assert sorted(made, key=str) == sorted(wanted, key=str)
    taken = session.exec(select(OrganNumber.sequence, OrganNumber.town_id)).all()
    assert len(taken) == len(set(taken)) == 2 * PROCESSES * EACH


def joint(session: Session, cast: Cast, *parties: PartyNumber) -> Document:
    given = {"partnership_id": cast.pair.id, "actor": cast.actor(cast.shen), "now": NOW}
    said = draft("", number=NumberDraft(), joint_numbers=list(parties))
    return actions.issue(session, papers.agreement(), said, **given)


def test_a_joint_document_prints_the_number_of_its_host_alone(session: Session, cast: Cast) -> None:
    document = joint(session, cast, party(cast.dong.id, entered="D委〔2026〕12号"), party(cast.qi.id, "Q委"))
    assert document.number == "D委〔2026〕12号"
    assert queries.imprint_of(document, "").numbers == ()
    assert queries.number_in_register(session, document.id, cast.qi.id) == "Q委〔2026〕1号"


def test_an_organ_that_signed_along_registers_its_number_later_and_once(session: Session, cast: Cast) -> None:
    document = joint(session, cast, party(cast.dong.id, "D委"))
    given = {"actor": cast.actor(cast.xu), "now": NOW}
    entered = party(cast.qi.id, entered="Q委〔2026〕40号")
    assert actions.register(session, document, entered, **given).number == "Q委〔2026〕40号"
    with pytest.raises(rules.AlreadyRegistered):
        actions.register(session, document, entered, **given)
    with pytest.raises(rules.NumberUsed, match="40号"):
        actions.register(session, joint(session, cast, party(cast.dong.id, "D委")), entered, **given)
    assert document.number == "D委〔2026〕1号"
