"""/certificates: the certificates with which a town's organs sign. A town sees its own only."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.certificates import actions, queries, rules
from app.certificates.forms import CertificateForm, RevocationForm, contents
from app.certificates.models import SigningCertificate
from app.consents import queries as consents
from app.consents.rules import HANDLERS
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.towns import queries as towns

bp = Blueprint("certificates", __name__, url_prefix="/certificates")


@bp.get("")
@allow(*HANDLERS)
def index() -> ResponseReturnValue:
    kept = queries.of_town(session(), current_town_id())
    rows = [(certificate, rules.state_of(certificate, clock.now())) for certificate in kept]
    return render_template("certificates/index.html", rows=rows, may_keep=_may_keep())


@bp.route("/new", methods=["GET", "POST"])
@allow(*HANDLERS)
def add() -> ResponseReturnValue:
    form = CertificateForm().offer(towns.organs_of(session(), current_town_id()))
    done = _carried_out(
        form, lambda: actions.keep(session(), form.to_draft(), actor=current_actor(), now=clock.now()), _("证书已导入")
    )
    page = "certificates/add.html"
    return done or (render_template(page, form=form, may_keep=_may_keep()), 422 if form.errors else 200)


@bp.route("/<uuid:certificate_id>/revocation", methods=["GET", "POST"])
@allow(*HANDLERS)
def renew_revocation(certificate_id: UUID) -> ResponseReturnValue:
    kept, form = _certificate(certificate_id), RevocationForm()
    subject, until = kept.subject, kept.revocation_until

    def renew() -> None:
        files = contents(form.revocation.data)
        renewed = actions.renew_revocation(session(), certificate_id, files, actor=current_actor(), now=clock.now())
        if renewed.ended_at is not None:
            flash(_("吊销列表中有这张证书：它已被颁发机构吊销，现已停用，请换用新证书"), "bad")

    done = _carried_out(form, renew, _("吊销列表已更新"))
    page = "certificates/revocation.html"
    return done or (render_template(page, form=form, subject=subject, until=until), 422 if form.errors else 200)


@bp.post("/<uuid:certificate_id>/end")
@allow(*HANDLERS)
def end(certificate_id: UUID) -> ResponseReturnValue:
    _certificate(certificate_id)
    actions.end(session(), certificate_id, actor=current_actor(), now=clock.now())
    flash(_("证书已停用，已签署的文件不受影响"))
    return redirect(url_for(".index"))


def _certificate(certificate_id: UUID) -> SigningCertificate:
    return queries.get_certificate(session(), certificate_id, town_id=current_town_id())


def _may_keep() -> bool:
    return consents.is_signer(session(), current_person().id, current_town_id(), clock.now())


def _carried_out(form: FlaskForm, deed: Callable[[], object], said: str) -> ResponseReturnValue | None:
    if not form.validate_on_submit():
        return None
    try:
        deed()
    except NotFound:
        raise
    except Refusal as refusal:
        say_on(form, refusal)
        return None
    flash(said)
    return redirect(url_for(".index"))
