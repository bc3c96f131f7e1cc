"""/errands: 督办, inside one's own town."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.errands import actions, queries, rules
from app.errands.forms import ErrandForm, ProgressForm, RemarkForm
from app.errands.models import Deed, Errand, ErrandDraft, ErrandState
from app.files.forms import to_upload
from app.kit import clock, xlsx
from app.kit.errors import Refusal
from app.kit.paging import Page, page_of
from app.kit.web import say_on, session
from app.towns import queries as towns

bp = Blueprint("errands", __name__, url_prefix="/errands")
LEADERS = tuple(rules.LEADERS)
PEOPLE = (*LEADERS, Role.CLERK, Role.ORGANISER, Role.WORKER)
DECISIONS = {"close": Deed.CLOSED, "return": Deed.RETURNED, "withdraw": Deed.WITHDRAWN}


@bp.get("/")
@allow(*PEOPLE)
def index() -> ResponseReturnValue:
    page = page_of(session(), _wanted(), request.args.get("page", 1, type=int))
    rows = queries.lines_of(session(), page.rows, today=clock.today())
    shown = Page(rows, page.number, page.pages, page.total)
    is_leader = current_person().has(*LEADERS)
    return render_template("errands/index.html", page=shown, chosen=request.args, is_leader=is_leader)


@bp.get("/export.xlsx")
@allow(*PEOPLE)
def export() -> ResponseReturnValue:
    rows = queries.lines_of(session(), session().scalars(_wanted()).all(), today=clock.today())
    head = [_("督办内容"), _("责任单位"), _("责任人"), _("完成时限"), _("进度"), _("状态")]
    cells = [(r.text, r.unit_name, r.person_name, r.due_on, f"{r.percent}%", _(r.state_words)) for r in rows]
    headers = {"Content-Disposition": "attachment; filename=errands.xlsx"}
    return Response(xlsx.to_xlsx(_("督办事项"), head, cells), mimetype=xlsx.MIMETYPE, headers=headers)


@bp.route("/new", methods=["GET", "POST"])
@allow(*LEADERS)
def assign() -> ResponseReturnValue:
    form = ErrandForm()
    people = accounts.people_of(session(), current_town_id())
    form.unit_id.choices = [(str(u.id), u.name) for u in towns.units_of(session(), current_town_id())]
    form.person_id.choices = [("", _("不指定，由单位安排")), *((str(p.id), f"{p.name} {p.post}") for p in people)]
    if form.validate_on_submit():
        draft = ErrandDraft(
            text=form.text.data.strip(),
            unit_id=UUID(form.unit_id.data),
            person_id=UUID(form.person_id.data) if form.person_id.data else None,
            due_on=form.due_on.data,
        )
        try:
            given = actions.assign(session(), draft, town_id=current_town_id(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已交办，责任人会收到通知"))
            return redirect(url_for(".show_errand", errand_id=given.id))
    return render_template("errands/assign.html", form=form), 422 if form.errors else 200


@bp.get("/<uuid:errand_id>")
@allow(*PEOPLE)
def show_errand(errand_id: UUID) -> ResponseReturnValue:
    return _page(_errand(errand_id))


@bp.post("/<uuid:errand_id>/progress")
@allow(*PEOPLE)
def report_progress(errand_id: UUID) -> ResponseReturnValue:
    errand, form = _errand(errand_id), ProgressForm()
    said: Any = {"actor": current_actor(), "now": clock.now()}

    def deed() -> None:
        evidence = to_upload(form.evidence.data)
        if request.form.get("is_done"):
            actions.report_done(session(), errand, note=form.note.data, evidence=evidence, **said)
        else:
            percent = form.percent.data
            actions.report_progress(session(), errand, percent=percent, note=form.note.data, evidence=evidence, **said)

    return _do(errand, form, deed, "progress", _("已填报办理情况"))


@bp.post("/<uuid:errand_id>/<decision>")
@allow(*LEADERS)
def decide(errand_id: UUID, decision: str) -> ResponseReturnValue:
    """close, return or withdraw, with a remark."""
    errand, form = _errand(errand_id), RemarkForm()
    chosen = DECISIONS.get(decision) or abort(404)
    said: Any = {"actor": current_actor(), "now": clock.now()}
    return _do(
        errand,
        form,
        lambda: actions.decide(session(), errand, chosen, note=form.remark.data, **said),
        "remark",
        _("已办理"),
    )


def _do(errand: Errand, form: Any, deed: Callable[[], None], name: str, done: str) -> ResponseReturnValue:
    errand_id = errand.id
    if form.validate_on_submit():
        try:
            deed()
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(done)
            return redirect(url_for(".show_errand", errand_id=errand_id))
    return _page(_errand(errand_id), **{name: form}), 422


def _page(errand: Errand, progress: ProgressForm | None = None, remark: RemarkForm | None = None) -> str:
    person = current_person()
    roles = accounts.roles_at(session(), person.id, clock.now())
    return render_template(
        "errands/show.html",
        errand=errand,
        line=queries.lines_of(session(), [errand], today=clock.today())[0],
        history=queries.history_of(session(), errand.id),
        may_report=errand.state in rules.WAITING and rules.is_in_charge(errand, person.id, roles),
        may_decide=person.has(*LEADERS) and (errand.state in rules.WAITING or errand.state is ErrandState.REPORTED),
        is_reported=errand.state is ErrandState.REPORTED,
        progress=progress or ProgressForm(formdata=None, percent=errand.percent),
        remark=remark or RemarkForm(formdata=None),
    )


def _errand(errand_id: UUID) -> Errand:
    to_change = request.method == "POST"
    return queries.get_errand(session(), errand_id, town_id=current_town_id(), to_change=to_change)


def _wanted() -> Any:
    text, state = request.args.get("q", "")[:60], request.args.get("state", "open")
    return queries.select_of(current_town_id(), text=text, state=state, today=clock.today())
