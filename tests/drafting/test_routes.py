"""The editor's pages: only the host's office opens them."""

from uuid import uuid4

import pytest
from minuting import TITLES

from app.drafting import queries
from app.meetings import queries as meetings


@pytest.fixture
def draft(acting, cast, begun):
    """What the editor holds, as the form sends it."""

    def read():
        with acting(cast.dong) as session:
            meeting = meetings.get_meeting(session, begun)
            kept = queries.get_draft(session, meeting)
            text = queries.text_at(session, kept, kept.revision)
        data = {"base": kept.revision, "title": text.title, "opening": text.opening, "closing": text.closing}
        for place, item in enumerate(text.items):
            data |= {f"items-{place}-item_id": str(item.item_id), f"items-{place}-summary": item.summary}
            for line, resolution in enumerate(item.resolutions):
                name = f"items-{place}-resolutions-{line}"
                data |= {f"{name}-id": str(resolution.id), f"{name}-text": resolution.text}
        return data

    return read


@pytest.fixture
def standing(acting, cast, begun):
    def read():
        with acting(cast.dong) as session:
            return queries.text_of(session, meetings.get_meeting(session, begun))

    return read


def test_the_editor_shows_every_topic_and_what_is_undecided(client, sign_in, cast, begun):
    sign_in(cast.ma)
    page = client.get(f"/minutes/{begun}/edit").text
    assert all(title in page for title in TITLES)
    assert "还有3项议题没有结论" in page
    assert "起草期间只有本镇可见" in page
    assert "严禁处理、存储、传输涉密信息" in page


def test_a_resolution_is_added_without_javascript(client, sign_in, cast, begun, draft, standing):
    sign_in(cast.ma)
    name = "items-1-resolutions-0"
    typed = draft() | {
        "items-1-outcome": "resolved",
        f"{name}-id": str(uuid4()),
        f"{name}-text": "会议室每周二开放。",
        f"{name}-town_ids": [str(cast.qi.id)],
        f"{name}-person": "小钱",
        f"{name}-due_on": "2026-05-31",
        f"{name}-needs_committee": "y",
        "more": "1",
    }
    answer = client.post(f"/minutes/{begun}/edit", data=typed)
    assert answer.status_code == 302
    assert answer.location.endswith("#items-1")
    item = standing().items[1]
    assert [(r.text, r.town_ids, r.person) for r in item.resolutions] == [("会议室每周二开放。", [cast.qi.id], "小钱")]
    assert item.resolutions[0].needs_committee
    page = client.get(f"/minutes/{begun}/edit").text
    assert "会议室每周二开放。" in page
    assert "items-1-resolutions-1-text" in page


def test_a_resolution_whose_text_is_emptied_is_gone(client, sign_in, cast, begun, draft, standing):
    sign_in(cast.ma)
    name = "items-1-resolutions-0"
    client.post(f"/minutes/{begun}/edit", data=draft() | {f"{name}-id": str(uuid4()), f"{name}-text": "甲"})
    assert standing().items[1].resolutions
    client.post(f"/minutes/{begun}/edit", data=draft() | {f"{name}-text": ""})
    assert not standing().items[1].resolutions


def test_two_who_change_the_same_passage_both_see_both_texts(client, sign_in, cast, begun, draft, standing):
    sign_in(cast.ma)
    before = draft()
    client.post(f"/minutes/{begun}/edit", data=before | {"closing": "甲写的结尾"})
    sign_in(cast.he)
    answer = client.post(f"/minutes/{begun}/edit", data=before | {"closing": "乙写的结尾"})
    page = client.get(answer.location).text
    assert "他人已修改了相同的内容" in page
    assert "甲写的结尾" in page
    assert "乙写的结尾" in page
    assert standing().closing == "甲写的结尾"
    assert client.post(f"/minutes/{begun}/edit", data=draft() | {"closing": "两人商定的结尾"}).status_code == 302
    assert standing().closing == "两人商定的结尾"


def test_the_editor_saves_itself_and_says_when_somebody_else_did(client, sign_in, cast, begun, draft, standing):
    sign_in(cast.ma)
    before = draft()
    answer = client.post(f"/minutes/{begun}/autosave", data=before | {"closing": "自动保存的"})
    assert answer.json["base"] == 2
    assert standing().closing == "自动保存的"
    assert client.post(f"/minutes/{begun}/autosave", data=before | {"closing": "旧的"}).status_code == 409
    assert standing().closing == "自动保存的"


def test_too_long_a_text_is_refused_and_stays_on_the_page(client, sign_in, cast, begun, draft):
    sign_in(cast.ma)
    answer = client.post(f"/minutes/{begun}/edit", data=draft() | {"title": "长" * 121, "closing": "还在这里"})
    assert answer.status_code == 422
    assert "还在这里" in answer.text
    answer = client.post(f"/minutes/{begun}/edit", data=draft() | {"items-1-summary": "长" * 4001})
    assert answer.status_code == 422
    assert "标红处" in answer.text


def test_the_history_shows_who_changed_what(client, sign_in, cast, begun, draft, acting):
    sign_in(cast.ma)
    client.post(f"/minutes/{begun}/edit", data=draft() | {"closing": "新的结尾"})
    assert "第2次" in client.get(f"/minutes/{begun}/history").text
    with acting(cast.dong) as session:
        kept = queries.get_draft(session, meetings.get_meeting(session, begun))
        revision = queries.get_revision(session, kept, 2).id
    page = client.get(f"/minutes/{begun}/history/{revision}").text
    assert "<ins>" in page
    assert "新的结尾" in page


def test_the_progress_is_filled_in_again(client, sign_in, cast, begun, draft, standing):
    sign_in(cast.ma)
    client.post(f"/minutes/{begun}/edit", data=draft() | {"items-0-summary": "手工改过"})
    assert client.post(f"/minutes/{begun}/progress").status_code == 302
    assert standing().items[0].summary == "没有需要通报的议定事项。"


def test_hostile_text_stays_text(client, sign_in, cast, begun, draft):
    sign_in(cast.ma)
    words = "<script>alert(1)</script>{{ 7*7 }}"
    client.post(f"/minutes/{begun}/edit", data=draft() | {"closing": words})
    for page in (f"/minutes/{begun}/edit", f"/minutes/{begun}"):
        text = client.get(page).text
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("page", ["edit", "history"])
def test_the_partner_and_the_worker_do_not_open_the_editor(client, sign_in, cast, begun, page):
    for person, code in ((cast.yan, 404), (cast.bao, 404), (cast.lao_chen, 403)):
        sign_in(person)
        assert client.get(f"/minutes/{begun}/{page}").status_code == code


def test_what_was_put_to_the_towns_leads_back_to_the_minutes(client, sign_in, cast, asked):
    sign_in(cast.ma)
    answer = client.get(f"/minutes/{asked}/edit")
    assert answer.status_code == 302
    assert answer.location.endswith(f"/minutes/{asked}")
