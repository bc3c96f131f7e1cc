"""What is to be changed of a series, in words, and who may. Pure."""

from app.amending.models import Change
from app.bookings.models import OccurrenceDraft
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.i18n import N_


class NotYourSeries(Refusal):
    message = N_("只有预约人可以修改整个系列")


class NothingToChange(Refusal):
    message = N_("没有改动任何内容，请至少修改一项")


class NobodyConcerned(Refusal):
    message = N_("所选范围内没有尚未开始的预约")


class ReasonMissing(Refusal):
    message = N_("请写明原因，对方会看到")


def difference(before: OccurrenceDraft, after: dict[str, object]) -> Change:
    """What was typed otherwise than the occurrence has it; everything else stays as each occurrence has it."""
    had = {
        "starts": clock.wall_time(before.starts_at),
        "ends": clock.wall_time(before.ends_at),
        "venue_id": before.venue_id,
        "title": before.title,
        "heads": before.heads,
        "contact_name": before.contact_name,
        "contact_phone": before.contact_phone,
    }
    return Change.model_validate({name: value for name, value in after.items() if had[name] != value})


def in_words(change: Change, venue_name: str) -> str:
    """时间改为15:00–17:00，场地改为共享会议室，用途改为读书会"""
    said = []
    if change.starts and change.ends:
        said.append(f"时间改为{change.starts}–{change.ends}")
    elif change.starts or change.ends:
        said.append(f"开始时间改为{change.starts}" if change.starts else f"结束时间改为{change.ends}")
    if change.venue_id:
        said.append(f"场地改为{venue_name}")
    if change.title:
        said.append(f"用途改为{change.title}")
    if change.heads:
        said.append(f"人数改为{change.heads}人")
    if change.contact_name is not None or change.contact_phone is not None:
        said.append("更换联系人")
    return "，".join(said)
