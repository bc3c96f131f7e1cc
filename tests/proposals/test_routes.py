from datetime import UTC, datetime

import agreed
import pytest
from bs4 import BeautifulSoup
from freezegun import freeze_time
from sqlmodel import select

from app.series import queries
from app.series.models import MeetingSeries, Proposal, ProposalState, SeriesState
from app.topics.models import TopicDraft

NOW = datetime(2026, 11, 2, 2, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen():
    with freeze_time(NOW):
        yield


@pytest.fixture
def look(reaching, cast):
    """What the tables hold now, read and closed at once."""

    def rows(statement):
        with reaching(cast.dong) as reading:
            return reading.exec(statement).all()

    return rows


@pytest.fixture
def series_id(reaching, cast):
    return agreed.found(reaching, cast, NOW)


@pytest.fixture
def first(reaching, cast, series_id):
    with reaching(cast.dong) as reading:
        return queries.turns_of(reading, series_id)[0]


@pytest.fixture
def typed(cast):
    return {
        "name": "红梅同心轮值联席会议",
        "every_months": "2",
        "first_on": "2026-11",
        "day_kind": "nth_weekday",
        "nth": "2",
        "weekday": "3",
        "day_of_month": "15",
        "starts_at": "14:00",
        "ends_at": "16:00",
        "when_closed": "next",
        "order-0": str(cast.dong.id),
        "order-1": str(cast.qi.id),
        "avoid_spring": "y",
        "spring_before": "10",
        "spring_after": "15",
        "avoid-0-name": "年终考核",
        "avoid-0-from_on": "2026-12-20",
        "avoid-0-until_on": "2026-12-31",
        "avoid-0-yearly": "y",
        "topic_close_days": "15",
        "notice_days": "7",
        "first_reminder": "3",
        "second_reminder": "1",
        "minutes_days": "5",
        "plan_ahead": "6",
        "confirm_from_days": "45",
    }


def fields(page):
    """What a browser would send back unchanged."""
    form = BeautifulSoup(page.text, "html5lib").select_one("form.form")
    sent = {}
    for field in form.find_all(["input", "select", "textarea"]):
        if field.get("type") in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        chosen = field.find("option", selected=True) if field.name == "select" else None
        sent[field["name"]] = chosen["value"] if chosen else field.get("value", field.text.strip())
    return sent


def sign(client, sign_in, people, path):
    """Every step of one town, on the page."""
    for person, step in zip(people, ("check", "check", "turn"), strict=True):
        sign_in(person)
        page = BeautifulSoup(client.get(path).text, "html5lib")
        field = page.find("input", {"name": f"{step}-seen_hash"})
        if field:
            answer = client.post(f"{path}/{step}", data={f"{step}-seen_hash": field["value"]})
            assert answer.status_code == 302, answer.text


def test_two_towns_found_a_series_on_the_pages(client, cast, sign_in, typed, look):
    sign_in(cast.ma)
    new = f"/series/new/{cast.pair.id}"
    assert "第1个承办" in client.get(new).text
    assert "2026年11月12日" in client.get(new).text
    page = client.post(new, data=typed)
    assert page.status_code == 302, page.text
    path = page.location
    assert "征求各镇确认" in client.get("/series").text
    sign(client, sign_in, (cast.ma, cast.he, cast.shen), path)
    sign(client, sign_in, (cast.yan, cast.tang, cast.xu), path)
    (series,) = look(select(MeetingSeries))
    assert (series.state, series.reminder_days) == (SeriesState.ACTIVE, [3, 1])
    shown = client.get(f"/series/{series.id}").text
    assert "每2个月一次，当月第二个星期四14:00—16:00" in shown
    assert "避开年终考核：每年12月20日至12月31日" in shown
    assert "2026年11月12日" in shown
    assert "本系统尚未录入2027年调休安排（请核对国务院办公厅通知）" in shown
    assert "计入次数最少的有几个镇（各0次），按约定次序轮到D镇承办" in shown


def test_the_preview_button_and_the_live_preview_say_the_same(client, cast, sign_in, typed, look):
    sign_in(cast.ma)
    page = client.post(f"/series/new/{cast.pair.id}", data=typed | {"act": "preview"})
    live = client.get(f"/series/preview/{cast.pair.id}", query_string=typed)
    for shown in (page.text, live.text):
        assert "今后六次会议（预览，尚未生效）" in shown
        assert "2026年11月12日" in shown
        assert "避开春节前后：春节前10天至春节后15天" in shown
    assert "<h1" not in live.text
    assert look(select(Proposal)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "请填写名称"),
        ({"every_months": "0"}, "请填写1至12的整数"),
        ({"first_on": "2026-09"}, "已经过去"),
        ({"ends_at": "13:00"}, "结束时间须晚于开始时间"),
        ({"order-1": "same"}, "承办次序须包含每个镇"),
        ({"avoid-0-until_on": ""}, "须写明起止日期"),
        ({"notice_days": "30"}, "发通知的天数须不多于议题截止的天数"),
    ],
)
def test_the_form_says_what_is_wrong(client, cast, sign_in, typed, look, change, words):
    change = {k: str(cast.dong.id) if v == "same" else v for k, v in change.items()}
    sign_in(cast.ma)
    page = client.post(f"/series/new/{cast.pair.id}", data=typed | change)
    assert page.status_code == 422
    assert words in page.text
    assert words in client.get(f"/series/preview/{cast.pair.id}", query_string=typed | change).text
    assert look(select(Proposal)) == []


