"""Names and numbers of residents taken out of a text before it leaves the circle that may read it. Pure.

Names that the author listed are masked wherever they stand; besides, what looks like a resident's name or number by
its neighbourhood (居民王秀英反映, 李桂兰奶奶, 138…) is. A list catches what a pattern
cannot, a pattern what was forgotten.
"""

import re
from collections.abc import Iterable

from app.kit.text import mask_name, mask_phone

# The hundred most common surnames (Ministry of Public Security, 2020); others need the list.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范"
    "汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向汤施倪袁茅季"
)
ELDERS = "阿姨|大爷|大妈|大叔|大娘|大伯|奶奶|爷爷|婆婆|伯伯|叔叔|老伯|老人|女士|先生|老太|妈妈|爸爸"
AFTER = r"(?=家|的|说|和|与|因|反映|来|到|在|向|是|对|夫妇|夫妻|一家|等|[，。、；：！？（）“”\s]|$)"
# Words that begin like a surname and follow 居民 or 老人 without being a name.
WORDS = (
    "周[一二三四五六日末边]|向(?!阳|东|明|华)|何[时处人]|高[度龄兴血]|方[便面式]|金[额融]|万[一元]|石[板头]|任[务何]|许[多可]"
    "|田[间地]|于是|程序|江[边堤]"
)
FAMILY = rf"(?!{WORDS})[{SURNAMES}]"
HAN = r"[\u4e00-\u9fff]"
BEFORE = r"(?<=居民|村民|老人|住户|业主|租户|患者|事人|疾人|军人|保户|难户)"  # 当事人, 残疾人, 退役军人, 低保户, 困难户
CALLED = re.compile(rf"{BEFORE}({FAMILY}{HAN}{{1,2}}?){AFTER}")
ADDRESSED = re.compile(rf"({FAMILY}{HAN}{{1,2}})(?=(?:{ELDERS}))")
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def masked(text: str, names: Iterable[str] = ()) -> str:
    """The text as it may be printed: 王**, 138****1234, and an identity number's first three digits."""
    for name in sorted({n for n in names if len(n) > 1}, key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    text = IDENTITY.sub(lambda found: f"{found[0][:3]}{'*' * 15}", text)
    text = PHONE.sub(lambda found: mask_phone(found[0]), text)
    for pattern in (CALLED, ADDRESSED):
        text = pattern.sub(lambda found: mask_name(found[1]), text)
    return text


def would_mask(text: str) -> list[str]:
    """The names that the patterns find: shown to the author, who may list what they missed."""
    return list(dict.fromkeys(found[1] for pattern in (CALLED, ADDRESSED) for found in pattern.finditer(text)))
