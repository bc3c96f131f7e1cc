"""The page on which a unit closes its venue."""

import pytest
from freezegun import freeze_time
from sqlmodel import select

from app.claims.models import Closure

MORNING = "2026-03-02 01:00"
FORM = {
    "kind": "upkeep",
    "reason": "更换空调",
    "first_on": "2026-03-05",
    "from_time": "08:00",
    "last_on": "2026-03-07",
    "to_time": "17:00",
}


@freeze_time(MORNING)
def test_the_unit_closes_and_opens_again(client, cast, sign_in, hall, acting):
    sign_in(cast.lao_chen)
    assert "应急征用" in client.get(f"/spaces/{hall.id}/close").text
    assert client.post(f"/spaces/{hall.id}/close", data=FORM).status_code == 302
    page = client.get(f"/spaces/{hall.id}?week=2026-03-05")
    assert "2026年3月5日08:00至2026年3月7日17:00关闭：更换空调" in page.text
    assert "维修保养：更换空调" in page.text
    with acting(cast.dong) as session:
        closure_id = session.exec(select(Closure.id)).one()
    assert client.post(f"/spaces/closures/{closure_id}/lift").status_code == 302
    assert "更换空调" not in client.get(f"/spaces/{hall.id}?week=2026-03-05").text


@freeze_time(MORNING)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"reason": ""}, "请写明原因"),
        ({"last_on": "2026-03-01"}, "结束时间要晚于开始时间"),
        ({"kind": "emergency"}, "由本镇书记或党政办主任决定"),
    ],
)
def test_the_form_says_what_is_wrong(client, cast, sign_in, hall, change, message):
    sign_in(cast.lao_chen)
    answer = client.post(f"/spaces/{hall.id}/close", data=FORM | change)
    assert answer.status_code == 422
    assert message in answer.text


@freeze_time(MORNING)
@pytest.mark.parametrize("who", ["yan", "bao"])
def test_nobody_else_closes_or_opens_it(client, cast, sign_in, hall, acting, who):
    sign_in(cast.lao_chen)
    client.post(f"/spaces/{hall.id}/close", data=FORM)
    with acting(cast.dong) as session:
        closure_id = session.exec(select(Closure.id)).one()
    sign_in(getattr(cast, who))
    assert client.post(f"/spaces/{hall.id}/close", data=FORM).status_code == 404
    assert client.post(f"/spaces/closures/{closure_id}/lift").status_code == 404
    with acting(cast.dong) as session:
        assert session.exec(select(Closure.lifted_at)).one() is None
