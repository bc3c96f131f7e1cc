"""A summary is made of the person's own sentences, and each leads back to its entry."""

from datetime import date
from uuid import uuid4

import pytest

from app.logs.models import Kind, LogEntry
from app.summaries import rules
from app.summaries.models import WHOLE


def entry(day: int, kind: Kind = Kind.VISIT, **said: str) -> LogEntry:
    return LogEntry(id=uuid4(), day=date(2026, 4, day), kind=kind, **({"done": "", "learned": ""} | said))


ENTRIES = [
    entry(1, done="走访独居老人三户。发现楼道灯坏了。", learned="敲门前先打电话。进门先问身体。"),
    entry(2, Kind.MEDIATION, done="调解楼道堆物。", learned="先听后说", suggestion="两镇可以联合培训调解员。"),
]


def test_a_months_text_says_what_was_done_learned_and_suggested():
    assert rules.assemble(ENTRIES, "2026-04") == (
        "一、主要工作\n共写日志2篇：走访1篇、调解1篇。\n走访独居老人三户。调解楼道堆物。\n"
        "二、学习体会\n敲门前先打电话。进门先问身体。先听后说。\n"
        "三、意见建议\n两镇可以联合培训调解员。"
    )
    assert "进门先问身体" not in rules.assemble(ENTRIES, WHOLE), "the whole takes the first sentence of each"
    with pytest.raises(rules.NothingWritten):
        rules.assemble([], "2026-04")


def test_a_whole_postings_text_goes_by_months_and_no_month_takes_all_the_room():
    long = [entry(n + 1, done=f"四月第{n}件事情已经办好，群众表示满意。" * 30) for n in range(28)]
    later = entry(1, done="五月走访了商户。").model_copy(update={"day": date(2026, 5, 6)})
    lines = rules.assemble([later, *long], WHOLE).splitlines()
    assert [line for line in lines if rules.is_month([rules.Sentence(line)])] == ["2026年4月", "2026年5月"]
    assert lines[-2:] == ["2026年5月", "五月走访了商户。"]


def test_each_sentence_leads_back_and_an_edited_one_stands_by_itself():
    text = "二、学习体会\n敲门前先打电话。这是后来想到的。先听后说。"
    heading, line = rules.linked(text, ENTRIES)
    assert rules.is_heading(heading)
    assert [(s.text, s.day and s.day.day) for s in line] == [
        ("敲门前先打电话。", 1),
        ("这是后来想到的。", None),
        ("先听后说。", 2),
    ]
    assert line[0].entry_id == ENTRIES[0].id


def test_a_long_log_still_fits():
    many = [entry(n % 28 + 1, done=f"第{n}天走访了很多户人家并且记录了每一户的情况。") for n in range(400)]
    assert len(rules.assemble(many, WHOLE)) <= rules.LONGEST
