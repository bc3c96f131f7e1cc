"""Annexes filled from what the product knows on that day."""

from datetime import date

from app.enclosures import queries
from app.precedents.models import AgreementKind
from app.venues.models import Sharing

TODAY = date(2026, 11, 23)


def test_shared_venues_are_listed_with_their_rules_and_the_others_are_left_out(reaching, cast, venue):
    venue(cast.dong_centre, "二楼会议室", sharing=Sharing.AT_ONCE)
    venue(cast.dong_centre, "档案室", sharing=Sharing.NONE)
    venue(cast.qi_centre, "舞蹈室", sharing=Sharing.ON_REQUEST, actor=cast.actor(cast.yan))
    with reaching(cast.dong) as session:
        (annex,) = queries.usual_annexes(session, AgreementKind.VENUES, [cast.dong.id, cast.qi.id], TODAY)
    assert (annex.title, annex.taken_on) == ("共享场地清单", TODAY)
    assert [row[:5] for row in annex.rows] == [
        ("1", "D镇", "D镇党群服务中心", "二楼会议室", "40"),
        ("2", "Q镇", "Q镇党群服务中心", "舞蹈室", "40"),
    ]
    assert annex.rows[0][5].startswith("预约即确认")
    assert annex.rows[1][5].startswith("提交申请后由管理单位答复")


def test_a_framework_begins_without_annexes_and_an_empty_list_says_so(reaching, cast):
    towns = [cast.dong.id, cast.qi.id]
    with reaching(cast.dong) as session:
        assert queries.usual_annexes(session, AgreementKind.FRAMEWORK, towns, TODAY) == ()
        for source in ("services", "postings"):
            annex = queries.annex_from(session, source, towns, TODAY)
            assert (annex.head, annex.words[:12]) == (
                (),
                "截至本协议起草之日，没有"[:12] if source == "services" else "截至本协议起草之日，尚未"[:12],
            )
