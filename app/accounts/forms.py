"""What people type to sign in, to set a password and to be reached."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, Optional, Regexp

from app.accounts.rules import LONGEST
from app.kit.i18n import lazy

CURRENT, NEW = {"autocomplete": "current-password"}, {"autocomplete": "new-password"}


class SignInForm(FlaskForm):
    login = StringField(
        lazy("账号"),
        [DataRequired(lazy("请填写账号")), Length(max=60)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(lazy("密码"), [DataRequired(lazy("请填写密码")), Length(max=LONGEST)], render_kw=CURRENT)


class NewPasswordForm(FlaskForm):
    password = PasswordField(lazy("新密码"), [DataRequired(lazy("请填写新密码"))], render_kw=NEW)
    again = PasswordField(
        lazy("再输入一次"),
        [DataRequired(lazy("请再输入一次新密码")), EqualTo("password", lazy("两次输入的密码不一致"))],
        render_kw=NEW,
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(lazy("当前密码"), [DataRequired(lazy("请填写当前密码"))], render_kw=CURRENT)


class ContactForm(FlaskForm):
    phone = StringField(
        lazy("手机号码"),
        [Optional(), Regexp(r"[0-9+ -]{5,20}\Z", message=lazy("请填写电话号码，例如 13800001234"))],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    email = StringField(
        lazy("电子邮箱"),
        [Optional(), Length(max=120), Regexp(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z", message=lazy("请填写完整的邮箱地址"))],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
