"""Differences between two wordings, and who wins where three of them meet."""

from app.redlines import rules


def test_differences_are_kept_deleted_and_added_pieces():
    assert rules.pieces("每周二开放", "每周二、四开放") == (("", "每周二"), ("+", "、四"), ("", "开放"))
    changed = rules.changes({"标题": "甲", "结尾": "丙"}, {"标题": "乙", "结尾": "丙"})
    assert [(c.label, c.pieces) for c in changed] == [("标题", (("-", "甲"), ("+", "乙")))]


def test_whoever_changed_a_passage_wins_and_where_both_did_it_is_shown():
    merging = rules.Merging()
    assert merging.pick("标题", "甲", "甲", "乙") == "乙"
    assert merging.pick("标题", "甲", "乙", "甲") == "乙"
    assert merging.conflicts == []
    assert merging.pick("结尾", "甲", "乙", "丙") == "丙"
    assert merging.conflicts == [rules.Conflict("结尾", "甲", "乙", "丙")]
