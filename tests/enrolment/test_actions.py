"""A worker signs residents up on either side of the border; a refusal says which rule, and nothing is left behind."""

from datetime import timedelta

import pytest
from sqlmodel import select
from townsfolk import GU, LI, WANG, wish

from app.enrolment import actions
from app.enrolment.rules import SeveralRefused
from app.residents import queries as residents
from app.residents import rules as resident_rules
from app.residents.models import Resident
from app.services.models import Kind
from app.sessions import rules as sessions
from app.signups import queries, rules
from app.signups.models import STATES, SignUp, SignUpState

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def chen(cast):
    return cast.actor(cast.lao_chen)


@pytest.fixture
def qian(cast):
    return cast.actor(cast.qian)


@pytest.fixture
def check_up(service, occasion):
    """Q镇's health check with three places."""
    return occasion(service(), places=3)


def test_a_resident_goes_across_the_border_and_each_town_holds_a_card(dong, qi, cast, check_up, chen, now):
    made = actions.sign_up(dong, check_up.id, wish(cast.dong), actor=chen, now=now)
    dong.commit()
    assert (made.state, made.home_town_id, made.provider_town_id) == (SignUpState.SIGNED, cast.dong.id, cast.qi.id)
    assert len(made.code) == 8
    for reader, town in ((dong, cast.dong), (qi, cast.qi)):
        (entry,) = queries.list_of_session(reader, check_up.id, reader_town_id=town.id)
        assert (entry.name, entry.phone, entry.town_name, entry.by_name) == ("李**", "138****1111", "D镇", "老陈")
        (card,) = residents.find(reader, "1111", town_id=town.id)
        assert (
            residents.find(reader, "lxy", town_id=town.id) == [card] == residents.find(reader, "李秀", town_id=town.id)
        )
        reader.rollback()


def test_the_same_person_is_refused_twice_and_may_come_again_after_giving_back(dong, cast, check_up, chen, now):
    first = actions.sign_up(dong, check_up.id, wish(cast.dong), actor=chen, now=now)
    with pytest.raises(rules.SamePersonTwice, match=r"李\*\*已经报了这一场"):
        actions.sign_up(dong, check_up.id, wish(cast.dong, phone="+86 138-0000-1111"), actor=chen, now=now)
    actions.cancel(dong, first.id, actor=chen, now=now)
    assert actions.sign_up(dong, check_up.id, wish(cast.dong), actor=chen, now=now).code != first.code


def test_several_are_signed_up_at_once_or_none(dong, cast, check_up, chen, now):
    four = [wish(cast.dong, name, f"1380000{n}000") for n, name in enumerate(("李秀英", "王桂兰", "张建国", "顾阿大"))]
    with pytest.raises(SeveralRefused, match="有1人不能报名") as told, dong.begin_nested():
        actions.sign_up_several(dong, check_up.id, four, actor=chen, now=now)
    ((refused),) = told.value.refused
    assert (refused.place, str(refused.refusal)) == (3, "本场3个名额已全部报满，可以候补或改报其他场次")
    assert dong.exec(select(SignUp)).all() == []
    made = actions.sign_up_each(dong, check_up.id, four, actor=chen, now=now)
    assert [isinstance(m, SignUp) for m in made] == [True, True, True, False]


def test_what_a_service_asks_for_is_asked(dong, cast, service, occasion, now):
    chen = cast.actor(cast.lao_chen)
    old = occasion(service(name="老年食堂", kind=Kind.DINING, min_age=60))
    with pytest.raises(rules.TooYoung, match="60周岁以上"):
        actions.sign_up(dong, old.id, wish(cast.dong), actor=chen, now=now)
    assert actions.sign_up(dong, old.id, wish(cast.dong, age_seen=65), actor=chen, now=now).age_seen == 65
    school = occasion(service(name="四点半课堂", kind=Kind.AFTER_SCHOOL, asks_guardian=True))
    child = {"guardian_name": "张三妹", "guardian_phone": "13511112222"}
    with pytest.raises(rules.GuardianMissing):
        actions.sign_up(dong, school.id, wish(cast.dong), actor=chen, now=now)
    with pytest.raises(rules.GuardianConsentMissing):
        actions.sign_up(dong, school.id, wish(cast.dong, **child), actor=chen, now=now)
    care = occasion(service(name="日间照料", kind=Kind.DAY_CARE, asks_contact=True))
    with pytest.raises(rules.ContactMissing):
        actions.sign_up(dong, care.id, wish(cast.dong), actor=chen, now=now)
    check = occasion(service())
    with pytest.raises(rules.ConsentMissing, match="敏感个人信息"):
        actions.sign_up(dong, check.id, wish(cast.dong, agreed_by=None), actor=chen, now=now)
    with pytest.raises(resident_rules.IdentityNumber, match="不要填写身份证号码"):
        actions.sign_up(dong, check.id, wish(cast.dong, note="310230 19500101 0012"), actor=chen, now=now)
    with pytest.raises(rules.NotForYou):
        actions.sign_up(dong, check.id, wish(cast.qi, GU), actor=chen, now=now)