def test_a_change_starts_from_what_is_in_force(client, cast, sign_in, series_id, look):
    sign_in(cast.yan)
    page = client.get(f"/series/{series_id}/edit")
    sent = fields(page)
    assert (sent["first_on"], sent["nth"], sent["weekday"]) == ("2026-11", "2", "3")
    answer = client.post(f"/series/{series_id}/edit", data=sent | {"every_months": "3"})
    assert answer.status_code == 302, answer.text
    shown = client.get(answer.location).text
    assert "每3个月一次" in shown
    assert "确认后的会议安排" in shown


def test_a_swap_is_proposed_explained_and_keyed(client, cast, sign_in, first, series_id):
    sign_in(cast.ma)
    shown = client.get(f"/series/turns/{first.id}/swap")
    assert "对调给" in shown.text
    assert client.post(f"/series/turns/{first.id}/swap", data={"reason": "换届"}).status_code == 422
    answer = client.post(f"/series/turns/{first.id}/swap", data={"taker": str(cast.qi.id), "reason": "换届"})
    assert answer.status_code == 302
    assert "第1次会议由D镇对调给Q镇承办" in client.get(answer.location).text
    sign(client, sign_in, (cast.ma, cast.he, cast.shen), answer.location)
    sign(client, sign_in, (cast.yan, cast.tang, cast.xu), answer.location)
    page = client.get(f"/series/{series_id}").text
    assert "经各镇确认对调，由Q镇承办，次数记在D镇，由D镇日后还轮" in page
    assert "各镇已确认" in page


def test_only_the_host_says_that_it_cannot_host(client, cast, sign_in, first, look):
    sign_in(cast.yan)
    page = client.post(f"/series/turns/{first.id}/skip", data={"reason": "防汛"})
    assert page.status_code == 422
    assert "不由该镇承办" in page.text
    sign_in(cast.ma)
    assert client.post(f"/series/turns/{first.id}/skip", data={"reason": "防汛"}).status_code == 302
    assert [p.reason for p in look(select(Proposal).where(Proposal.turn_id == first.id))] == ["防汛"]


def test_a_refused_proposal_can_be_put_on_the_next_agenda(client, cast, sign_in, first, reaching):
    sign_in(cast.ma)
    path = client.post(f"/series/turns/{first.id}/skip", data={"reason": "防汛"}).location
    sign_in(cast.xu)
    seen = BeautifulSoup(client.get(path).text, "html5lib").find("input", {"name": "refuse-seen_hash"})["value"]
    assert client.post(f"{path}/refuse", data={"refuse-seen_hash": seen}).status_code == 422
    refusal = {"refuse-seen_hash": seen, "refuse-reason": "场地已备好"}
    assert client.post(f"{path}/refuse", data=refusal).status_code == 302
    sign_in(cast.yan)
    assert "列入下次会议议题" in client.get(path).text
    assert client.post(f"{path}/topic").location.startswith("/topics/drafts/")
    with reaching(cast.qi) as theirs:
        assert theirs.exec(select(TopicDraft.source)).one().startswith("refused_key:")


def test_the_proposing_town_withdraws_with_a_reason(client, cast, sign_in, first, look):
    sign_in(cast.ma)
    path = client.post(f"/series/turns/{first.id}/skip", data={"reason": "防汛"}).location
    assert client.post(f"{path}/withdraw", data={"reason": ""}).status_code == 422
    sign_in(cast.yan)
    assert client.post(f"{path}/withdraw", data={"reason": "不必"}).status_code == 422
    assert "撤回提议" not in client.get(path).text
    sign_in(cast.ma)
    assert client.post(f"{path}/withdraw", data={"reason": "已能承办"}).status_code == 302
    assert look(select(Proposal.state).where(Proposal.turn_id == first.id)) == [ProposalState.WITHDRAWN]


def test_joining_says_when_there_is_no_town_to_join(client, cast, sign_in, series_id):
    sign_in(cast.ma)
    assert "联合体中没有尚未参加轮值的镇" in client.get(f"/series/{series_id}/join").text
    assert client.post(f"/series/{series_id}/join", data={"town": str(cast.wai.id)}).status_code == 422


def test_the_partner_and_the_right_people_only(client, cast, sign_in, series_id, first):
    pages = (f"/series/{series_id}/edit", f"/series/turns/{first.id}/swap", f"/series/{series_id}/join")
    sign_in(cast.lao_chen)
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]
    sign_in(cast.yan)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]


def test_a_stranger_sees_nothing_and_changes_nothing(client, cast, sign_in, series_id, first, look):
    proposal = look(select(Proposal))[0]
    sign_in(cast.bao)
    paths = [
        f"/series/new/{cast.pair.id}",
        f"/series/preview/{cast.pair.id}",
        f"/series/{series_id}/edit",
        f"/series/turns/{first.id}/swap",
        f"/series/turns/{first.id}/skip",
        f"/series/{series_id}/join",
        f"/series/proposals/{proposal.id}",
    ]
    assert {client.get(path).status_code for path in paths} == {404}
    deeds = ("check", "turn", "refuse", "withdraw", "topic")
    assert {client.post(f"/series/proposals/{proposal.id}/{deed}").status_code for deed in deeds} == {404}
    assert len(look(select(Proposal))) == 1
