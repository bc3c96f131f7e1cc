"""What may be noted about a call. Pure."""

from app.kit.errors import Refusal
from app.kit.i18n import N_


class AlreadyTold(Refusal):
    message = N_("已经登记告知过了")