def test_full_closed_and_kept_say_so(dong, cast, service, occasion, chen, now):
    of = service()
    kept = occasion(of, places=2, reserved={cast.qi.id: 2}, label="甲班")
    early = now - timedelta(days=1)
    with pytest.raises(sessions.HeldForOthers, match="为Q镇居民保留"):
        actions.sign_up(dong, kept.id, wish(cast.dong), actor=chen, now=early)
    closed = occasion(of, closes_at=now, label="乙班")
    with pytest.raises(sessions.SignUpClosed):
        actions.sign_up(dong, closed.id, wish(cast.dong), actor=None, now=now)


def test_who_came_is_ticked_by_the_provider_and_unticked(qi, dong, cast, check_up, chen, qian, now):
    made_id = actions.sign_up(dong, check_up.id, wish(cast.dong), actor=chen, now=now).id
    dong.commit()
    at = check_up.starts_at
    with pytest.raises(rules.OnlyProvider):
        actions.attend(dong, made_id, actor=chen, now=at)
    dong.rollback()
    with pytest.raises(rules.NotTheDay):
        actions.attend(qi, made_id, actor=qian, now=now)
    with pytest.raises(rules.NotYetAbsent):
        actions.mark_absent(qi, made_id, actor=qian, now=at - timedelta(minutes=1))
    assert actions.attend(qi, made_id, actor=qian, now=at).ticked_at == at
    assert actions.untick(qi, made_id, actor=qian, now=at).state is SignUpState.SIGNED
    came = actions.walk_in(qi, check_up.id, wish(cast.qi, GU), actor=qian, now=at + timedelta(minutes=5))
    assert (came.state, came.walk_in) == (SignUpState.ATTENDED, True)
    assert actions.close_list(qi, check_up.id, actor=qian, now=at + timedelta(hours=1)) == 1
    assert {e.state for e in queries.list_of_session(qi, check_up.id, reader_town_id=cast.qi.id)} == {
        SignUpState.ABSENT,
        SignUpState.ATTENDED,
    }


def test_a_sign_up_holds_no_name_and_no_phone(dong, cast, check_up, chen, now):
    actions.sign_up(dong, check_up.id, wish(cast.dong, WANG), actor=chen, now=now)
    assert "13800002222" not in repr(dong.exec(select(SignUp)).all())
    assert {r.town_id for r in dong.exec(select(Resident))} == {cast.dong.id}, "Q镇's card is not ours to read"
    assert set(STATES) == set(SignUpState)


def test_numbers_and_names_are_kept_in_one_form():
    assert resident_rules.phone_of("１３８ 0000-1111") == "13800001111" == resident_rules.phone_of("+86 13800001111")
    assert resident_rules.phone_of("0513-80000001") == "051380000001"
    assert resident_rules.name_of(" 李 秀 英 ") == LI
    for bad in ("李", "李阿姨1", "", "13800001111"):
        with pytest.raises(resident_rules.NoName):
            resident_rules.name_of(bad)
    for bad in ("138000011112", "23800001111", "110", ""):
        with pytest.raises(resident_rules.NoPhone):
            resident_rules.phone_of(bad)
    for bad in ("310230195001010012", "31023019500101001x", "310230 19500101 001X", "310230500101001"):
        with pytest.raises(resident_rules.IdentityNumber):
            resident_rules.check_no_identity(f"号码{bad}")
