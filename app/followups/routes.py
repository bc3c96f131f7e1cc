"""/followups: what the towns have agreed to do, and how far it is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.files.forms import to_upload
from app.followups import actions, queries, rules
from app.followups.forms import DoneForm, ProgressForm, ReturnForm
from app.followups.models import FollowupState, ProgressDraft
from app.kit import clock, xlsx
from app.kit.errors import Refusal
from app.kit.paging import Page, page_of
from app.kit.web import explain, say_on, session
from app.towns import queries as towns

bp = Blueprint("followups", __name__, url_prefix="/followups")
READERS = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
REPORTERS = (Role.CLERK, Role.OFFICE_HEAD, Role.ORGANISER, Role.WORKER)
CONFIRMERS = (Role.CLERK, Role.OFFICE_HEAD, Role.SECRETARY)
FILTERS: dict[str, tuple[FollowupState, ...]] = {
    "open": (FollowupState.OPEN, FollowupState.IN_PROGRESS, FollowupState.REPORTED),
    "overdue": (),
    "reported": (FollowupState.REPORTED,),
    "closed": (FollowupState.CLOSED,),
    "all": (),
}


@bp.get("/")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """The list with its filters; what is not done first."""
    today = clock.today()
    page = page_of(session(), _wanted(), request.args.get("page", 1, type=int))
    rows = queries.lines_of(session(), page.rows, today=today)
    partners = [t for p in _partnerships() for t in towns.towns_of(session(), p.id)]
    figures = [
        (p, queries.figures_of(session(), p.id, current_town_id(), today=today), _has_agreed(p.id))
        for p in _partnerships()
    ]
    return render_template(
        "followups/index.html",
        page=Page(rows, page.number, page.pages, page.total),
        towns=list({t.id: t for t in partners}.values()),
        figures=figures,
        chosen=request.args,
        mine=queries.of_town(session(), current_town_id(), today=today),
        waiting=queries.waiting_for(session(), current_town_id(), today=today),
    )


@bp.get("/export.xlsx")
@allow(*READERS)
def export() -> ResponseReturnValue:
    """The list as filtered, for Excel."""
    rows = queries.lines_of(session(), session().scalars(_wanted()).all(), today=clock.today())
    head = [_("来源"), _("议定事项"), _("责任单位和责任人"), _("完成时限"), _("进度"), _("状态"), _("最近情况")]
    cells = [(r.source_title, r.text, r.who, r.due_on, f"{r.percent}%", _state_words(r), r.last_note) for r in rows]
    headers = {"Content-Disposition": "attachment; filename=followups.xlsx"}
    return Response(xlsx.to_xlsx(_("议定事项落实情况"), head, cells), mimetype=xlsx.MIMETYPE, headers=headers)


@bp.get("/<uuid:followup_id>")
@allow(*READERS)
def show_followup(followup_id: UUID) -> ResponseReturnValue:
    return _page(followup_id)


@bp.post("/<uuid:followup_id>/progress")
@allow(*REPORTERS)
def report_progress(followup_id: UUID) -> ResponseReturnValue:
    form = ProgressForm()

    def deed() -> None:
        draft = ProgressDraft(percent=form.percent.data, note=form.note.data)
        evidence = to_upload(form.evidence.data)
        now = clock.now()
        actions.report_progress(session(), followup_id, draft, evidence=evidence, actor=current_actor(), now=now)

    return _do(followup_id, form, deed, _("已更新办理情况"), "progress")


@bp.post("/<uuid:followup_id>/done")
@allow(*REPORTERS)
def report_done(followup_id: UUID) -> ResponseReturnValue:
    form = DoneForm()

    def deed() -> None:
        proof = to_upload(form.proof.data)
        now = clock.now()
        actions.report_done(
            session(), followup_id, note=form.result.data, evidence=proof, actor=current_actor(), now=now
        )

    return _do(followup_id, form, deed, _("已报完成，等待对方确认"), "done")


@bp.post("/<uuid:followup_id>/confirm")
@allow(*CONFIRMERS)
def confirm(followup_id: UUID) -> ResponseReturnValue:
    queries.get_followup(session(), followup_id)
    try:
        actions.confirm(session(), followup_id, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        session().rollback()
        return _page(followup_id, refused=explain(refusal)), 422
    flash(_("已确认"))
    return redirect(url_for(".show_followup", followup_id=followup_id))


@bp.post("/<uuid:followup_id>/return")
@allow(*CONFIRMERS)
def return_report(followup_id: UUID) -> ResponseReturnValue:
    form = ReturnForm()

    def deed() -> None:
        actions.return_report(session(), followup_id, reason=form.reason.data, actor=current_actor(), now=clock.now())

    return _do(followup_id, form, deed, _("已退回，责任镇会看到原因"), "back")


@bp.post("/figures/<uuid:partnership_id>")
@allow(Role.SECRETARY, Role.OFFICE_HEAD)
def agree_to_figures(partnership_id: UUID) -> ResponseReturnValue:
    """A town lets its figures stand beside the others'."""
    towns.get_partnership(session(), partnership_id, reader_town_id=current_town_id())
    agrees = request.form.get("agrees") == "yes"
    actions.agree_to_figures(session(), partnership_id, agrees=agrees, actor=current_actor(), now=clock.now())
    flash(_("已同意并列公布") if agrees else _("已改为只看本镇数据"))
    return redirect(url_for(".index"))


