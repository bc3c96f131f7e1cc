"""The log's pages: two minutes on a phone, drafts of two devices, photos, leave, search; and who finds nothing."""

import io

import pytest
from freezegun import freeze_time
from logging_days import MORNING, NOW, picture
from PIL import Image
from sqlmodel import select

from app.jottings.models import Jotting
from app.logs import actions
from app.logs.models import LogEntry, LogPhoto

WORDS = {
    "kind": "visit",
    "done": "走访独居老人三户。",
    "learned": "敲门前先打电话。",
    "hours": "1.5",
    "names": "王秀英，陈小明",
}

pytestmark = pytest.mark.usefixtures("posting")


@freeze_time(MORNING)
def test_a_log_is_written_on_a_phone_with_photos(client, cast, sign_in, reaching, posting):
    sign_in(cast.lin)
    page = client.get(f"/secondments/{posting.id}/log/new").text
    assert "2026年4月15日 星期三" in page
    assert "请写一两句做了什么" in client.post(f"/secondments/{posting.id}/log/new", data={"kind": "visit"}).text
    sent = WORDS | {"day": "2026-04-15", "photos": [(io.BytesIO(picture().data), "现场.jpg") for _ in range(2)]}
    answer = client.post(f"/secondments/{posting.id}/log/new", data=sent)
    assert answer.status_code == 302
    shown = client.get(answer.location).text
    assert "走访独居老人三户。" in shown
    assert "日志册中隐去的姓名：王秀英、陈小明" in shown
    with reaching(cast.dong) as session:
        entry, photos = session.exec(select(LogEntry)).one(), session.exec(select(LogPhoto)).all()
    assert (entry.minutes, entry.is_late, [p.place for p in photos]) == (90, False, [1, 2])
    for edition in ("small", "large"):
        got = client.get(f"/log/photos/{photos[0].id}/{edition}")
        assert Image.open(io.BytesIO(got.data)).format == "JPEG"
    again = client.get(f"/secondments/{posting.id}/log/new?day=2026-04-15")
    assert again.location.endswith(f"/log/{entry.id}/edit")
    changed = client.post(f"/log/{entry.id}/edit", data=WORDS | {"done": "走访独居老人四户。"})
    assert changed.status_code == 302
    assert client.post(f"/log/photos/{photos[0].id}/remove").status_code == 302
    assert "走访独居老人四户。" in client.get(f"/secondments/{posting.id}/log?month=2026-04").text


@freeze_time(MORNING)
def test_the_last_kind_is_offered_again_and_late_entries_say_so(client, cast, sign_in, written, posting):
    sign_in(cast.lin)
    page = client.get(f"/secondments/{posting.id}/log/new?day=2026-04-14").text
    assert '<option selected value="mediation">' in page
    assert "补记" in page
    same = client.get(f"/secondments/{posting.id}/log/new?day=2026-04-14&like=last").text
    assert "调解两户楼道堆物矛盾" in same
    too_early = client.post(f"/secondments/{posting.id}/log/new", data=WORDS | {"day": "2026-04-01"})
    assert too_early.status_code == 422
    assert "只能补记7天以内的日志" in too_early.text
    assert "敲门前先打电话。" in too_early.text, "nothing typed is lost"


@freeze_time(MORNING)
def test_a_draft_saves_itself_and_a_second_device_loses_nothing(client, cast, sign_in, reaching, posting):
    sign_in(cast.lin)
    save, day = f"/secondments/{posting.id}/log/draft", {"day": "2026-04-15"}
    first = client.post(save, data=WORDS | day).json
    assert first["said"] == "草稿已保存 16:00"
    assert "走访独居老人三户。" in client.get(f"/secondments/{posting.id}/log/new").text
    on_screen = {"base": first["base"], "revision": first["revision"]}
    phone = client.post(save, data=WORDS | day | on_screen | {"done": "手机上写的"}).json
    assert (phone["base"], phone["revision"], phone["others"]) == (first["base"], 2, 0)
    tablet = client.post(save, data=WORDS | day | on_screen | {"done": "平板上早些时候写的", "age": "600"}).json
    assert tablet["others"] == 1
    page = client.get(f"/secondments/{posting.id}/log/new").text
    assert "手机上写的" in page, "newer wins, whichever came in last"
    assert "另一台设备上的版本" in page
    assert "平板上早些时候写的" in client.get(f"/secondments/{posting.id}/log/new?version={tablet['base']}").text
    assert client.post(f"{save}/{tablet['base']}/drop").status_code == 302
    assert "另一台设备上的版本" not in client.get(f"/secondments/{posting.id}/log/new").text
    kept = client.post(f"/secondments/{posting.id}/log/new", data=WORDS | day | {"then": "draft"})
    assert kept.status_code == 302
    client.post(f"/secondments/{posting.id}/log/new", data=WORDS | day)
    with reaching(cast.dong, cast.lin) as session:
        assert session.exec(select(Jotting)).all() == [], "handed in: no draft stays behind"


