"""/archives: 归档文件目录 of an organ's year, how long each paper is kept, and the yearly packages."""

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.archives import actions, queries, rules
from app.archives.forms import PackForm, TermForm, YearForm
from app.archives.models import TERMS, Package, Term
from app.deposits.rules import HEAD, row
from app.documents import queries as documents
from app.files import gateways as files
from app.kit import clock
from app.kit.errors import NotFound, Refusal
from app.kit.making import STATES, TONES, MakingState
from app.kit.web import is_fragment, say_on, session
from app.kit.xlsx import MIMETYPE as XLSX
from app.kit.xlsx import to_xlsx
from app.towns import queries as towns
from app.towns.models import Organ

bp = Blueprint("archives", __name__, url_prefix="/archives")
READERS = (Role.CLERK, Role.OFFICE_HEAD, Role.ORGANISER, Role.SECRETARY)
KEEPERS = (Role.CLERK, Role.OFFICE_HEAD)


@bp.get("/")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """The catalogue of one organ's year, then every package that was made."""
    form = YearForm(request.args)
    organs = towns.organs_of(session(), current_town_id())
    years = queries.years(session(), clock.today())
    form.organ.choices = [SelectChoice(value=str(o.id), label=o.full_name) for o in organs]
    form.year.choices = [SelectChoice(value=str(y), label=_("%(year)s年", year=y)) for y in years]
    organ = next((o for o in organs if str(o.id) == form.organ.data), organs[0] if organs else None)
    year = int(form.year.data) if form.year.data and form.year.data.isdigit() else years[0]
    if organ is not None:
        form.organ.data, form.year.data = str(organ.id), str(year)
    page = queries.packages_of(session(), current_town_id(), request.args.get("page", 1, type=int))
    return render_template("archives/index.html", form=form, packages=page, **_catalogue(organ, year))


@bp.get("/organs/<uuid:organ_id>/<int:year>.xlsx")
@allow(*READERS)
def export(organ_id: UUID, year: int) -> ResponseReturnValue:
    """归档文件目录 as it stands; the pages are counted when the package is made."""
    organ = queries.get_organ(session(), organ_id, town_id=current_town_id())
    lines = queries.catalogue(session(), organ, year)
    book = to_xlsx(_("归档文件目录"), HEAD, [row(line.entry, 0) for line in lines])
    return _download(book, XLSX, f"{rules.title_of(organ.full_name, year)}目录.xlsx")


@bp.route("/organs/<uuid:organ_id>/<int:year>/package", methods=["GET", "POST"])
@allow(*KEEPERS)
def ask(organ_id: UUID, year: int) -> ResponseReturnValue:
    organ, form = queries.get_organ(session(), organ_id, town_id=current_town_id()), PackForm()
    if form.validate_on_submit():
        try:
            fonds = (form.fonds.data or "").strip()
            package = actions.ask(session(), organ, year, fonds=fonds, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            return redirect(url_for(".show", package_id=package.id))
    page = render_template("archives/ask.html", form=form, **_catalogue(organ, year))
    return page, 422 if form.errors else 200


@bp.route("/terms/<uuid:document_id>", methods=["GET", "POST"])
@allow(*KEEPERS)
def change_term(document_id: UUID) -> ResponseReturnValue:
    """保管期限 of one paper, for the own town's archive only."""
    document, form, town_id = documents.get_document(session(), document_id), TermForm(), current_town_id()
    now_kept = rules.term_of(document, queries.changed_terms(session(), town_id, [document.id]))
    if not form.is_submitted():
        form.term.data = now_kept.value
    if form.validate_on_submit():
        given = {"town_id": town_id, "reason": form.reason.data.strip()}
        try:
            actions.change_term(
                session(), document, Term(form.term.data), **given, actor=current_actor(), now=clock.now()
            )
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("保管期限已调整，下次生成归档包时按新期限归类"))
            return redirect(url_for(".index", year=document.formed_on.year))
    page = render_template(
        "archives/term.html", form=form, document=document, term=TERMS[now_kept], history=_history(document_id)
    )
    return page, 422 if form.errors else 200


@bp.get("/<uuid:package_id>")
@allow(*READERS)
def show(package_id: UUID) -> ResponseReturnValue:
    """How far it is, then the file; the fragment alone for htmx."""
    package = queries.get_package(session(), package_id)
    page = "archives/_progress.html" if is_fragment() else "archives/show.html"
    return render_template(page, **_shown(package))


@bp.post("/<uuid:package_id>/retry")
@allow(*KEEPERS)
def retry(package_id: UUID) -> ResponseReturnValue:
    try:
        actions.retry(session(), package_id, actor=current_actor())
    except rules.NotFailed:
        return redirect(url_for(".show", package_id=package_id))
    flash(_("已重新开始生成"))
    return redirect(url_for(".show", package_id=package_id))


@bp.get("/<uuid:package_id>/package.zip")
@allow(*READERS)
def download(package_id: UUID) -> ResponseReturnValue:
    package = queries.get_package(session(), package_id)
    if not package.zip_hash:
        raise NotFound
    return _download(files.read(package.zip_hash), "application/zip", f"{package.title}.zip")


def _download(data: bytes, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, mimetype=mimetype, headers=headers)


def _catalogue(organ: Organ | None, year: int) -> dict[str, object]:
    return {
        "organ": organ,
        "year": year,
        "lines": queries.catalogue(session(), organ, year) if organ else (),
        "states": STATES,
        "tones": TONES,
        "may_keep": current_person().has(*KEEPERS),
    }


def _history(document_id: UUID) -> list[tuple[str, str, str]]:
    """What was decided about a paper before, the latest first."""
    found = queries.history_of(session(), document_id)
    return [(clock.chinese_date(change.at), _(TERMS[change.term]), change.reason) for change in found]


def _shown(package: Package) -> dict[str, object]:
    people = queries.names_of(session(), [package])
    return {
        "package": package,
        "who": people.get(package.person_id, "") if package.person_id else "",
        "state": STATES[package.state],
        "tone": TONES[package.state],
        "is_waiting": package.state is MakingState.QUEUED,
        "is_ready": package.state is MakingState.READY,
        "is_failed": package.state is MakingState.FAILED,
        "may_keep": current_person().has(*KEEPERS),
    }
