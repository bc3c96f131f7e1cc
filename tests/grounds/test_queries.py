"""Two towns keep residents' data together only on an agreement in force and with an assessment of each on record."""

from datetime import date

import pytest
from townsfolk import GU, wish

from app.enrolment import actions
from app.grounds import actions as grounds
from app.grounds import queries, rules
from app.signups.models import SignUpState


def test_without_an_agreement_and_both_assessments_nobody_crosses(
    reaching, cast, service, occasion, request, assess, now
):
    one, chen = occasion(service()), cast.actor(cast.lao_chen)

    def cross():
        with reaching(cast.dong) as there:
            return actions.sign_up(there, one.id, wish(cast.dong), actor=chen, now=now)

    with pytest.raises(rules.NoBasis, match=r"D镇居民暂不能报名Q镇的服务.*共同处理"):
        cross()
    with reaching(cast.qi) as there:
        own = actions.sign_up(there, one.id, wish(cast.qi, GU), actor=cast.actor(cast.qian), now=now)
        assert own.state is SignUpState.SIGNED
    request.getfixturevalue("basis")
    with pytest.raises(rules.NoAssessment, match="Q镇、D镇还没有登记"):
        cross()
    assess(cast.dong)
    with pytest.raises(rules.NoAssessment, match="：Q镇还没有登记"):
        cross()
    assess(cast.qi)
    assert cross().state is SignUpState.SIGNED


@pytest.mark.usefixtures("ground")
def test_a_withdrawn_assessment_does_not_count_and_the_page_says_who_lacks_one(reaching, cast, now):
    here = reaching(cast.dong)
    (standing,) = queries.standings(here, cast.dong.id, cast.pair.id, on=date(2026, 3, 2))
    assert (standing.town_name, standing.is_allowed) == ("Q镇", True)
    own = next(a for a in queries.assessments_of(here, [cast.pair.id]) if a.town_id == cast.dong.id)
    grounds.withdraw_assessment(here, own.id, actor=cast.actor(cast.ma), now=now)
    (standing,) = queries.standings(here, cast.dong.id, cast.pair.id, on=date(2026, 3, 2))
    assert (standing.missing, standing.is_allowed) == (("D镇",), False)


def test_the_notice_names_every_town_and_what_is_asked_and_is_kept_once(reaching, cast, service, now):
    of, here = service(), reaching(cast.dong)
    one = grounds.keep_notice(here, of, [cast.dong.id], now=now)
    assert grounds.keep_notice(here, of, [cast.dong.id], now=now).id == one.id
    said = str(one.content)
    for word in (
        "江苏省启东市Q镇人民政府、上海市崇明区D镇人民政府共同处理",
        "敏感个人信息",
        "12个月",
        "0513-80000001",
        "查阅、复制、更正、删除",
    ):
        assert word in said
    own = grounds.keep_notice(here, of, [cast.qi.id], now=now)
    assert "共同处理" not in str(own.content)
