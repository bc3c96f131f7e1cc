"""From learning to change: a suggestion becomes a topic or a card, a card is tried and becomes a 工作简报."""

import io

import docx
from freezegun import freeze_time
from logging_days import MORNING, NOW, draft, picture
from sqlmodel import select

from app.files import gateways as store
from app.files.models import PrivateFile
from app.lessons import queries
from app.lessons.models import Briefing, Lesson, LessonPhoto, LessonUse
from app.logs import actions as logs
from app.logs.models import LogEntry
from app.topics.models import TopicDraft

CARD = {
    "title": "楼道堆物当面签约",
    "practice": "先分头听，再当面签约定。",
    "effect": "半年没有反复。",
    "tags": "调解，楼道",
}


@freeze_time(MORNING)
def test_a_suggestion_becomes_a_topic_of_the_own_town(client, cast, sign_in, reaching, written):
    sign_in(cast.lin)
    assert "两镇可以联合培训调解员。" in client.get(f"/log/{written.id}/topic").text
    assert client.post(f"/log/{written.id}/topic", data={"title": ""}).status_code == 422
    said = {"title": "联合培训调解员", "minutes": "10", "summary": "两镇可以联合培训调解员。"}
    assert client.post(f"/log/{written.id}/topic", data=said).status_code == 302
    with reaching(cast.dong) as session:
        topic = session.exec(select(TopicDraft)).one()
        assert (topic.town_id, topic.source) == (cast.dong.id, f"log:{written.id}")
    with reaching(cast.qi) as session:
        assert session.exec(select(TopicDraft)).all() == [], "the partner sees it when the 书记 has passed it"


@freeze_time(MORNING)
def test_a_card_is_published_found_tried_and_printed(client, cast, sign_in, reaching, written, posting):
    with reaching(cast.dong, cast.lin, NOW) as session:
        entry = session.exec(select(LogEntry)).one()
        logs.change_entry(
            session, entry, draft(done="居民王秀英家楼道堆物，当面签约。"), actor=cast.actor(cast.lin), now=NOW
        )
        photos = logs.add_photos(session, entry, [picture(), picture()], actor=cast.actor(cast.lin))
        session.commit()
    sign_in(cast.tang)
    offered = client.get(f"/log/{written.id}/lesson").text
    assert "居民王**家楼道堆物" in offered, "names stay in the log"
    sent = CARD | {"photos": [str(photos[1].id)]}
    answer = client.post(f"/log/{written.id}/lesson", data=sent)
    assert answer.status_code == 302
    assert client.get(f"/log/{written.id}/lesson").location == answer.location, "once"
    sign_in(cast.ma)  # reads no log, but the card
    page = client.get(answer.location).text
    assert "先分头听，再当面签约定。" in page
    assert "楼道堆物当面签约" in client.get("/lessons/?q=签约").text
    assert "没有找到" in client.get("/lessons/?q=食堂").text
    assert "楼道堆物当面签约" in client.get("/lessons/?tag=调解").text
    tried = {"unit_id": str(cast.dong_centre.id), "tried_on": "2026-04-14", "outcome": "worked", "result": "三栋楼见效"}
    assert client.post(f"{answer.location}/uses", data=tried | {"tried_on": "2026-05-14"}).status_code == 422
    assert client.post(f"{answer.location}/uses", data=tried | {"unit_id": str(cast.qi_centre.id)}).status_code == 422
    assert client.post(f"{answer.location}/uses", data=tried).status_code == 302
    assert "三栋楼见效" in client.get(answer.location).text
    for _ in range(2):
        assert client.post(f"{answer.location}/briefings").status_code == 302
    with reaching(cast.dong) as session:
        assert session.exec(select(LessonPhoto)).one().large == photos[1].large
        numbers = session.exec(select(Briefing.number).order_by(Briefing.number)).all()
        file = session.exec(select(PrivateFile).order_by(PrivateFile.name)).first()
        use = session.exec(select(LessonUse)).one()
        adopted = queries.adopted_by_town(session, use.tried_on, use.tried_on)
        counted = queries.counts_by_secondment(session, [posting.id])
    assert (numbers, file.name) == ([1, 2], "D镇工作简报第1期.docx")
    assert (adopted, counted) == ({cast.dong.id: 1}, {posting.id: 1})
    paper = docx.Document(io.BytesIO(store.read(file.sha256)))
    words = "\n".join(p.text for p in paper.paragraphs)
    for said in ("D镇工作简报", "第1期", "2026年4月15日", "楼道堆物当面签约", "先分头听", "做法来自Q镇"):
        assert said in words
    assert len(paper.inline_shapes) == 1
    with reaching(cast.qi) as session:
        assert session.exec(select(Briefing)).all() == [], "a town's own paper"


@freeze_time(MORNING)
def test_a_card_may_be_written_freely_and_is_changed_by_its_town_only(client, cast, sign_in, reaching, posting):
    sign_in(cast.shi)
    free = CARD | {"partnership": str(cast.pair.id), "from_town": str(cast.qi.id)}
    assert "请填写名称" in client.post("/lessons/new", data=free | {"title": ""}).text
    attached = {"files": [(io.BytesIO(b"%PDF-1.7\n%%EOF"), "约定书.pdf")]}
    answer = client.post("/lessons/new", data=free | attached)
    assert answer.status_code == 302
    assert "约定书.pdf" in client.get(answer.location).text
    assert client.post(f"{answer.location}/edit", data=CARD | {"title": "改过的名称"}).status_code == 302
    sign_in(cast.zhu)
    assert client.get(f"{answer.location}/edit").status_code == 403
    sign_in(cast.fang)
    for path in ("", "/edit"):
        assert client.get(answer.location + path).status_code == 404
    assert "还没有经验做法" in client.get("/lessons/").text
    with reaching(cast.dong) as session:
        assert session.exec(select(Lesson)).one().title == "改过的名称"
