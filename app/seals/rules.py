"""When the image of a seal may be placed: by 授权, within its days, and only by the organ's own secretary. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from app.kit.errors import Refusal
from app.kit.i18n import N_
from app.seals.models import GrantDraft, SealGrant

LONGEST = timedelta(days=366)
PAUSE = timedelta(seconds=20)
MOST_ATTEMPTS = 5


class NoImage(Refusal):
    message = N_("“%(organ)s”还没有上传印章图片，请先在“本镇”页的发文机关中上传")


class NotGranted(Refusal):
    message = N_("“%(organ)s”的印章图片今天没有有效的使用授权，请书记先办理授权")


class SecretaryOnly(Refusal):
    message = N_("印章图片的授权和使用须由本镇书记本人办理，不能代签")


class BadDays(Refusal):
    message = N_("授权的结束日期应不早于开始日期和今天，期限不超过一年")


class AlreadyPlaced(Refusal):
    message = N_("“%(organ)s”的印章图片已经加盖")


class GrantEnded(Refusal):
    message = N_("这项授权已经收回")


def check_days(draft: GrantDraft, today: date) -> None:
    if not draft.from_on <= draft.until_on or draft.until_on < today or draft.until_on - draft.from_on > LONGEST:
        raise BadDays


def in_force(grants: Iterable[SealGrant], sha256: str, today: date) -> SealGrant | None:
    """The 授权 that covers this very image today."""
    for grant in grants:
        if grant.ended_at is None and grant.sha256 == sha256 and grant.from_on <= today <= grant.until_on:
            return grant
    return None


def state_of(grant: SealGrant, today: date, image: str) -> tuple[str, str]:
    """In words, and the tone of the tag; `image` is the SHA-256 of the organ's present image."""
    if grant.ended_at is not None:
        return N_("已收回"), "neutral"
    if grant.until_on < today:
        return N_("已到期"), "neutral"
    if grant.sha256 != image:
        return N_("图片已更换，授权失效"), "bad"
    return (N_("未开始"), "info") if grant.from_on > today else (N_("有效"), "good")


def next_try(attempts: int, now: datetime) -> datetime:
    """Growing pauses after a failed print; after the last attempt a day."""
    return now + (PAUSE * attempts**2 if attempts < MOST_ATTEMPTS else timedelta(days=1))
