"""What the last key does: numbers from each register, one paper, what it allows; and nothing costs a key."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import bargaining
import keys
import pytest
import racing
import sqlalchemy as sa
from bargaining import NOW
from cast import Cast
from sqlmodel import Session, select

from app.agreements import actions as agreement_actions
from app.agreements import queries as agreements
from app.agreements.models import Agreement, AgreementState
from app.concluding import actions, queries, rules
from app.concluding.models import GivenNumber
from app.consents import queries as consents
from app.documents.models import Document, OrganNumber
from app.documents.rules import BadNumber, WrongYear
from app.kit.actor import Actor
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.notifications.models import Notice
from app.precedents.models import AgreementKind, Relation
from app.towns import queries as towns
from app.towns.models import Organ, Town
from app.validity import queries as validity
from app.validity.rules import Life

Reaching = Callable[..., Session]
NUMBERS = ("D委协〔2026〕3号", "Q委协〔2026〕5号")


def turn(reaching: Reaching, cast: Cast, agreement: Agreement, town: Town, now: datetime = NOW) -> bool:
    """The secretary's key, with the steps before it; True when it was the last one."""
    bargaining.checked(reaching, cast, agreement, town)
    with reaching(town, now=now) as session:
        found = bargaining.seen(session, agreement, town)
        seen = consents.get(session, agreement_actions.consent_of(found)).content_hash
        signer = cast.actor(keys.steps_of(cast, town)[2])
        consent = actions.turn_key(session, found, bargaining.key(seen), actor=signer, now=now)
        session.commit()
        return consent.is_complete


def give(reaching: Reaching, cast: Cast, agreement: Agreement, town: Town, number: str, now: datetime = NOW) -> None:
    with reaching(town, now=now) as session:
        clerk = cast.actor(keys.steps_of(cast, town)[0])
        actions.give_number(session, bargaining.seen(session, agreement, town), number, actor=clerk, now=now)
        session.commit()


def concluded(reaching: Reaching, cast: Cast, kind: AgreementKind = AgreementKind.VENUES) -> Agreement:
    agreement = bargaining.asked(reaching, cast, kind=kind)
    for town, number in zip((cast.dong, cast.qi), NUMBERS, strict=True):
        give(reaching, cast, agreement, town, number)
        turn(reaching, cast, agreement, town)
    return agreement


def followed(reaching: Reaching, cast: Cast, main: Agreement, relation: Relation) -> Agreement:
    """Another agreement about a signed one, signed by both."""
    clerk = cast.actor(cast.ma)
    with reaching(cast.dong, now=NOW) as session:
        found = bargaining.seen(session, main, cast.dong)
        made = agreement_actions.copy_of(session, found, relation, actor=clerk, now=NOW)
        text = agreements.text_of(session, made)
        filled = text.model_validate_json(re.sub(r"\{待填：[^}]*\}", "服务调整", text.model_dump_json()))
        if filled != text:
            agreement_actions.save(session, made, filled, base=made.version, actor=clerk, now=NOW)
        agreement_actions.table(session, made, actor=clerk, now=NOW)
        agreement_actions.ask(session, made, actor=clerk, now=NOW)
        session.commit()
    turn(reaching, cast, made, cast.dong)
    assert turn(reaching, cast, made, cast.qi)
    return made


def issued(reaching: Reaching, cast: Cast, agreement: Agreement) -> Document | None:
    with reaching(cast.dong) as session:
        return queries.document_of(session, agreement)


def test_the_last_key_issues_one_text_under_the_number_of_each_town(reaching: Reaching, cast: Cast) -> None:
    agreement = concluded(reaching, cast)
    with reaching(cast.qi, now=NOW) as session:
        document = queries.document_of(session, agreement)
        assert document
        assert document.party_numbers.split("\n") == list(NUMBERS)
        found = bargaining.seen(session, agreement, cast.qi)
        assert document.content_hash == agreements.version_on_table(session, found).content_hash
        assert document.formed_on == found.formed_on
        assert document.printed_count == 4


