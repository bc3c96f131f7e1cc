"""What a resident's card may hold, how one person is told from another, and what is shown of it."""

import pytest

from app.residents import rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("李秀英", "李秀英"),
        (" 李 秀英　", "李秀英"),
        ("买买提•艾力", "买买提·艾力"),
        ("䶮翀", "䶮翀"),
        ("Anna Lee", "Anna Lee"),
    ],
)
def test_a_name_is_kept_in_one_form(typed, kept):
    assert rules.name_of(typed) == kept


@pytest.mark.parametrize("typed", ["", "李", "3号楼李奶奶", "李秀英2", "李" * 21, "=李秀英"])
def test_what_is_no_name_is_refused(typed):
    with pytest.raises(rules.NoName):
        rules.name_of(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800001111", "13800001111"),
        ("138 0000 1111", "13800001111"),
        ("+86 138-0000-1111", "13800001111"),
        ("１３８００００１１１１", "13800001111"),
        ("(0513) 8390 0001", "051383900001"),
        ("59660266", "59660266"),
    ],
)
def test_a_telephone_number_is_kept_in_digits(typed, kept):
    assert rules.phone_of(typed) == kept


@pytest.mark.parametrize("typed", ["", "1380000111", "12800001111", "没有电话", "138000011112"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(rules.NoPhone):
        rules.phone_of(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "310230195001010012",
        "31023019500101001X",
        "3102 3019 5001 0100 12",
        "３１０２３０１９５００１０１００１２",
        "310230500101001",
    ],
)
def test_an_identity_number_is_refused_wherever_it_is_typed(typed):
    for check in (rules.name_of, rules.phone_of, rules.check_no_identity):
        with pytest.raises(rules.IdentityNumber):
            check(f"{typed}")
    with pytest.raises(rules.IdentityNumber):
        rules.check_no_identity("坐轮椅", f"证件{typed}，少盐")


def test_two_entries_are_one_person_by_name_and_number():
    assert rules.same_person("Anna Lee", "13800001111") == rules.same_person("anna lee", "13800001111")
    assert rules.same_person("李秀英", "13800001111") != rules.same_person("李秀兰", "13800001111")
    assert rules.same_person("李秀英", "13800001111") != rules.same_person("李秀英", "13800002222")


def test_a_surname_is_found_by_each_of_its_readings():
    sounds = rules.sounds_of("单雄信")
    assert any(sound.startswith("shan") for sound in sounds)
    assert len(sounds) == len(set(sounds))


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13800001111", "138****1111"), ("59660266", "****0266"), ("0266", "****"), ("", "")],
)
def test_a_number_is_shown_masked(phone, shown):
    assert rules.masked_phone(phone) == shown


def test_a_name_is_shown_masked_and_an_erased_one_says_so():
    assert rules.masked_name("李秀英") == "李**"
    assert rules.masked_name("") == "（已删除）"
