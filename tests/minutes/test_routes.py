"""The pages of minutes: who can, what the partner sees, and that the stranger finds nothing."""

import pytest
from keys import check
from minuting import NEXT_DAY, TITLES

from app.kit import clock
from app.meetings import queries as meetings
from app.meetings.models import MeetingState
from app.minutes import queries
from jobs import publish_minutes, render_documents

POSTS = ("ask", "check", "turn", "refuse", "recall", "topic")


@pytest.fixture
def state_of(acting, cast):
    def look(meeting_id):
        with acting(cast.dong) as session:
            return meetings.get_meeting(session, meeting_id).state

    return look


@pytest.fixture
def seen_hash(acting, cast):
    def look(meeting_id):
        with acting(cast.dong) as session:
            return queries.get_consent(session, meetings.get_meeting(session, meeting_id)).content_hash

    return look


def test_the_hosts_clerk_begins_from_the_page(client, sign_in, cast, held, state_of):
    sign_in(cast.ma)
    assert "开始起草" in client.get(f"/minutes/{held}").text
    answer = client.post(f"/minutes/{held}/begin")
    assert answer.status_code == 302
    assert answer.location.endswith("/edit")
    assert state_of(held) is MeetingState.DRAFTING


def test_the_partner_sees_no_draft_and_cannot_begin(client, sign_in, cast, held, written):
    sign_in(cast.yan)
    page = client.get(f"/minutes/{written}")
    assert page.status_code == 200
    assert "还没有纪要" in page.text
    assert "共享会议室每周二" not in page.text


def test_an_undecided_text_is_refused_on_the_page(client, sign_in, cast, begun):
    sign_in(cast.ma)
    answer = client.post(f"/minutes/{begun}/ask", data={"seen_revision": 1})
    assert answer.status_code == 422
    assert f"议题“{TITLES[0]}”还没有结论" in answer.text


def test_the_text_goes_to_both_towns_and_the_partner_reads_it(client, sign_in, cast, written, state_of):
    sign_in(cast.ma)
    assert "全文预览" in client.get(f"/minutes/{written}").text
    assert client.post(f"/minutes/{written}/ask", data={"seen_revision": 2}).status_code == 302
    assert state_of(written) is MeetingState.IN_CONSENT
    sign_in(cast.yan)
    page = client.get(f"/minutes/{written}").text
    assert "共享会议室每周二" in page
    assert "待确认" in page
    assert "双方确认" in page


def test_both_sign_on_the_page_and_the_files_are_there(client, sign_in, cast, asked, acting, engine, seen_hash):
    seen, keys = seen_hash(asked), {}
    for town, signer in ((cast.dong, cast.shen), (cast.qi, cast.xu)):
        with acting(town, NEXT_DAY) as session:
            consent = queries.get_consent(session, meetings.get_meeting(session, asked))
            check(session, consent.id, cast, town, NEXT_DAY)
        sign_in(signer)
        keys = {"turn-seen_hash": seen, "turn-publicity": "on_request"}
        assert client.post(f"/minutes/{asked}/turn", data=keys).status_code == 422
        assert client.post(f"/minutes/{asked}/turn", data=keys | {"turn-secrecy_checked": "y"}).status_code == 302
    assert "正在生成" in client.get(f"/minutes/{asked}").text
    render_documents.run(engine, clock.now())
    publish_minutes.run(engine, clock.now())
    page = client.get(f"/minutes/{asked}").text
    assert "红梅同心毗邻党建联席会议纪要〔2026〕1号" in page
    assert "下载 PDF" in page
    assert "下载 Word" in page
    assert "〔2026〕1号" in client.get("/minutes/").text
    assert "2026年第1号" in client.get("/resolutions/").text


def test_a_refused_text_offers_the_next_agenda(client, sign_in, cast, asked, seen_hash):
    seen = seen_hash(asked)
    sign_in(cast.xu)
    assert client.post(f"/minutes/{asked}/refuse", data={"refuse-seen_hash": seen}).status_code == 422
    typed = {"refuse-seen_hash": seen, "refuse-reason": "开放时段过长", "refuse-counter_text": "每周二下午"}
    assert client.post(f"/minutes/{asked}/refuse", data=typed).status_code == 302
    sign_in(cast.yan)
    page = client.get(f"/minutes/{asked}").text
    assert "开放时段过长" in page
    assert "列入下次会议议题" in page
    answer = client.post(f"/minutes/{asked}/topic")
    assert answer.status_code == 302
    assert "/topics/drafts/" in answer.location


def test_the_host_takes_it_back_on_the_page(client, sign_in, cast, asked, state_of):
    sign_in(cast.yan)
    assert client.post(f"/minutes/{asked}/recall", data={"reason": "不同意"}).status_code == 422
    sign_in(cast.ma)
    assert client.post(f"/minutes/{asked}/recall", data={"reason": "漏记"}).status_code == 302
    assert state_of(asked) is MeetingState.DRAFTING


def test_the_text_can_be_read_as_a_word_file_before_it_is_issued(client, sign_in, cast, asked):
    sign_in(cast.yan)
    answer = client.get(f"/minutes/{asked}/text.docx")
    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")


def test_what_changed_between_two_texts_is_shown(client, sign_in, cast, asked):
    sign_in(cast.yan)
    assert client.get(f"/minutes/{asked}/versions/1").status_code == 200
    assert client.get(f"/minutes/{asked}/versions/2").status_code == 404


def test_the_stranger_finds_nothing_and_changes_nothing(client, sign_in, cast, asked, state_of):
    sign_in(cast.bao)
    for page in ("", "/edit", "/history", "/versions/1", "/text.docx"):
        assert client.get(f"/minutes/{asked}{page}").status_code == 404
    for deed in (*POSTS, "begin", "autosave", "progress"):
        data = {"seen_revision": 2, "reason": "x", "turn-seen_hash": "x"}
        assert client.post(f"/minutes/{asked}/{deed}", data=data).status_code == 404
    assert state_of(asked) is MeetingState.IN_CONSENT
    assert TITLES[0] not in client.get("/resolutions/").text


def test_a_worker_reads_and_does_nothing(client, sign_in, cast, asked):
    sign_in(cast.lao_chen)
    assert client.get(f"/minutes/{asked}").status_code == 200
    for deed in POSTS:
        assert client.post(f"/minutes/{asked}/{deed}").status_code == 403


def test_the_list_of_resolutions_is_found_and_exported(client, sign_in, cast, asked):
    sign_in(cast.yan)
    assert "2026年第1号" in client.get("/resolutions/?words=会议室").text
    assert "没有找到议定事项" in client.get("/resolutions/?words=食堂").text
    answer = client.get("/resolutions/export.xlsx?words=&year=2026")
    assert answer.data.startswith(b"PK")
