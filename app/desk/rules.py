"""What the counter may do when, and how a slip reads. Pure."""

from datetime import timedelta

from app.kit.errors import Refusal
from app.kit.i18n import N_

SETTLED_AFTER = timedelta(hours=24)
"""A list ticked on paper may be entered until then; afterwards whoever is not ticked did not come."""
SETTLED_WITHIN = timedelta(days=14)
AHEAD = timedelta(days=31)


class NothingToRepeat(Refusal):
    message = N_("这项服务近期没有可以报名的场次，请选择其他场次")


class NoSuchCode(Refusal):
    message = N_("没有找到这个取号码对应的报名，请核对后再试")