def _do(followup_id: UUID, form: FlaskForm, deed: Callable[[], None], done: str, which: str) -> ResponseReturnValue:
    queries.get_followup(session(), followup_id)
    if form.validate_on_submit():
        try:
            deed()
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(done)
            return redirect(url_for(".show_followup", followup_id=followup_id))
    return _page(followup_id, **{which: form}), 422


def _page(followup_id: UUID, refused: str = "", **forms: Any) -> str:
    followup = queries.get_followup(session(), followup_id)
    today, town_id = clock.today(), current_town_id()
    parts = queries.part_views(session(), followup)
    mine = next((p for p in parts if p.town_id == town_id), None)
    person = current_person()
    is_open = followup.state not in rules.DONE
    awaits = town_id in queries.confirmers_of(session(), followup) and followup.state is FollowupState.REPORTED
    confirmed = queries.confirmed_by(session(), followup.id)
    return render_template(
        "followups/show.html",
        followup=followup,
        line=queries.lines_of(session(), [followup], today=today)[0],
        parts=parts,
        history=queries.history_of(session(), followup.id),
        may_report=is_open and mine is not None and mine.reported_on is None and person.has(*REPORTERS),
        may_confirm=awaits and town_id not in confirmed and person.has(*CONFIRMERS),
        may_sign=queries.may_sign(session(), person.id, town_id, on=today, now=clock.now()),
        awaited=_names(set(queries.confirmers_of(session(), followup)) - confirmed),
        progress=forms.get("progress") or ProgressForm(formdata=None, percent=mine.percent if mine else 0),
        done=forms.get("done") or DoneForm(formdata=None),
        back=forms.get("back") or ReturnForm(formdata=None),
        refused=refused,
    )


def _names(town_ids: set[UUID]) -> str:
    return "、".join(towns.names_of(session(), list(town_ids)).values())


def _partnerships() -> list[Any]:
    return list(towns.partnerships_of(session(), current_town_id()))


def _has_agreed(partnership_id: UUID) -> bool:
    return current_town_id() in queries.agreed_to_figures(session(), partnership_id)


def _wanted() -> Any:
    """The select that the address asks for."""
    state = request.args.get("state", "open")
    return queries.select_of(
        [p.id for p in _partnerships()],
        text=request.args.get("q", "")[:60],
        town_id=request.args.get("town", type=_uuid),
        states=FILTERS.get(state, ()),
        overdue_on=clock.today() if state == "overdue" else None,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _state_words(line: queries.FollowupLine) -> str:
    return f"{_(line.state_words)}{_('（已逾期）')}" if line.is_overdue else _(line.state_words)
