"""A partnership is founded and changed by all keys, and by nothing less."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from keys import check, draft_for
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app.accounts.models import Assignment, Person, Role
from app.consents import actions as consents
from app.documents.models import NumberForm
from app.kit.db import open_session
from app.kit.errors import NotFound
from app.kit.scopes import Reach
from app.partnerships import actions, queries, rules
from app.partnerships.models import FoundingDraft, NameDraft, Terms
from app.towns import queries as towns
from app.towns.models import Partnership, PartnershipState

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def wai_office(engine, cast):
    """外镇 gets an office head, so that it can turn keys."""
    with open_session(engine, Reach.nothing()) as session:
        head = Person(login="liu", name="刘萍", post="党政办主任", town_id=cast.wai.id)
        session.add(head)
        session.flush()
        session.add(
            Assignment(
                person_id=head.id,
                town_id=cast.wai.id,
                role=Role.OFFICE_HEAD,
                starts_at=datetime(2020, 1, 1, tzinfo=UTC),
            )
        )
        session.commit()
    return head


def _sign(session: Session, cast, change, town):
    """All steps of one of the two neighbours, and its key through the domain."""
    consent = check(session, queries.consent_of(session, change).id, cast, town, NOW)
    signer = {cast.dong.id: cast.shen, cast.qi.id: cast.xu}[town.id]
    return actions.turn_key(session, change, draft_for(consent), actor=cast.actor(signer), now=NOW)


def _sign_outside(session, cast, change, head):
    consent = queries.consent_of(session, change)
    for person in (cast.bao, head):
        consents.check(session, consent.id, consent.content_hash, actor=cast.actor(person), now=NOW)
    return actions.turn_key(session, change, draft_for(consent), actor=cast.actor(cast.fang), now=NOW)


def _both_sign(reaching, cast, change_id):
    for town in (cast.dong, cast.qi):
        with reaching(town, now=NOW) as session:
            _sign(session, cast, queries.get_change(session, change_id), town)
            session.commit()


def test_two_towns_found_a_partnership_by_their_keys(reaching, session, cast, wai_office):
    draft = FoundingDraft(name="江海毗邻党建联合体", short_name="江海毗邻党建", town_ids=[cast.wai.id])
    change = actions.propose_founding(session, draft, actor=cast.actor(cast.ma), now=NOW)
    change_id, target_id = change.id, change.target_id
    _sign(session, cast, change, cast.dong)
    session.commit()
    assert session.get(Partnership, target_id).state is PartnershipState.PROPOSED
    with reaching(cast.wai, now=NOW) as theirs:
        _sign_outside(theirs, cast, queries.get_change(theirs, change_id), wai_office)
        theirs.commit()
    with reaching(cast.dong) as looking:
        founded = queries.get_partnership(looking, target_id, reader_town_id=cast.dong.id)
        assert (founded.name, founded.founded_on) == ("江海毗邻党建联合体", date(2026, 3, 2))
        members = queries.members_of(looking, target_id)
    assert [(t.name, m.joined_on) for t, m in members] == [("D镇", date(2026, 3, 2)), ("外镇", date(2026, 3, 2))]


def test_a_proposal_is_seen_by_the_invited_and_by_nobody_else(reaching, session, cast):
    draft = FoundingDraft(name="江海毗邻党建联合体", short_name="江海毗邻党建", town_ids=[cast.wai.id])
    change_id = actions.propose_founding(session, draft, actor=cast.actor(cast.ma), now=NOW).id
    session.commit()
    with reaching(cast.wai) as invited:
        assert [c.id for c in queries.open_changes(invited)] == [change_id]
    with reaching(cast.qi) as outside, pytest.raises(NotFound):
        queries.get_change(outside, change_id)


def test_the_database_itself_refuses_a_partnership_that_one_town_declares_active(session, cast):
    draft = FoundingDraft(name="江海毗邻党建联合体", short_name="江海毗邻党建", town_ids=[cast.wai.id])
    change = actions.propose_founding(session, draft, actor=cast.actor(cast.ma), now=NOW)
    mine = sa.update(Partnership).where(col(Partnership.id) == change.target_id)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(mine.values(state=PartnershipState.ACTIVE))


def test_a_new_name_holds_from_the_last_key_on(reaching, session, cast):
    draft = NameDraft(name="江海同心毗邻党建联合体", short_name="江海同心")
    change = actions.propose_rename(session, cast.pair, draft, actor=cast.actor(cast.ma), now=NOW)
    change_id = change.id
    session.commit()
    assert session.get(Partnership, cast.pair.id).name == "红梅同心毗邻党建联合体"
    _both_sign(reaching, cast, change_id)
    with reaching(cast.qi) as looking:
        assert looking.get(Partnership, cast.pair.id).name == "江海同心毗邻党建联合体"


def test_terms_are_the_defaults_until_all_agree_on_others(reaching, session, cast):
    assert queries.terms_of(session, cast.pair.id).mark == "红梅同心毗邻党建联席会议纪要"
    wished = Terms(quorum=20, number_form=NumberForm.ISSUES, copies_to="崇明区委组织部")
    change_id = actions.propose_terms(session, cast.pair, wished, actor=cast.actor(cast.ma), now=NOW).id
    session.commit()
    assert queries.terms_of(session, cast.pair.id).quorum is None
    _both_sign(reaching, cast, change_id)
    with reaching(cast.qi) as looking:
        agreed = queries.terms_of(looking, cast.pair.id)
    assert (agreed.quorum, agreed.number_form, agreed.copies_to) == (20, NumberForm.ISSUES, "崇明区委组织部")


def test_terms_that_change_nothing_bother_nobody(session, cast):
    same = queries.terms_of(session, cast.pair.id)
    with pytest.raises(rules.NothingChanges):
        actions.propose_terms(session, cast.pair, same, actor=cast.actor(cast.ma), now=NOW)


def test_one_change_of_a_kind_is_asked_at_a_time(session, cast):
    actions.propose_terms(session, cast.pair, Terms(quorum=20), actor=cast.actor(cast.ma), now=NOW)
    with pytest.raises(rules.ChangePending):
        actions.propose_terms(session, cast.pair, Terms(quorum=30), actor=cast.actor(cast.ma), now=NOW)


def test_a_third_town_joins_by_three_keys_and_sees_nothing_before(reaching, session, cast, wai_office):
    change_id = actions.propose_join(session, cast.pair, cast.wai.id, actor=cast.actor(cast.ma), now=NOW).id
    session.commit()
    assert len(towns.towns_of(session, cast.pair.id)) == 2
    with reaching(cast.wai) as invited:
        assert cast.pair.id not in towns.partnership_ids_of(invited, frozenset({cast.wai.id}))
    _both_sign(reaching, cast, change_id)
    with reaching(cast.wai, now=NOW) as theirs:
        assert _sign_outside(theirs, cast, queries.get_change(theirs, change_id), wai_office).is_complete
        theirs.commit()
    with reaching(cast.wai) as looking:
        assert [t.name for t in towns.towns_of(looking, cast.pair.id)] == ["D镇", "Q镇", "外镇"]
        assert cast.pair.id in towns.partnership_ids_of(looking, frozenset({cast.wai.id}))


def test_a_withdrawn_proposal_frees_its_name(session, cast):
    draft = FoundingDraft(name="江海毗邻党建联合体", short_name="江海毗邻党建", town_ids=[cast.wai.id])
    change = actions.propose_founding(session, draft, actor=cast.actor(cast.ma), now=NOW)
    actions.withdraw(session, change, reason="名称另议", actor=cast.actor(cast.ma), now=NOW)
    session.flush()
    assert actions.propose_founding(session, draft, actor=cast.actor(cast.ma), now=NOW).id != change.id
