"""A person is corrected and erased in every town at once; afterwards no row holds the name or the number."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select
from townsfolk import GU, LI, person, wish

from app.audit import queries as audit
from app.enrolment import actions
from app.residents import queries as residents
from app.residents.models import Resident
from app.rights import actions as rights
from app.rights import queries
from app.rights.rules import SignedUpTwice
from app.services.models import Kind
from app.signups import queries as signups
from app.signups.models import SignUp, SignUpState
from app.standby import queries as standby
from jobs import forget_residents

pytestmark = pytest.mark.usefixtures("ground")
KEY = "of-this-test-only"


@pytest.fixture
def came(dong, cast, service, occasion, now):
    """李秀英 was told of her grandchild's guardian and signed up across the border; 顾阿大 waits behind her."""
    one = occasion(service(name="四点半课堂", kind=Kind.AFTER_SCHOOL, asks_guardian=True), places=1)
    given = {
        "guardian_name": "张三妹",
        "guardian_phone": "13511112222",
        "note": "李秀英的孙子",
        "agreed_by": "guardian",
    }
    chen = cast.actor(cast.lao_chen)
    made = actions.sign_up(dong, one.id, wish(cast.dong, LI, **given), actor=chen, now=now)
    waits = actions.sign_up(dong, one.id, wish(cast.dong, GU, **given | {"note": ""}), actor=chen, now=now, wait=True)
    dong.commit()
    return made.id, waits.id


def everything(owner) -> str:
    """All rows of all tables, as text."""
    with owner.execution_options(writes=False).connect() as connection:
        rows = [repr(row) for t in SQLModel.metadata.sorted_tables for row in connection.execute(sa.select(t))]
    return "\n".join(rows)


def card_of(session, cast, name=LI) -> Resident:
    return session.exec(select(Resident).where(Resident.name == name, Resident.town_id == cast.dong.id)).one()


def test_after_erasing_no_row_holds_the_name_or_the_number_and_the_chain_verifies(dong, qi, cast, owner, came, now):
    made, waits = came
    ma = cast.actor(cast.ma)
    before = everything(owner)
    card = card_of(dong, cast)
    assert LI in before
    assert "13800001111" in before
    assert rights.erase(dong, card.id, actor=ma, now=now) == 1
    dong.commit()
    after = everything(owner)
    for gone in (LI, "13800001111", "李秀英的孙子", "lixiuying"):
        assert gone not in after
    assert "顾阿大" in after, "only the one who asked"
    states = {s.id: (s.state, s.home_town_id) for s in dong.exec(select(SignUp))}
    assert states[made] == (SignUpState.CANCELLED, cast.dong.id), "the figure stays"
    assert states[waits][0] is SignUpState.OFFERED, "her place goes to who waits"
    assert signups.find_door(dong, dong.get(SignUp, made).code, "1111") is None
    dong.rollback()
    for reader, town in ((dong, cast.dong), (qi, cast.qi)):
        assert audit.verify(reader, town.id, KEY).broken is None
        assert residents.find(reader, "1111", town_id=town.id) == []
        reader.rollback()


def test_a_correction_reaches_every_card_and_the_slip(dong, qi, cast, came, now):
    made, _ = came
    draft = person(cast.dong, "李秀瑛", "13899990000")
    card = rights.correct(dong, card_of(dong, cast).id, draft, actor=cast.actor(cast.ma), now=now)
    sign_up = dong.get(SignUp, made)
    assert (card.name, sign_up.person_key) == ("李秀瑛", card.person_key)
    assert signups.find_door(dong, sign_up.code, "0000").sign_up_id == made
    assert signups.find_door(dong, sign_up.code, "1111") is None
    dong.commit()
    (held,) = residents.find(qi, "lxy", town_id=cast.qi.id)
    assert held.phone == "138****0000"


def test_two_cards_that_turn_out_to_be_one_person_are_joined_unless_both_signed_up(dong, cast, service, occasion, now):
    chen, ma = cast.actor(cast.lao_chen), cast.actor(cast.ma)
    of = service()
    one, other = occasion(of, label="甲班"), occasion(of, label="乙班")
    actions.sign_up(dong, one.id, wish(cast.dong, LI), actor=chen, now=now)
    actions.sign_up(dong, one.id, wish(cast.dong, LI, "13899990000"), actor=chen, now=now)
    twice = actions.sign_up(dong, other.id, wish(cast.dong, LI, "13899990000"), actor=chen, now=now)
    wrong = residents.find_card(dong, twice.person_key, town_id=cast.dong.id)
    with pytest.raises(SignedUpTwice):
        rights.correct(dong, wrong.id, person(cast.dong, LI), actor=ma, now=now)
    first = signups.find_live(dong, one.id, twice.person_key)
    actions.cancel(dong, first.id, actor=chen, now=now)
    joined = rights.correct(dong, wrong.id, person(cast.dong, LI), actor=ma, now=now)
    assert [s.session_id for s in signups.history_of(dong, joined.person_key)].count(one.id) == 2
    assert len(residents.find(dong, "lxy", town_id=cast.dong.id)) == 1


def test_a_copy_says_everything_in_plain_words(dong, cast, came):
    copy = queries.copy_of(dong, card_of(dong, cast))
    text = json.dumps(copy.as_json(), ensure_ascii=False)
    for word in (LI, "13800001111", "四点半课堂", "张三妹 13511112222", "监护人，口头", "已报名"):
        assert word in text
    assert queries.find(dong, LI, "138 0000 1111", town_id=cast.dong.id).name == LI
    assert queries.find(dong, LI, "13800002222", town_id=cast.dong.id) is None


def test_after_a_year_what_names_people_goes_and_the_figures_stay(dong, qi, cast, engine, owner, came, now):
    made, _ = came
    dong.rollback()
    assert forget_residents.run(engine, now + timedelta(days=300)) == 0
    assert LI in everything(owner)
    assert forget_residents.run(engine, now + timedelta(days=400)) > 0
    left = everything(owner)
    for gone in (LI, GU, "13800001111", "13511112222", "13900003333"):
        assert gone not in left
    assert forget_residents.run(engine, now + timedelta(days=400)) == 0
    kept = dong.get(SignUp, made)
    assert (kept.home_town_id, kept.provider_town_id) == (cast.dong.id, cast.qi.id)
    assert standby.number_of(dong, kept) is None
    dong.rollback()
    assert audit.verify(qi, cast.qi.id, KEY).broken is None
