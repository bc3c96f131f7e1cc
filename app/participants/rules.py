"""Who may write on a list, and what a leader is. Pure functions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.kit.errors import NotAllowed, Refusal
from app.kit.i18n import N_
from app.kit.text import mask_phone
from app.participants.models import Participant, ParticipantDraft

MEALS = ("用餐", "清真", "素食", "不用餐")
MOST_PER_TOWN = 60
# The posts that stand for a town unless the clerk ticks somebody else as authorised.
LEADER = re.compile(r"(?<!支部)(?<!支部副)(书记|副书记)$")
NOT_LEADER = re.compile(r"(支部|村|居|社区|团委|纪委|支委|总支).*书记$")


@dataclass(frozen=True)
class Contact:
    """What the host needs to receive somebody."""

    phone: str = ""
    meal: str = ""
    car_plate: str = ""

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)


class OtherTownsList(NotAllowed):
    message = N_("各镇名单由各镇文书填写，请联系对方文书更正")


class ListedTwice(Refusal):
    message = N_("%(name)s（%(unit)s）已在名单中")


class ListFull(Refusal):
    message = N_("每镇名单最多%(most)s人，请精简参会人员")


def check_writer(town_id: UUID, *, actor_town_id: UUID | None) -> None:
    """Each town writes its own list."""
    if town_id != actor_town_id:
        raise OtherTownsList


def check_new(listed: Iterable[Participant], draft: ParticipantDraft) -> None:
    """Raise unless the person is not yet on the town's list and the list has room."""
    people = list(listed)
    if any((p.name, p.unit) == (draft.name, draft.unit) for p in people):
        raise ListedTwice(name=draft.name, unit=draft.unit)
    if len(people) >= MOST_PER_TOWN:
        raise ListFull(most=MOST_PER_TOWN)


def stands_for_town(post: str) -> bool:
    """True for 镇党委书记 and 副书记; not for the secretary of a village, a branch or the youth league."""
    return bool(LEADER.search(post)) and not NOT_LEADER.search(post)


def post_behind(unit: str, post: str) -> str:
    """The post as it reads behind its unit: D镇党委 and 党委书记 make D镇党委书记, not 党委党委书记."""
    overlap = next((n for n in range(min(len(unit), len(post)), 1, -1) if unit.endswith(post[:n])), 0)
    return post[overlap:]
