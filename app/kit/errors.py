"""Refusals: a rule that says no raises one of these, and the person reads its message."""

from typing import Any

from app.kit.i18n import N_


class Refusal(Exception):
    """A no with its reason. `message` is a gettext id; `params` fill its %(name)s places."""

    message = N_("操作未完成")

    def __init__(self, **params: Any) -> None:
        super().__init__(self.message)
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class NotFound(Refusal):
    """Not there, or not for this reader: the two must look the same."""

    message = N_("没有找到")


class NotAllowed(Refusal):
    message = N_("您没有办理此事的权限")


class Stale(Refusal):
    message = N_("内容已被他人修改，请核对最新内容后再提交")