def test_a_missing_number_costs_no_key(reaching: Reaching, cast: Cast) -> None:
    agreement = bargaining.asked(reaching, cast, kind=AgreementKind.VENUES)
    assert not turn(reaching, cast, agreement, cast.dong)
    assert turn(reaching, cast, agreement, cast.qi)
    assert issued(reaching, cast, agreement) is None
    with reaching(cast.qi, now=NOW) as session:
        assert bargaining.seen(session, agreement, cast.qi).state is AgreementState.CONCLUDED
        asked = session.exec(select(Notice.title).where(Notice.kind == "concluding.number")).all()
        assert asked
        assert all("请登记协议编号" in title for title in asked)
    give(reaching, cast, agreement, cast.dong, NUMBERS[0])
    assert issued(reaching, cast, agreement) is None
    give(reaching, cast, agreement, cast.qi, NUMBERS[1], NOW + timedelta(days=1))
    document = issued(reaching, cast, agreement)
    assert document
    assert (document.formed_on, document.printed_on) == (date(2026, 11, 23), date(2026, 11, 24))


def test_a_number_is_checked_for_form_year_and_double_use(reaching: Reaching, cast: Cast) -> None:
    first, second = (bargaining.asked(reaching, cast, kind=AgreementKind.VENUES) for _ in range(2))
    for typed, refusal in (("D委协2026-3", BadNumber), ("第3期", BadNumber), ("D委协〔2025〕3号", WrongYear)):
        with pytest.raises(refusal):
            give(reaching, cast, first, cast.dong, typed)
    give(reaching, cast, first, cast.dong, "D委协〔2026〕3号")
    with pytest.raises(rules.NumberGiven):
        give(reaching, cast, second, cast.dong, "D委协〔2026〕3号")
    give(reaching, cast, first, cast.dong, "D委协〔2026〕4号")  # typed wrongly before
    give(reaching, cast, second, cast.dong, "D委协〔2026〕3号")
    draft = bargaining.begun(reaching, cast)
    with pytest.raises(rules.NotYet):
        give(reaching, cast, draft, cast.dong, "D委协〔2026〕9号")


def test_a_number_that_its_register_has_already_goes_back_to_the_clerk(
    reaching: Reaching, cast: Cast, owner: sa.Engine
) -> None:
    agreement = concluded(reaching, cast)
    document = issued(reaching, cast, agreement)
    assert document
    other = bargaining.asked(reaching, cast, kind=AgreementKind.VENUES)
    with reaching(cast.dong) as session:  # a paper of another way has taken the number meanwhile
        ids = {"partnership_id": cast.pair.id, "document_id": document.id, "town_id": cast.dong.id}
        session.add(OrganNumber(**ids, series="D委协", year=2026, sequence=8, number="D委协〔2026〕8号"))
        session.commit()
    give(reaching, cast, other, cast.dong, "D委协〔2026〕8号")
    give(reaching, cast, other, cast.qi, "Q委协〔2026〕8号")
    turn(reaching, cast, other, cast.dong)
    assert turn(reaching, cast, other, cast.qi)
    assert issued(reaching, cast, other) is None
    with reaching(cast.dong) as session:
        assert list(queries.given_numbers(session, other)) == [cast.qi.id]
    give(reaching, cast, other, cast.dong, "D委协〔2026〕9号")
    assert issued(reaching, cast, other)


def test_a_number_of_last_year_does_not_fit_what_is_signed_in_the_new_one(reaching: Reaching, cast: Cast) -> None:
    agreement = bargaining.asked(reaching, cast, kind=AgreementKind.VENUES)
    for town, number in zip((cast.dong, cast.qi), NUMBERS, strict=True):
        give(reaching, cast, agreement, town, number)
    turn(reaching, cast, agreement, cast.dong)
    january = datetime(2027, 1, 4, 2, tzinfo=NOW.tzinfo)
    assert turn(reaching, cast, agreement, cast.qi, january)
    assert issued(reaching, cast, agreement) is None
    for town, number in ((cast.dong, "D委协〔2027〕1号"), (cast.qi, "Q委协〔2027〕1号")):
        give(reaching, cast, agreement, town, number, january)
    assert issued(reaching, cast, agreement)


def test_a_register_that_is_counted_here_needs_no_clerk(reaching: Reaching, cast: Cast, owner: sa.Engine) -> None:
    with owner.begin() as connection:
        connection.execute(sa.update(Organ).values(own_numbers=True))
    agreement = bargaining.asked(reaching, cast, kind=AgreementKind.VENUES)
    with pytest.raises(rules.CountedHere):
        give(reaching, cast, agreement, cast.dong, "D委协〔2026〕3号")
    turn(reaching, cast, agreement, cast.qi)
    turn(reaching, cast, agreement, cast.dong)
    document = issued(reaching, cast, agreement)
    assert document
    assert document.number == "D委协〔2026〕1号、Q委协〔2026〕1号"