@freeze_time(MORNING)
def test_a_draft_is_its_authors_only(client, cast, sign_in, reaching, posting):
    sign_in(cast.lin)
    client.post(f"/secondments/{posting.id}/log/draft", data=WORDS | {"day": "2026-04-15"})
    for town, person in ((cast.dong, cast.shen), (cast.qi, cast.tang), (cast.dong, None)):
        with reaching(town, person) as session:
            assert session.exec(select(Jotting)).all() == []
    sign_in(cast.tang)
    assert client.get(f"/secondments/{posting.id}/log/new").status_code == 404
    assert client.post(f"/secondments/{posting.id}/log/draft", data=WORDS).status_code == 404


@freeze_time(MORNING)
def test_leave_is_entered_and_taken_back(client, cast, sign_in, posting):
    sign_in(cast.lin)
    page = f"/secondments/{posting.id}/log/leave"
    assert (
        client.post(page, data={"from_on": "2026-04-20", "until_on": "2026-04-19", "kind": "sick"}).status_code == 422
    )
    assert (
        client.post(page, data={"from_on": "2026-04-20", "until_on": "2026-04-21", "kind": "sick"}).status_code == 302
    )
    assert "病假" in client.get(page).text
    assert "请假" in client.get(f"/secondments/{posting.id}/log?month=2026-04").text
    sign_in(cast.xu)
    assert client.post(page, data={}).status_code == 403, "a secretary reads it and enters none"


@freeze_time(MORNING)
def test_the_search_finds_two_characters_and_only_for_readers(client, cast, sign_in, written):
    sign_in(cast.lin)
    page = client.get("/log/search?q=调解").text
    assert "找到1篇" in page
    assert "没有找到“食堂”" in client.get("/log/search?q=食堂").text
    sign_in(cast.qian)
    assert "没有找到“调解”" in client.get("/log/search?q=调解").text


@freeze_time(MORNING)
@pytest.mark.parametrize("who", ["qian", "yan", "ma", "fang", "wu"])
def test_those_who_may_not_read_it_find_nothing(client, cast, sign_in, reaching, written, posting, who):
    """The other secondee, both towns' clerks, and strangers."""
    sign_in(getattr(cast, who))
    pages = [
        f"/log/{written.id}",
        f"/log/{written.id}/edit",
        f"/log/{written.id}/lesson",
        f"/log/{written.id}/topic",
        *(
            f"/secondments/{posting.id}/log{p}"
            for p in ("", "/new", "/leave", "/summary", "/summaries/2026/4", "/book")
        ),
    ]
    answers = {page: client.get(page).status_code for page in pages}
    assert set(answers.values()) <= {403, 404}, answers
    assert answers[f"/log/{written.id}"] == answers[f"/secondments/{posting.id}/log"] == 404
    assert client.post(f"/log/{written.id}/comments", data={"text": "x"}).status_code == 404
    with reaching(cast.dong) as session:
        assert session.exec(select(LogEntry)).one().done.startswith("调解")


@freeze_time(NOW)
def test_a_photo_is_shown_to_readers_only(client, cast, sign_in, reaching, written):

    with reaching(cast.dong, cast.lin, NOW) as session:
        entry = session.exec(select(LogEntry)).one()
        photo = actions.add_photos(session, entry, [picture()], actor=cast.actor(cast.lin))[0]
        session.commit()
    for who, code in (("tang", 200), ("xu", 200), ("zhu", 200), ("qian", 404), ("yan", 404), ("fang", 404)):
        sign_in(getattr(cast, who))
        assert client.get(f"/log/photos/{photo.id}/small").status_code == code, who
