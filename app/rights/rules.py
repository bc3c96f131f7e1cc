"""What is said when a person's request cannot be carried out. Pure."""

from app.kit.errors import Refusal
from app.kit.i18n import N_


class NotHere(Refusal):
    message = N_("本镇没有此人的信息（按姓名和号码都一致查找）；报名时用的是家人号码的，请用该号码再查")


class SignedUpTwice(Refusal):
    message = N_("用更正后的姓名和号码已经报了同一场，请先取消其中一个报名再更正")


class ErasedAlready(Refusal):
    message = N_("此人的信息已经删除")
