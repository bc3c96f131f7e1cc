"""/secondments/<id>/log/summary: 挂职总结 and the months' 小结, with links back to the entries."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person
from app.accounts.models import Role
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.web import say_on, session
from app.logs import queries as logs
from app.secondments import queries as secondments
from app.secondments.rules import Reader, Standing
from app.summaries import actions, queries, rules
from app.summaries.forms import SummaryForm
from app.summaries.models import WHOLE

bp = Blueprint("summaries", __name__, url_prefix="/secondments/<uuid:secondment_id>/log")
READERS = (
    *(Role.SECONDEE, Role.MENTOR, Role.ORGANISER, Role.SECRETARY),
    *(Role.WORKER, Role.CLERK, Role.OFFICE_HEAD),  # who was posted once and finishes the own summary
)


@bp.route("/summary", methods=["GET", "POST"])
@allow(*READERS)
def whole(secondment_id: UUID) -> ResponseReturnValue:
    return _handle(_standing(secondment_id), WHOLE, _("挂职总结"))


@bp.route("/summaries/<int:year>/<int:month>", methods=["GET", "POST"])
@allow(*READERS)
def month(secondment_id: UUID, year: int, month: int) -> ResponseReturnValue:
    standing = _standing(secondment_id)
    try:
        first = date(year, month, 1)
    except ValueError as error:
        raise NotFound from error
    return _handle(standing, rules.period_of(first), _("%(year)s年%(month)s月小结", year=year, month=month))


def _handle(standing: Standing, period: str, title: str) -> ResponseReturnValue:
    if request.method == "GET":
        return _page(standing, period, title)
    if not standing.is_secondee:
        raise NotFound
    form = SummaryForm()
    text = form.text.data or ""
    if not form.validate():
        return _page(standing, period, title, form), 422
    try:
        said = _do(standing, period, text)
    except Refusal as refusal:
        say_on(form, refusal)
        return _page(standing, period, title, form), 422
    flash(said)
    return redirect(request.path)


def _do(standing: Standing, period: str, text: str) -> str:
    posting, now = standing.posting, clock.now()
    then = request.form.get("then", "draft")
    if then == "confirm":
        actions.confirm(session(), posting, period, text, actor=current_actor(), now=now)
        return str(_("已确认，带教人可以看到"))
    if then == "again":
        actions.start_over(session(), posting, period)
        return str(_("已按日志重新摘取"))
    actions.save_draft(session(), posting, period, text, now=now)
    return str(_("草稿已保存，只有您自己能看到"))


def _page(standing: Standing, period: str, title: str, form: SummaryForm | None = None) -> str:
    posting = standing.posting
    if standing.is_secondee:
        view = queries.view_for_author(session(), posting.id, period, person_id=posting.person_id)
    else:
        view = queries.view_for_readers(session(), posting.id, period)
    return render_template(
        "summaries/show.html",
        title=title,
        view=view,
        standing=standing,
        posting=posting,
        facts=secondments.facts_of(session(), [posting])[posting.id],
        form=form or SummaryForm(formdata=None, data={"text": view.text}),
        is_heading=rules.is_heading,
        is_month=rules.is_month,
    )


def _standing(secondment_id: UUID) -> Standing:
    reader = Reader.of(current_person())
    return logs.get_posting(session(), secondment_id, reader=reader, now=clock.now())
