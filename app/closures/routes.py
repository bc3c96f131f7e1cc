"""/spaces/<venue>/close: the owning unit closes a venue for a time and opens it again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_town_id
from app.accounts.models import Role
from app.claims import queries as claims
from app.claims.models import Closure, ClosureDraft, ClosureKind
from app.closures import actions
from app.closures.forms import ClosureForm
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import explain, session
from app.venues import queries as venues

bp = Blueprint("closures", __name__, url_prefix="/spaces")
STAFF = (Role.WORKER, Role.CLERK, Role.OFFICE_HEAD, Role.SECRETARY, Role.SECONDEE)


@bp.route("/<uuid:venue_id>/close", methods=["GET", "POST"])
@allow(*STAFF)
def close_venue(venue_id: UUID) -> ResponseReturnValue:
    """The form, with who would be concerned named by the deed itself: each of them is told."""
    venue = venues.get_own_venue(session(), venue_id, town_id=current_town_id())
    form = ClosureForm()
    if form.validate_on_submit():
        try:
            closure = actions.close_venue(session(), _draft(form, venue_id), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            session().rollback()
            form.form_errors.append(explain(refusal))
        else:
            flash(_told(closure))
            return redirect(url_for("spaces.show_venue", venue_id=venue_id))
    closures = claims.closures_of(session(), venue_id, since=clock.now())
    page = render_template("closures/close.html", form=form, venue=venue, closures=closures)
    return page, 422 if form.errors else 200


@bp.post("/closures/<uuid:closure_id>/lift")
@allow(*STAFF)
def lift_closure(closure_id: UUID) -> ResponseReturnValue:
    closure = session().get(Closure, closure_id)
    if closure is None or closure.town_id != current_town_id():
        raise NotFound
    actions.lift_closure(session(), closure_id, actor=current_actor(), now=clock.now())
    flash(_("场地已恢复开放"))
    return redirect(url_for("spaces.show_venue", venue_id=closure.venue_id))


def _draft(form: ClosureForm, venue_id: UUID) -> ClosureDraft:
    span = form.span()
    kind = ClosureKind(form.kind.data)
    return ClosureDraft(
        venue_id=venue_id, starts_at=span.starts_at, ends_at=span.ends_at, kind=kind, reason=form.reason.data.strip()
    )


def _told(closure: Closure) -> str:
    if closure.kind is ClosureKind.EMERGENCY:
        return str(_("已征用；原有预约已取消，并已告知预约人可改用的场地"))
    return str(_("已关闭；这段时间的预约人已收到通知，请与他们商定改期或换场地"))
