import io

import pytest
from freezegun import freeze_time
from sqlmodel import select

from app.calendar.models import CalendarDay, CalendarYear

ROWS = "日期,类型,名称\n2027-01-01,放假,元旦\n2027-02-20,上班,春节\n"

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with freeze_time("2026-11-23 02:00"):
        yield


@pytest.fixture
def look(reaching, cast):
    """What the tables hold now; the session is closed at once, so that the client may write."""

    def rows(statement):
        with reaching(cast.dong) as reading:
            return reading.exec(statement).all()

    return rows


@pytest.fixture
def base(cast):
    return f"/calendar/{cast.pair.id}"


def test_the_calendar_opens_on_this_year(client, cast, sign_in, base):
    sign_in(cast.lao_chen)
    assert client.get("/calendar").location == f"{base}/2026"
    page = client.get(f"{base}/2026")
    assert page.status_code == 200
    assert "调休上班" in page.text
    assert "末伏" in page.text


def test_an_unpublished_year_says_so_on_every_page(client, cast, sign_in, base):
    sign_in(cast.yan)
    for page in ("2027", "2027/2"):
        assert "本系统尚未录入2027年调休安排（请核对国务院办公厅通知）" in client.get(f"{base}/{page}").text


def test_a_town_without_partnership_is_told_what_comes_first(client, cast, sign_in):
    sign_in(cast.bao)
    assert "还没有联合体" in client.get("/calendar").text


@pytest.mark.parametrize("page", ["2026", "2026/10", "2026/days.csv", "2026/enter", "2026/import"])
def test_a_stranger_sees_nothing(client, cast, sign_in, base, page):
    sign_in(cast.bao)
    assert client.get(f"{base}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["2026/enter", "2026/import"])
def test_a_worker_may_look_but_not_change(client, cast, sign_in, base, page):
    sign_in(cast.lao_chen)
    assert client.get(f"{base}/{page}").status_code == 403
    assert "导入放假安排" not in client.get(f"{base}/2026").text


def test_a_list_is_checked_first_and_entered_then(client, cast, sign_in, base, look):
    sign_in(cast.yan)
    upload = {"file": (io.BytesIO(ROWS.encode("gb18030")), "2027.csv"), "notice": "国办发明电〔2026〕9号"}
    checked = client.post(f"{base}/2027/import", data=upload)
    assert checked.status_code == 200
    assert "可录入2天，需更正0行" in checked.text
    assert "以下法定节假日不在表中" in checked.text
    assert look(select(CalendarYear)) == []

    entered = client.post(f"{base}/2027/import", data={"text": ROWS, "act": "enter", "notice": "国办发明电〔2026〕9号"})
    assert entered.location == f"{base}/2027"
    assert "国办发明电〔2026〕9号" in client.get(f"{base}/2027").text


def test_bad_rows_are_listed_by_number_and_reason(client, cast, sign_in, base, look):
    sign_in(cast.ma)
    for act in ("", "enter"):
        page = client.post(f"{base}/2027/import", data={"text": ROWS + "2027-02-31,放假,春节\n", "act": act})
        assert page.status_code == 422
        assert "有1行需要更正" in page.text
        assert "<td>4</td>" in page.text
        assert "无法识别" in page.text
    assert look(select(CalendarDay)) == []


def test_a_file_that_is_no_text_is_refused(client, cast, sign_in, base):
    sign_in(cast.ma)
    page = client.post(f"{base}/2027/import", data={"file": (io.BytesIO(b"\xff\xfe\x00\x80\xff"), "a.xls")})
    assert page.status_code == 422
    assert "另存为CSV" in page.text


def test_a_day_is_entered_by_hand_removed_and_the_year_declared(client, cast, sign_in, base, look):
    sign_in(cast.ma)
    form = {"day": "2027-02-20", "kind": "work", "name": "春节"}
    assert client.post(f"{base}/2027/enter", data=form).location == f"{base}/2027"
    assert client.post(f"{base}/2027/enter", data=form).status_code == 422
    assert client.post(f"{base}/2027/declare", data={"is_complete": "yes"}).status_code == 302
    assert "尚未录入2027年" not in client.get(f"{base}/2027").text
    entered = look(select(CalendarDay))[0]
    assert client.post(f"{base}/days/{entered.id}/remove").status_code == 302
    assert look(select(CalendarDay)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [({"day": ""}, "请选择日期"), ({"name": ""}, "请填写名称"), ({"day": "2027-02-19"}, "本来就是工作日")],
)
def test_the_form_says_what_is_wrong(client, cast, sign_in, base, change, words):
    sign_in(cast.ma)
    page = client.post(f"{base}/2027/enter", data={"day": "2027-02-20", "kind": "work", "name": "春节"} | change)
    assert page.status_code == 422
    assert words in page.text


def test_a_stranger_changes_nothing(client, cast, sign_in, base, look):
    sign_in(cast.ma)
    client.post(f"{base}/2027/enter", data={"day": "2027-02-20", "kind": "work", "name": "春节"})
    entered = look(select(CalendarDay))[0]
    sign_in(cast.bao)
    assert client.post(f"{base}/days/{entered.id}/remove").status_code == 404
    assert client.post(f"{base}/2027/declare", data={"is_complete": "yes"}).status_code == 404
    assert client.post(f"{base}/2027/import", data={"text": ROWS, "act": "enter"}).status_code == 404
    assert len(look(select(CalendarDay))) == 1
    assert not look(select(CalendarYear))[0].is_complete


def test_the_list_can_be_taken_out_and_read_in_again(client, cast, sign_in, base):
    sign_in(cast.yan)
    text = client.get(f"{base}/2026/days.csv").text
    assert "2026-10-10,上班,国庆节" in text
    assert client.post(f"{base}/2026/import", data={"text": text.lstrip("\ufeff")}).status_code == 200
