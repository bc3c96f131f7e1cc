"""Workers hear the day before of everybody whom they signed up, once, without names."""

from datetime import date, datetime, timedelta
from uuid import UUID

from rooms import span
from sqlmodel import select

from app.kit.clock import TOWN_TIME
from app.notifications.models import Notice
from app.reminders import actions, rules
from app.reminders.rules import Coming
from app.services.models import Kind
from app.signups.models import SignUp, SignUpState

CHEN, QIAN = UUID(int=1), UUID(int=2)
EVE = span().starts_at - timedelta(days=1)


def coming(worker, hour, service, heads, **more):
    at = datetime(2026, 3, 5, hour, tzinfo=TOWN_TIME)
    said = {"kind": Kind.HEALTH, "place": "", "bring": ""} | more
    return Coming(worker, UUID(int=hour), at, service, heads=heads, **said)


def test_one_notice_tells_all_of_tomorrow_in_its_order():
    found = [
        coming(CHEN, 14, "创业指导", 1),
        coming(QIAN, 9, "调解", 2),
        coming(CHEN, 8, "老年人健康体检", 9, place="二楼体检中心", bring="身份证、医保卡。"),
    ]
    mine = rules.by_worker(found)[CHEN]
    assert rules.title(mine) == "明天有10人次参加服务，请提醒居民"
    assert rules.text(mine, date(2026, 3, 5)).splitlines()[:3] == [
        "2026年3月5日 星期四您代为报名的服务：",
        "08:00 老年人健康体检（二楼体检中心）9人；请带：身份证、医保卡",
        "14:00 创业指导1人",
    ]


def test_the_worker_is_told_once_of_who_still_comes(acting, cast, service, occasion, visit):
    check_up, meal = occasion(service()), occasion(service(name="午餐", kind=Kind.DINING))
    for sitting, state in (
        (check_up, SignUpState.SIGNED),
        (check_up, SignUpState.SIGNED),
        (check_up, SignUpState.CANCELLED),
        (meal, SignUpState.SIGNED),
    ):
        made = visit(sitting, state=state)
        with acting(cast.dong) as session:
            row = session.get_one(SignUp, made.id)
            row.by_person_id, row.by_town_id = cast.lao_chen.id, cast.dong.id
            session.add(row)
    for _ in range(2):
        with acting(cast.dong) as session:
            session.info["now"] = EVE
            assert actions.remind(session, cast.dong.id, now=EVE) == 1
    with acting(cast.qi) as session:
        assert actions.remind(session, cast.qi.id, now=EVE) == 0
    with acting(cast.dong) as session:
        told = session.exec(select(Notice).where(Notice.kind == "reminders.tomorrow")).all()
        assert [(n.person_id, n.title) for n in told] == [(cast.lao_chen.id, "明天有2人次参加服务，请提醒居民")]
