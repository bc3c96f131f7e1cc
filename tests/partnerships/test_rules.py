"""Which changes can be put to the towns, and how they read."""

from datetime import date
from uuid import uuid4

import pytest

from app.documents.models import NumberForm
from app.partnerships import rules
from app.partnerships.models import Deed, FoundingDraft, Terms

OWN, OTHER, THIRD = uuid4(), uuid4(), uuid4()
TODAY = date(2026, 3, 2)


def test_a_partnership_has_at_least_two_towns():
    draft = FoundingDraft(name="红梅联合体", short_name="红梅", town_ids=[OWN])
    with pytest.raises(rules.NobodyInvited):
        rules.check_founding(draft, OWN, name_taken=False, today=TODAY)


def test_a_partnership_cannot_have_existed_since_tomorrow():
    draft = FoundingDraft(name="红梅联合体", short_name="红梅", town_ids=[OTHER], founded_on=date(2026, 3, 3))
    with pytest.raises(rules.FoundedInFuture):
        rules.check_founding(draft, OWN, name_taken=False, today=TODAY)


def test_two_partnerships_do_not_share_a_name():
    draft = FoundingDraft(name="红梅联合体", short_name="红梅", town_ids=[OTHER])
    with pytest.raises(rules.NameTaken) as refusal:
        rules.check_founding(draft, OWN, name_taken=True, today=TODAY)
    assert "红梅联合体" in str(refusal.value)


def test_of_two_towns_none_can_leave():
    with pytest.raises(rules.TooFewLeft):
        rules.check_leave(OWN, {OWN, OTHER}, "D镇")
    rules.check_leave(OWN, {OWN, OTHER, THIRD}, "D镇")


def test_only_members_leave_and_only_others_join():
    with pytest.raises(rules.NotMember):
        rules.check_leave(THIRD, {OWN, OTHER}, "外镇")
    with pytest.raises(rules.AlreadyMember):
        rules.check_join(OWN, {OWN, OTHER}, "D镇")


def test_what_was_left_open_is_named_after_the_partnership():
    terms = rules.defaults_for("红梅同心毗邻党建", Terms(mark="联席会议纪要"))
    assert (terms.mark, terms.issuer) == ("联席会议纪要", "红梅同心毗邻党建联席会议办公室")


@pytest.mark.parametrize(
    ("deed", "content", "title"),
    [
        (Deed.FOUND, {"partnership": "红梅联合体"}, "成立红梅联合体"),
        (Deed.RENAME, {"partnership": "红梅联合体", "name": "江海联合体"}, "红梅联合体更名为江海联合体"),
        (Deed.JOIN, {"partnership": "红梅联合体", "town": "外镇"}, "外镇加入红梅联合体"),
        (Deed.LEAVE, {"partnership": "红梅联合体", "town": "外镇"}, "外镇退出红梅联合体"),
    ],
)
def test_a_change_says_in_one_line_what_it_does(deed, content, title):
    assert rules.title_of(deed, content) == title


def test_changed_terms_show_only_what_changes_with_before_and_after():
    before, after = Terms(mark="甲"), Terms(mark="甲", quorum=20, number_form=NumberForm.ISSUES)
    content = {"before": before.model_dump(mode="json"), "terms": after.model_dump(mode="json")}
    assert rules.lines_of(Deed.AGREE_TERMS, content) == [
        ("到会人数", "不作要求 → 不少于20人"),
        ("纪要编号", "〔年份〕顺序号，如〔2026〕3号 → 期号，如第3期"),
    ]


def test_copies_are_one_office_each_however_they_were_typed():
    assert rules.copies_of("崇明区委组织部，启东市委组织部、") == ("崇明区委组织部", "启东市委组织部")