def test_an_agreement_is_the_basis_for_its_term_and_its_termination_ends_it(reaching: Reaching, cast: Cast) -> None:
    agreement = concluded(reaching, cast, AgreementKind.SERVICES)
    pair = (cast.dong.id, cast.qi.id)
    with reaching(cast.dong, now=NOW) as session:
        found = bargaining.seen(session, agreement, cast.dong)
        basis = towns.basis_between(session, "personal_data", *pair, on=found.from_on)
        assert basis
        assert NUMBERS[0] in basis.document
        assert basis.valid_until == found.until_on
        assert towns.basis_between(session, "personal_data", *pair, on=found.until_on + timedelta(days=1)) is None
    end = followed(reaching, cast, agreement, Relation.TERMINATION)
    with reaching(cast.qi, now=NOW) as session:
        last_day = bargaining.seen(session, end, cast.qi).from_on
        assert towns.basis_between(session, "personal_data", *pair, on=last_day) is None
        [standing] = validity.standings(session, cast.qi.id, last_day)
        assert standing.life is Life.ENDED_EARLY
        assert [f.relation for f in standing.followers] == ["解除协议"]


def test_a_supplement_falls_with_its_main_agreement(reaching: Reaching, cast: Cast) -> None:
    main = concluded(reaching, cast, AgreementKind.SERVICES)
    more = followed(reaching, cast, main, Relation.SUPPLEMENT)
    end = followed(reaching, cast, main, Relation.TERMINATION)
    with reaching(cast.qi, now=NOW) as session:
        over = bargaining.seen(session, end, cast.qi).from_on
        both = [bargaining.seen(session, one, cast.qi) for one in (main, more)]
        assert set(validity.lives_of(session, both, over).values()) == {Life.ENDED_EARLY}


def test_a_renewal_that_is_signed_holds_though_the_earlier_term_is_cut(reaching: Reaching, cast: Cast) -> None:
    main = concluded(reaching, cast, AgreementKind.SERVICES)
    renewed = followed(reaching, cast, main, Relation.RENEWAL)
    followed(reaching, cast, main, Relation.TERMINATION)
    with reaching(cast.qi, now=NOW) as session:
        begins = bargaining.seen(session, renewed, cast.qi).from_on
        assert towns.basis_between(session, "personal_data", cast.dong.id, cast.qi.id, on=begins)
        lives = validity.lives_of(session, [bargaining.seen(session, renewed, cast.qi)], begins)
        assert set(lives.values()) == {Life.IN_FORCE}


def numbers_in_a_process(engine: sa.Engine, pair, town, agreement_ids, number: str) -> int:
    taken = 0
    for agreement_id in agreement_ids:
        try:
            with transaction(engine, Reach(frozenset({town}), frozenset({pair})), now=NOW) as session:
                found = agreements.get_agreement(session, agreement_id, reader_town_id=town)
                actions.give_number(session, found, number, actor=Actor(None, town), now=NOW)
            taken += 1
        except rules.NumberGiven:
            continue
    return taken


@pytest.mark.timeout(300)
def test_two_clerks_with_one_number_at_once_give_it_to_one_agreement(reaching: Reaching, cast: Cast, config) -> None:
    ids = [bargaining.asked(reaching, cast, kind=AgreementKind.VENUES).id for _ in range(2)]
    given = (cast.pair.id, cast.dong.id)
    deeds = [(numbers_in_a_process, (*given, [agreement_id], NUMBERS[0])) for agreement_id in ids]
    assert sorted(racing.race(config.DATABASE_URL, deeds)) == [0, 1]
    with reaching(cast.dong) as session:
        assert len(session.exec(select(GivenNumber)).all()) == 1


def test_a_stranger_sees_neither_agreement_nor_number(reaching: Reaching, cast: Cast) -> None:
    concluded(reaching, cast)
    with reaching(cast.wai) as session:
        assert session.exec(select(GivenNumber)).all() == []
        assert validity.standings(session, cast.wai.id, NOW.date()) == []
