"""What a kitchen reads in the morning."""

from app.dining import rules
from app.dining.rules import Portion


def portion(note: str = "", community: str = "长江新村社区", town: str = "D镇") -> Portion:
    return Portion("李**", community, town, note, False)


def test_a_note_is_read_by_its_wishes():
    assert rules.wishes_of("少盐、送餐上门（3号楼502）") == ("少盐", "送餐上门")
    assert rules.wishes_of("少盐;软烂 (牙不好)") == ("少盐", "软烂")
    assert rules.wishes_of("") == ()
    assert rules.is_delivered("送餐到家")


def test_the_kitchen_counts_by_community_and_wish():
    count = rules.count(
        [portion(), portion("少盐"), portion("少盐、送餐上门(2号楼)"), portion(community="", town="Q镇")]
    )
    assert (count.total, count.delivered, count.plain) == (4, 1, 2)
    assert count.communities == (("D镇 长江新村社区", 3), ("Q镇 其他社区", 1))
    assert count.wishes == (("少盐", 2), ("送餐上门", 1))
    assert [p.note for p in count.special] == ["少盐、送餐上门(2号楼)", "少盐"], "deliveries first"
    assert rules.count_in_words(count) == "共4份：D镇 长江新村社区3份、Q镇 其他社区1份；少盐2份、送餐上门1份。"


def test_nobody_ordered():
    assert rules.count_in_words(rules.count([])) == "没有人订餐。"
