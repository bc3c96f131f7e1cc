"""Residents' names and numbers leave no circle they were not meant for."""

import pytest

from app.discretion.rules import masked, would_mask


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("走访居民王秀英家，她反映楼道灯坏了", "走访居民王**家，她反映楼道灯坏了"),
        ("独居老人陈志刚反映吃饭难", "独居老人陈**反映吃饭难"),
        ("残疾人李强的补贴", "残疾人李*的补贴"),
        ("陪李桂兰奶奶去医院", "陪李**奶奶去医院"),
        ("回访电话13812345678", "回访电话138****5678"),
        ("身份证310230195001011234", "身份证310***************"),
    ],
)
def test_what_looks_like_a_residents_name_or_number_is_masked(text, shown):
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "居民代表参加会议",
        "居民向社区反映",
        "老人周末来书屋",
        "和张阿姨聊天",
        "居民方便了",
        "共服务居民120人，投诉电话12345",
    ],
)
def test_words_that_only_look_like_names_stay(text):
    assert masked(text) == text


def test_listed_names_are_masked_wherever_they_stand_the_longer_first():
    assert masked("王小明和王小明明说好了", ["王小明", "王小明明"]) == "王**和王***说好了"
    assert masked("小王", ["王"]) == "小王", "a single character is no name"


def test_the_author_can_see_what_the_patterns_find():
    assert would_mask("居民王秀英说，李桂兰奶奶也来了") == ["王秀英", "李桂兰"]
