"""How a name is found by pinyin and by initials, in every reading of its surname. Pure functions."""

from itertools import product

# Surnames that are read otherwise than the character alone; both readings are indexed. 《通用规范汉字字典》姓氏读音
SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "任": "ren",
    "朴": "piao",
    "区": "ou",
    "盖": "ge",
    "华": "hua",
    "纪": "ji",
    "燕": "yan",
    "应": "ying",
    "宁": "ning",
    "翟": "zhai",
    "缪": "miao",
    "乐": "yue",
    "覃": "qin",
    "隗": "wei",
    "召": "shao",
    "种": "chong",
    "重": "chong",
    "秘": "bi",
    "冼": "xian",
    "洗": "xian",
    "员": "yun",
    "祭": "zhai",
    "折": "she",
    "黑": "he",
    "盛": "sheng",
    "尹": "yin",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "宇文": "yu wen",
    "令狐": "ling hu",
}


def phonetic(name: str) -> str:
    """Every full pinyin and every row of initials a name may be looked for by: "shanjing sj danjing dj"."""
    found: list[str] = []
    for syllables in _readings(name):
        found += ["".join(syllables), "".join(s[:1] for s in syllables)]
    return " ".join(dict.fromkeys(part.lower() for part in found if part))[:200]


def _readings(name: str) -> list[list[str]]:
    plain = [syllable[0] for syllable in _pinyin(name)]
    surname = next((s for s in sorted(SURNAMES, key=len, reverse=True) if name.startswith(s)), "")
    if not surname:
        return [plain]
    given = [syllable[0] for syllable in _pinyin(name[len(surname) :])]
    return [SURNAMES[surname].split() + given, *_alone(surname, given)]


def _alone(surname: str, given: list[str]) -> list[list[str]]:
    """The surname's characters in their other readings."""
    others = [_pinyin(character, every=True)[0] for character in surname]
    return [[*first, *given] for first in product(*others)]


def _pinyin(text: str, *, every: bool = False) -> list[list[str]]:
    """Readings without tones. The dictionary takes a third of a second to load, so only those wait who ask for it."""
    from pypinyin import Style, pinyin

    return pinyin(text, style=Style.NORMAL, heteronym=every)
