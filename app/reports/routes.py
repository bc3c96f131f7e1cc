"""/reports: 年度报告 and 迎检台账: asked for here, made by a job, kept and listed."""

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.files import gateways as files
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.making import STATES, TONES, MakingState
from app.kit.web import is_fragment, say_on, session
from app.reports import actions, queries
from app.reports.forms import ReportForm
from app.reports.models import Report
from app.towns import queries as towns

bp = Blueprint("reports", __name__, url_prefix="/reports")
READERS = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
MAKERS = (Role.CLERK, Role.OFFICE_HEAD, Role.ORGANISER, Role.SECRETARY)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """The form on top for those who may, then every report that was made."""
    return _index(_form())


@bp.post("/")
@allow(*MAKERS)
def ask() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _index(form), 422
    try:
        report = actions.ask(
            session(),
            UUID(form.partnership.data),
            form.period(),
            actor=current_actor(),
            today=clock.today(),
            now=clock.now(),
        )
    except Refusal as refusal:
        say_on(form, refusal)
        return _index(form), 422
    return redirect(url_for(".show_report", report_id=report.id))


@bp.get("/<uuid:report_id>")
@allow(*READERS)
def show_report(report_id: UUID) -> ResponseReturnValue:
    """How far it is, then the two files; the fragment alone for htmx."""
    report = queries.get_report(session(), report_id)
    page = "reports/_progress.html" if is_fragment() else "reports/show.html"
    return render_template(page, **_shown(report), may_make=current_person().has(*MAKERS))


@bp.post("/<uuid:report_id>/retry")
@allow(*MAKERS)
def retry(report_id: UUID) -> ResponseReturnValue:
    actions.retry(session(), report_id, actor=current_actor())
    flash(_("已重新开始生成"))
    return redirect(url_for(".show_report", report_id=report_id))


@bp.get("/<uuid:report_id>/report.docx")
@allow(*READERS)
def word(report_id: UUID) -> ResponseReturnValue:
    report = queries.get_report(session(), report_id)
    return _download(report.docx_hash, DOCX, f"{report.title}.docx")


@bp.get("/<uuid:report_id>/evidence.zip")
@allow(*READERS)
def evidence(report_id: UUID) -> ResponseReturnValue:
    """迎检台账."""
    report = queries.get_report(session(), report_id)
    return _download(report.zip_hash, "application/zip", f"{report.title}迎检台账.zip")


def _download(digest: str, mimetype: str, name: str) -> Response:
    if not digest:
        raise NotFound
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(files.read(digest), mimetype=mimetype, headers=headers)


def _form() -> ReportForm:
    form = ReportForm()
    held = towns.partnerships_of(session(), current_town_id())
    form.partnership.choices = [SelectChoice(value=str(p.id), label=p.name) for p in held]
    if not form.is_submitted():
        form.first.data = clock.today()
    return form


def _index(form: ReportForm) -> str:
    page = queries.reports_of(session(), current_town_id(), request.args.get("page", 1, type=int))
    return render_template(
        "reports/index.html",
        form=form,
        page=page,
        people=queries.names_of(session(), page.rows),
        states=STATES,
        tones=TONES,
        may_make=current_person().has(*MAKERS) and bool(form.partnership.choices),
    )


def _shown(report: Report) -> dict[str, object]:
    people = queries.names_of(session(), [report])
    return {
        "report": report,
        "who": people.get(report.person_id, "") if report.person_id else "",
        "state": STATES[report.state],
        "tone": TONES[report.state],
        "is_waiting": report.state is MakingState.QUEUED,
        "is_ready": report.state is MakingState.READY,
        "is_failed": report.state is MakingState.FAILED,
    }
