"""/notices: what I was told."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.guards import allow, allow_signed_in, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.kit import web
from app.notifications import actions, queries

bp = Blueprint("notifications", __name__, url_prefix="/notices")


@bp.get("")
@allow_signed_in
def index() -> ResponseReturnValue:
    page = queries.notices_of(web.session(), current_person().id, page=request.args.get("page", 1, type=int))
    return render_template("notifications/index.html", page=page)


@bp.post("/<uuid:notice_id>/open")
@allow_signed_in
def open_one(notice_id: UUID) -> ResponseReturnValue:
    notice = queries.get_notice(web.session(), notice_id, reader_id=current_person().id)
    actions.mark_read(web.session(), notice)
    return redirect(web.local_path(notice.url, url_for(".index")))


@bp.post("/read-all")
@allow_signed_in
def read_all() -> ResponseReturnValue:
    number = actions.mark_all_read(web.session(), current_person().id)
    flash(_("已将%(number)s条通知标为已读", number=number))
    return redirect(url_for(".index"))


@bp.get("/undelivered")
@allow(Role.CLERK, Role.OFFICE_HEAD)
def undelivered() -> ResponseReturnValue:
    """Mails that a person must now replace: by telephone, by word of mouth."""
    lost = queries.undelivered(web.session(), current_town_id())
    return render_template("notifications/undelivered.html", lost=lost)


@bp.post("/<uuid:notice_id>/told")
@allow(Role.CLERK, Role.OFFICE_HEAD)
def mark_told(notice_id: UUID) -> ResponseReturnValue:
    notice = queries.get_undelivered(web.session(), notice_id, town_id=current_town_id())
    actions.mark_told(web.session(), notice, actor=current_actor())
    flash(_("已记下：本人已另行告知"))
    return redirect(url_for(".undelivered"))


def _unread() -> dict[str, int]:
    """For the bell in every page's header. An error page must come up even when the database does not."""
    person = current_user._get_current_object() if current_user else None
    if person is None or not person.is_authenticated:
        return {"unread_notices": 0}
    try:
        return {"unread_notices": queries.unread_count(web.session(), person.id)}
    except SQLAlchemyError:
        return {"unread_notices": 0}


bp.app_context_processor(_unread)
