"""Who may sign up whom; what is said when some of several cannot. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.kit.actor import Actor
from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.signups.models import SignUp
from app.signups.rules import NotForYou, OnlyProvider


class SeveralRefused(Refusal):
    """Nobody was signed up. `refused` says of whom (by place in what was sent) why."""

    message = N_("有%(number)s人不能报名，本次一个也没有提交，请看各人的原因")

    def __init__(self, refused: Sequence["Refused"]) -> None:
        super().__init__(number=len(refused))
        self.refused = list(refused)


class NobodyChosen(Refusal):
    message = N_("请至少勾选一位居民，或者填写一行")


class NoHome(Refusal):
    message = N_("请为每位填写的居民选择所在镇和社区")


class OneByOne(Refusal):
    message = N_("本服务要逐人填写监护人或紧急联系人，一次请只报一人")


class TooMany(Refusal):
    message = N_("一次最多为30位居民报名")


MOST = 30


@dataclass(frozen=True)
class Refused:
    """Which of the people, from 0, why, and what the worker knows them by."""

    place: int
    refusal: Refusal
    who: str = ""


def check_may_sign_up(actor: Actor, home_town_id: UUID, provider_town_id: UUID) -> None:
    """A worker signs up residents of their own town, and at the own town's services whoever comes."""
    if actor.town_id not in (home_town_id, provider_town_id):
        raise NotForYou


def check_provider(actor: Actor, sign_up: SignUp) -> None:
    if actor.town_id != sign_up.provider_town_id:
        raise OnlyProvider


def check_number(number: int, *, one_by_one: bool = False) -> None:
    if number == 0:
        raise NobodyChosen
    if one_by_one and number > 1:
        raise OneByOne
    if number > MOST:
        raise TooMany
