"""月度小结 and 挂职总结: drawn from the log, edited and confirmed by their author, read by those who read the log."""

from freezegun import freeze_time
from logging_days import MORNING
from sqlmodel import select

from app.summaries import queries
from app.summaries.models import Summary, SummaryDraft


@freeze_time(MORNING)
def test_the_author_edits_and_confirms_then_the_mentors_read_it(client, cast, sign_in, reaching, written, posting):
    page = f"/secondments/{posting.id}/log/summaries/2026/4"
    sign_in(cast.tang)
    assert "本人还没有确认" in client.get(page).text
    assert client.post(page, data={"text": "x", "then": "confirm"}).status_code == 404
    sign_in(cast.lin)
    offered = client.get(page).text
    assert "共写日志1篇：调解1篇。" in offered
    assert "〔4月15日〕" in offered
    edited = "一、主要工作\n调解两户楼道堆物矛盾，当面签了约定。还有别的。"
    assert client.post(page, data={"text": edited, "then": "draft"}).status_code == 302
    with reaching(cast.dong, cast.shen) as session:
        assert session.exec(select(SummaryDraft)).all() == []
        assert session.exec(select(Summary)).all() == []
    assert client.post(page, data={"text": " ", "then": "confirm"}).status_code == 422
    assert client.post(page, data={"text": edited, "then": "confirm"}).status_code == 302
    sign_in(cast.tang)
    shown = client.get(page).text
    assert "还有别的。" in shown
    assert f"/log/{written.id}" in shown, "the sentence leads back to its entry"


@freeze_time(MORNING)
def test_the_whole_is_what_the_appraisal_takes(client, cast, sign_in, reaching, written, posting):
    page = f"/secondments/{posting.id}/log/summary"
    sign_in(cast.lin)
    assert client.get(page).status_code == 200
    client.post(page, data={"text": "改坏了", "then": "draft"})
    assert client.post(page, data={"text": "改坏了", "then": "again"}).status_code == 302
    assert "先听后说，双方都愿意让一步。" in client.get(page).text
    client.post(page, data={"text": "半年收获很大。", "then": "confirm"})
    with reaching(cast.qi) as session:
        assert queries.confirmed_text(session, posting.id) == "半年收获很大。"
    assert client.get(f"/secondments/{posting.id}/log/summaries/2026/13").status_code == 404
    nothing = client.post(f"/secondments/{posting.id}/log/summaries/2026/5", data={"text": "", "then": "again"})
    assert "没有可以摘取的内容" in nothing.text
