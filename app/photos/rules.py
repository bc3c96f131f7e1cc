"""How many photos a venue has, and in which order. Pure."""

from collections.abc import Sequence
from uuid import UUID

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.photos.models import MOST


class TooManyPhotos(Refusal):
    message = N_("每个场地最多%(most)s张照片，请先删除不用的")


class NoPhoto(Refusal):
    message = N_("请选择照片")


class NotYourVenue(Refusal):
    message = N_("只有场地管理单位的工作人员或本镇文书、党政办主任可以办理")


def check_room(count: int) -> None:
    if count >= MOST:
        raise TooManyPhotos(most=MOST)


def moved(order: Sequence[UUID], photo_id: UUID, by: int) -> list[UUID]:
    """The order with one photo further forward (-1) or back (+1); at the ends it stays."""
    rest = [i for i in order if i != photo_id]
    at = max(0, min(len(rest), list(order).index(photo_id) + by))
    return [*rest[:at], photo_id, *rest[at:]]
