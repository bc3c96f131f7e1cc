import pytest

from app.phonetics.rules import phonetic


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("马琳", ["malin", "ml"]),
        ("单静", ["shanjing", "sj", "danjing", "dj"]),
        ("曾强", ["zengqiang", "zq", "cengqiang", "cq"]),
        ("仇红", ["qiuhong", "qh", "chouhong", "ch"]),
        ("解敏", ["xiemin", "xm", "jiemin", "jm"]),
        ("查宁", ["zhaning", "zn", "chaning", "cn"]),
        ("尉迟敏", ["yuchimin", "ycm", "weichimin", "wcm"]),
    ],
)
def test_a_name_is_found_by_both_readings_and_their_initials(name, found_by):
    index = phonetic(name).split()
    assert set(found_by) <= set(index)


def test_other_letters_stay():
    assert phonetic("Anna") == "anna a"
