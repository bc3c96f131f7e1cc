"""/sign-in, /invitations and /profile: getting in, getting out, and one's own password and browsers."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts import actions, queries, rules
from app.accounts.forms import ChangePasswordForm, ContactForm, NewPasswordForm, SignInForm
from app.accounts.guards import allow_anyone, allow_signed_in, current_actor, current_person, enter, leave
from app.kit import clock, web
from app.kit.db import open_session, transaction, widen
from app.kit.errors import NotFound, Refusal
from app.kit.scopes import Reach

bp = Blueprint("accounts", __name__)
LOOPBACK = {"127.0.0.1", "::1"}
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP")


@bp.route("/sign-in", methods=["GET", "POST"])
@allow_anyone
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if form.validate_on_submit() and _try(form, lambda: _sign_in(form)):
        return redirect(web.local_path(request.args.get("next"), "/"))
    panel = queries.cast_by_town(web.session(), clock.now()) if _is_demo() else ()
    return render_template("accounts/sign_in.html", form=form, panel=panel), 422 if form.errors else 200


def _sign_in(form: SignInForm) -> None:
    login = rules.tidy_login(form.login.data)
    settings = current_app.config
    limits = rules.Limits(
        settings["LOCKOUT_FAILURES"], settings["LOCKOUT_ADDRESS_FAILURES"], settings["LOCKOUT_WINDOW"]
    )
    with transaction(web.engine(), Reach.nothing()) as counting:
        claimed = actions.begin_attempt(counting, login, request.remote_addr or "", limits)
    own = Reach(person_id=claimed.id if claimed else None)
    with open_session(web.engine(), own, writes=False) as reading:
        person, new_hash = actions.prove(reading, claimed, form.password.data)
    web.set_reach(own)
    begun = actions.sign_in(web.session(), person, device=_device(), new_hash=new_hash)
    enter(begun.id)


@bp.post("/sign-in/as/<uuid:person_id>")
@allow_anyone
def sign_in_as(person_id: UUID) -> ResponseReturnValue:
    """以……身份进入: the demo only, for requests from this machine only."""
    if not _is_demo():
        raise NotFound
    person = queries.get_person(web.session(), person_id)
    enter(actions.begin_session(web.session(), person, device=_device()).id)
    return redirect(web.local_path(request.form.get("next"), "/"))


@bp.post("/sign-out")
@allow_signed_in
def sign_out() -> ResponseReturnValue:
    person = current_person()
    actions.end_session(web.session(), person.id, person.session_id, actor=current_actor())
    leave()
    flash(_("您已退出"))
    return redirect(url_for(".sign_in"))


@bp.post("/sign-out/everywhere")
@allow_signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    actions.end_sessions(web.session(), current_person().id, actor=current_actor())
    leave()
    flash(_("您已在所有设备上退出"))
    return redirect(url_for(".sign_in"))


@bp.route("/invitations/<secret>", methods=["GET", "POST"])
@allow_anyone
def accept(secret: str) -> ResponseReturnValue:
    found = queries.find_invitation(web.session(), secret, clock.now())
    if found is None:
        return render_template("accounts/link_spent.html"), 404
    invitation, person = found
    form = NewPasswordForm()
    if form.validate_on_submit() and _try(form, lambda: _accept(secret, form)):
        leave()
        flash(_("密码已设置，请用账号 %(login)s 登录", login=person.login))
        return redirect(url_for(".sign_in"))
    until = invitation.expires_at
    page = render_template("accounts/accept.html", form=form, person=person, policy=_policy(), until=until)
    return page, 422 if form.errors else 200


def _accept(secret: str, form: NewPasswordForm) -> None:
    found = queries.find_invitation(web.session(), secret, clock.now())
    if found is None:
        raise rules.LinkSpent
    invitation, person = found
    widen(web.session(), person_id=person.id)
    actions.accept(web.session(), invitation, person, form.password.data, policy=_policy())


@bp.get("/profile")
@allow_signed_in
def profile() -> ResponseReturnValue:
    return _profile(_contact_form())


@bp.post("/profile/contact")
@allow_signed_in
def change_contact() -> ResponseReturnValue:
    form = ContactForm()
    if not form.validate_on_submit():
        return _profile(form), 422
    person = queries.get_person(web.session(), current_person().id)
    actions.change_contact(web.session(), person, phone=form.phone.data or "", email=form.email.data or "")
    flash(_("联系方式已保存"))
    return redirect(url_for(".profile"))


@bp.route("/profile/password", methods=["GET", "POST"])
@allow_signed_in
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit() and _try(form, lambda: _change_password(form)):
        flash(_("密码已修改，其他设备上的登录已全部退出"))
        return redirect(url_for(".profile"))
    page = render_template(
        "accounts/change_password.html", form=form, policy=_policy(), overdue=current_person().must_change_password
    )
    return page, 422 if form.errors else 200


def _change_password(form: ChangePasswordForm) -> None:
    me = current_person()
    person = queries.get_person(web.session(), me.id)
    actions.change_password(
        web.session(), person, form.current.data, form.password.data, policy=_policy(), keep=me.session_id
    )


@bp.post("/profile/sessions/<uuid:session_id>/end")
@allow_signed_in
def end_session(session_id: UUID) -> ResponseReturnValue:
    actions.end_session(web.session(), current_person().id, session_id, actor=current_actor())
    flash(_("该设备已退出"))
    return redirect(url_for(".profile"))


def _profile(form: ContactForm) -> str:
    me = current_person()
    return render_template(
        "accounts/profile.html",
        form=form,
        browsers=queries.live_sessions(web.session(), me.id),
        roles=queries.roles_at(web.session(), me.id, clock.now()),
    )


def _contact_form() -> ContactForm:
    return ContactForm(obj=queries.find_contact(web.session(), current_person().id))


def _try(form: FlaskForm, deed: Callable[[], None]) -> bool:
    """Do it; a Refusal becomes the form's error."""
    try:
        deed()
    except Refusal as refusal:
        form.form_errors.append(web.explain(refusal))
        return False
    return True


def _policy() -> str:
    return str(current_app.config["PASSWORD_POLICY"])


def _device() -> str:
    return rules.device_of(request.user_agent.string)


def _is_demo() -> bool:
    """The demo, asked from this machine without anybody in between."""
    is_direct = request.remote_addr in LOOPBACK and not any(name in request.headers for name in FORWARDED)
    return bool(current_app.config["DEMO"]) and is_direct
