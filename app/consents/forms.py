"""The panel's three forms, and the three addresses they are sent to. An asking domain says what each one does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from app.accounts.guards import allow, current_actor
from app.consents.models import BasisDraft, KeyDraft, Publicity, RefusalDraft
from app.consents.rules import HANDLERS, PUBLICITY_NAMES
from app.kit import clock, web
from app.kit.errors import Refusal
from app.kit.i18n import N_, lazy

D = TypeVar("D")


class KeyForm(FlaskForm):
    """A form of the panel: it carries the hash of the content that was on the screen."""

    seen_hash = HiddenField(validators=[DataRequired(), Length(max=64)])

    def draft(self) -> Any:
        raise NotImplementedError

    def carried_out(self, deed: Callable[[Any], object]) -> bool:
        """Validate, do the deed, and put a Refusal among the form's errors. True when it was done."""
        if not self.validate_on_submit():
            return False
        try:
            deed(self.draft())
        except Refusal as refusal:
            self.form_errors.append(web.explain(refusal))
            return False
        return True


class CheckForm(KeyForm):
    def draft(self) -> str:
        return str(self.seen_hash.data)


class TurnForm(KeyForm):
    committee = StringField(lazy("研究本事项的会议"), validators=[Length(max=60)])
    decided_on = DateField(lazy("会议日期"), validators=[Optional()])
    legal_review = StringField(lazy("合法性审查单位和结论"), validators=[Length(max=200)])
    publicity = RadioField(
        lazy("公开属性"),
        choices=[SelectChoice(value=p.value, label=lazy(name)) for p, name in PUBLICITY_NAMES.items()],
        validators=[Optional()],
        default=Publicity.ON_REQUEST.value,
    )
    secrecy_checked = BooleanField(lazy("本件已经保密审查，不含国家秘密和工作秘密"))

    def draft(self) -> KeyDraft:
        has_basis = self.committee.data or self.decided_on.data or self.legal_review.data
        basis = BasisDraft(
            committee=self.committee.data or "",
            decided_on=self.decided_on.data,
            legal_review=self.legal_review.data or "",
        )
        return KeyDraft(
            seen_hash=self.seen_hash.data,
            publicity=Publicity(self.publicity.data) if self.publicity.data else None,
            secrecy_checked=self.secrecy_checked.data,
            basis=basis if has_basis else None,
        )


class RefuseForm(KeyForm):
    reason = TextAreaField(
        lazy("不同意的理由"), validators=[DataRequired(lazy("请填写理由，对方将看到这段文字")), Length(max=1000)]
    )
    counter_text = TextAreaField(lazy("建议的表述（可不填）"), validators=[Length(max=4000)])

    def draft(self) -> RefusalDraft:
        return RefusalDraft(
            seen_hash=self.seen_hash.data,
            reason=(self.reason.data or "").strip(),
            counter_text=(self.counter_text.data or "").strip(),
        )


class KeyForms:
    """All forms of one panel; the prefixes keep their ids apart."""

    def __init__(self) -> None:
        self.check = CheckForm(prefix="check-")
        self.turn = TurnForm(prefix="turn-")
        self.refuse = RefuseForm(prefix="refuse-")

    @property
    def failed(self) -> KeyForm | None:
        """The form with errors, for the page's error summary."""
        return next((f for f in (self.check, self.turn, self.refuse) if f.errors), None)


@dataclass(frozen=True)
class Asking:
    """What an asking domain says of its panel. `find` turns the address's arguments into the subject (or NotFound).

    The deeds are called as deed(session, subject, draft, actor=…, now=…); with a refusal the page is shown again.
    """

    find: Callable[..., Any]
    check: Callable[..., object]
    turn: Callable[..., object]
    refuse: Callable[..., object]
    page: Callable[[Any, KeyForms], str]
    back: Callable[[Any], ResponseReturnValue]
    checked: str = N_("已办理，转下一步")
    refused: str = N_("已退回，对方会看到理由")


def key_routes(bp: Blueprint, path: str, asking: Asking) -> None:
    """POST path/check, path/turn and path/refuse, for whoever handles papers; whose step it is says the consent."""
    for name, said in (("check", asking.checked), ("turn", N_("已签发")), ("refuse", asking.refused)):
        bp.add_url_rule(f"{path}/{name}", name, allow(*HANDLERS)(_route(asking, name, said)), methods=["POST"])


def _route(asking: Asking, name: str, said: str) -> Callable[..., ResponseReturnValue]:
    deed = getattr(asking, name)

    def view(**address: Any) -> ResponseReturnValue:
        subject, keys = asking.find(**address), KeyForms()
        who = {"actor": current_actor(), "now": clock.now()}
        if not getattr(keys, name).carried_out(lambda draft: deed(web.session(), subject, draft, **who)):
            web.session().rollback()  # whatever the deed had begun
            return asking.page(asking.find(**address), keys), 422
        flash(gettext(said))
        return asking.back(subject)

    view.__name__ = name
    return view
