"""The pages of topics: the right person can, the partner sees what is passed, the stranger sees nothing."""

import pytest
from freezegun import freeze_time
from sqlmodel import select

from app.topics.models import DraftState, Topic, TopicDraft, TopicState

MORNING = "2026-03-02 02:00"


@pytest.fixture
def form(cast):
    return {
        "partnership": str(cast.pair.id),
        "title": "关于多功能厅周末共享的事项",
        "presenter": "朱敏 组织委员",
        "minutes": "15",
        "summary": "建议周末向两镇老年协会开放。",
    }


@pytest.fixture
def drafted(client, cast, sign_in, reaching, form):
    """老陈 proposes and submits a topic on the pages."""

    def propose():
        sign_in(cast.lao_chen)
        assert client.post("/topics/new", data=form).status_code == 302
        draft_id = reaching(cast.dong).exec(select(TopicDraft.id)).one()
        assert client.post(f"/topics/drafts/{draft_id}/submit").status_code == 302
        return draft_id

    return propose


@freeze_time(MORNING)
def test_a_topic_goes_from_a_workers_desk_into_the_pool(client, cast, sign_in, reaching, drafted):
    draft_id = drafted()
    sign_in(cast.shen)
    assert "同意，列入议题库" in client.get(f"/topics/drafts/{draft_id}").text
    assert client.post(f"/topics/drafts/{draft_id}/pass").status_code == 302
    with reaching(cast.dong) as session:
        topic_id = session.exec(select(Topic.id)).one()
    sign_in(cast.yan)
    assert "关于多功能厅周末共享的事项" in client.get("/topics/").text
    page = client.get(f"/topics/{topic_id}")
    assert "沈卫东" in page.text
    assert "撤回议题" not in page.text


@freeze_time(MORNING)
def test_the_worker_sees_the_draft_but_cannot_pass_it(client, cast, sign_in, reaching, drafted):
    draft_id = drafted()
    assert "同意，列入议题库" not in client.get(f"/topics/drafts/{draft_id}").text
    assert client.post(f"/topics/drafts/{draft_id}/pass").status_code == 403
    assert reaching(cast.dong).exec(select(Topic)).all() == []


@freeze_time(MORNING)
def test_the_secretary_returns_with_a_reason_and_it_is_mended(client, cast, sign_in, drafted, form):
    draft_id = drafted()
    sign_in(cast.shen)
    assert "请写明原因" in client.post(f"/topics/drafts/{draft_id}/return", data={"reason": ""}).text
    assert client.post(f"/topics/drafts/{draft_id}/return", data={"reason": "请补充预算"}).status_code == 302
    sign_in(cast.lao_chen)
    assert "退回原因：请补充预算" in client.get(f"/topics/drafts/{draft_id}").text
    assert "建议周末" in client.get(f"/topics/drafts/{draft_id}/edit").text
    answer = client.post(f"/topics/drafts/{draft_id}/edit", data=form | {"summary": "预算两千元"})
    assert answer.status_code == 302
    assert "预算两千元" in client.get(f"/topics/drafts/{draft_id}").text


@freeze_time(MORNING)
@pytest.mark.parametrize(
    ("change", "message"),
    [({"title": ""}, "请填写议题名称"), ({"minutes": "1"}, "5到120"), ({"summary": ""}, "请写明提请研究什么")],
)
def test_the_form_says_what_is_wrong(client, cast, sign_in, form, change, message):
    sign_in(cast.lao_chen)
    answer = client.post("/topics/new", data=form | change)
    assert answer.status_code == 422
    assert message in answer.text


@freeze_time(MORNING)
@pytest.mark.parametrize("path", ["", "/edit", "/submit", "/pass", "/return"])
@pytest.mark.parametrize("who", ["partner", "stranger"])
def test_a_draft_does_not_leave_its_town(client, cast, sign_in, reaching, drafted, path, who):
    draft_id = drafted()
    sign_in({"partner": cast.xu, "stranger": cast.fang}[who])
    url = f"/topics/drafts/{draft_id}{path}"
    answer = client.get(url) if path in ("", "/edit") else client.post(url, data={"reason": "x"})
    assert answer.status_code == 404
    assert reaching(cast.dong).exec(select(TopicDraft.state)).one() is DraftState.SUBMITTED


@freeze_time(MORNING)
def test_a_stranger_finds_no_topic_and_the_partner_cannot_withdraw(client, cast, sign_in, reaching, drafted):
    draft_id = drafted()
    sign_in(cast.shen)
    client.post(f"/topics/drafts/{draft_id}/pass")
    with reaching(cast.dong) as session:
        topic_id = session.exec(select(Topic.id)).one()
    sign_in(cast.bao)
    assert client.get(f"/topics/{topic_id}").status_code == 404
    assert client.post(f"/topics/{topic_id}/withdraw", data={"reason": "x"}).status_code == 404
    assert client.post(f"/topics/{topic_id}/nod").status_code == 404
    sign_in(cast.yan)
    assert client.post(f"/topics/{topic_id}/withdraw", data={"reason": "x"}).status_code == 422
    with reaching(cast.dong) as session:
        assert session.exec(select(Topic.state)).one() is TopicState.POOL
    sign_in(cast.ma)
    assert client.post(f"/topics/{topic_id}/withdraw", data={"reason": "并入另一议题"}).status_code == 302
    assert "撤回原因：并入另一议题" in client.get(f"/topics/{topic_id}").text


@freeze_time(MORNING)
def test_a_town_without_a_partnership_is_told_what_to_do(client, cast, sign_in):
    sign_in(cast.bao)
    assert "本镇还没有加入联合体" in client.get("/topics/").text
