"""What a resident's card may hold: a name and a telephone number in one form, never an identity number. Pure."""

import re
import unicodedata
from enum import StrEnum

from app.discretion.rules import IDENTITY
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.kit.text import mask_name, mask_phone
from app.phonetics.rules import phonetic

NAME = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]+(?:·[㐀-鿿\U00020000-\U0003ffff]+)*|[A-Za-z][A-Za-z .'-]+")
PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}")
OLD_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?!\d)")


class NoName(Refusal):
    message = N_("请填写真实姓名（2到20个字，不要写称呼、编号）")


class NoPhone(Refusal):
    message = N_("请填写11位手机号码，没有手机的填写固定电话（本人没有电话的，可填家人的）")


class IdentityNumber(Refusal):
    message = N_("请不要填写身份证号码：报名不需要，系统也不保存。请删去后再提交")


class OtherTownsResident(Refusal):
    message = N_("只能为本镇居民办理，或者为到本镇来接受服务的居民办理")


class Why(StrEnum):
    """Why somebody had to see a name or a number in full; free words would bring names into the audit."""

    TELL = "tell"
    CHECK = "check"
    ASKED = "asked"
    SAFETY = "safety"
    REQUEST = "request"


WHYS = {
    Why.TELL: N_("电话通知报名、候补或变更"),
    Why.CHECK: N_("现场核对身份"),
    Why.ASKED: N_("本人要求核对或更正"),
    Why.SAFETY: N_("突发情况联系本人或家属"),
    Why.REQUEST: N_("办理查阅、复制、删除个人信息的请求"),
}


def plain(text: str) -> str:
    """Full-width digits and letters as ordinary ones, nothing at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def name_of(text: str) -> str:
    """The name as it is kept. Raises NoName, IdentityNumber."""
    check_no_identity(text)
    name = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", plain(text)).replace("•", "·").replace("．", "·")
    if not (2 <= len(name) <= 20 and NAME.fullmatch(name)):
        raise NoName
    return name


def phone_of(text: str) -> str:
    """Digits only. Raises NoPhone, IdentityNumber."""
    check_no_identity(text)
    digits = re.sub(r"[\s()（）+-]", "", plain(text))
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if not PHONE.fullmatch(digits):
        raise NoPhone
    return digits


def check_no_identity(*texts: str) -> None:
    """Raises IdentityNumber where a text holds what looks like one, old or new, with blanks between or not."""
    for text in texts:
        tight = re.sub(r"(?<=\d)[\s-]+(?=[\dXx])", "", plain(text))
        if IDENTITY.search(tight) or OLD_IDENTITY.search(tight):
            raise IdentityNumber


def same_person(name: str, phone: str) -> bytes:
    """What makes two entries one person; the caller puts it under the installation's key."""
    return f"resident\n{name.casefold().replace(' ', '')}\n{phone}".encode()


def sounds_of(name: str) -> list[str]:
    """Each reading of a name, in full and by initials, once."""
    return list(dict.fromkeys(sound[:80] for sound in phonetic(name).split()))


def masked_name(name: str) -> str:
    """王**; the empty card says so."""
    return mask_name(name) if name else "（已删除）"


def masked_phone(phone: str) -> str:
    """138****1234; short numbers of the village show two digits."""
    if len(phone) >= 11:
        return mask_phone(phone)
    return f"{'*' * (len(phone) - 4)}{phone[-4:]}" if len(phone) > 4 else "*" * len(phone)


def community_name(unit_name: str) -> str:
    """长江新村社区, of its 党群服务中心."""
    for end in ("党群服务中心", "党群服务点", "服务中心"):
        unit_name = unit_name.removesuffix(end)
    return unit_name
