"""/agreements: the list, beginning one, its page, and the deeds that lead it on."""

from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.agreements import actions, rules
from app.agreements import queries as agreements
from app.agreements.models import Agreement, AgreementState, BeginDraft
from app.agreements.rules import WRITERS
from app.consents.rules import HANDLERS, Reader
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.web import explain, say_on, session
from app.kit.xlsx import MIMETYPE as XLSX
from app.kit.xlsx import to_xlsx
from app.negotiations import queries
from app.negotiations.forms import BeginForm, ReasonForm, SearchForm
from app.precedents.models import KIND_NAMES, RELATIONS, AgreementKind, Relation
from app.remarks.forms import AnswerForm, CommentForm
from app.topics import actions as topics
from app.towns import queries as towns
from app.typeset import gateways as typesetting
from app.typeset.models import Imprint
from app.validity import queries as validity
from app.word.gateways import to_docx

bp = Blueprint("negotiations", __name__, url_prefix="/agreements")
bp.app_template_filter("marked_gaps")(typesetting.marked)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/")
@allow(*HANDLERS)
def index() -> ResponseReturnValue:
    form = SearchForm(request.args)
    number = request.args.get("page", 1, type=int)
    page = agreements.list_agreements(session(), current_town_id(), _wanted(form), number)
    return render_template(
        "negotiations/index.html",
        form=form,
        page=page,
        lines=queries.lines_of(session(), page.rows, clock.today()),
        counts=agreements.count_by_state(session(), current_town_id()),
        kinds=KIND_NAMES,
        relations=RELATIONS,
        may_begin=queries.may_begin(current_person().roles),
    )


@bp.get("/export.xlsx")
@allow(*HANDLERS)
def export() -> ResponseReturnValue:
    """The list as the filters show it."""
    found = agreements.find_all(session(), current_town_id(), _wanted(SearchForm(request.args)))
    head = [_("协议名称"), _("种类"), _("签署的镇"), _("状态"), _("版本"), _("起始日期"), _("终止日期"), _("成文日期")]
    rows = [
        [a.title, _(KIND_NAMES[a.kind]), line.towns, _(line.state), a.edition, a.from_on, a.until_on, a.formed_on]
        for line in queries.lines_of(session(), found, clock.today())
        if (a := line.agreement)
    ]
    return _download(to_xlsx(_("协议"), head, rows), XLSX, _("协议") + ".xlsx")


@bp.route("/new", methods=["GET", "POST"])
@allow(*WRITERS)
def begin() -> ResponseReturnValue:
    partnerships = towns.partnerships_of(session(), current_town_id())
    members = {t.id: t for p in partnerships for t in towns.towns_of(session(), p.id)}
    form = BeginForm().offer(partnerships, members.values())
    if form.validate_on_submit():
        try:
            agreement = actions.begin(session(), _drafted(form), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已按样本起草，请核对签署机关、期限和条款"))
            return _to(agreement)
    page = render_template("negotiations/begin.html", form=form, partnerships=partnerships, members=members)
    return page, 422 if form.errors else 200


@bp.get("/<uuid:agreement_id>")
@allow(*HANDLERS)
def show(agreement_id: UUID) -> ResponseReturnValue:
    return _page(_found(agreement_id))


@bp.get("/<uuid:agreement_id>/preview")
@allow(*HANDLERS)
def preview(agreement_id: UUID) -> ResponseReturnValue:
    """The text as the official page."""
    agreement = _found(agreement_id)
    content = agreements.content_of(session(), agreement)
    version = agreements.version_on_table(session(), agreement)
    missing = typesetting.missing_glyphs(content)
    return render_template(
        "negotiations/preview.html",
        agreement=agreement,
        version=version,
        missing=missing,
        preview=typesetting.preview(content),
    )


@bp.get("/<uuid:agreement_id>/draft.docx")
@allow(*HANDLERS)
def docx(agreement_id: UUID) -> ResponseReturnValue:
    """讨论稿 for work outside, marked on every page with its version and hash."""
    agreement = _found(agreement_id)
    version = agreements.version_on_table(session(), agreement)
    edition = f"第{version.edition}版" if version.edition else "本镇内部稿"
    short = f"{version.content_hash[:4]} {version.content_hash[4:8]}".upper()
    mark = f"讨论稿　{edition}　校验码 {short}"
    made = to_docx(agreements.content_of(session(), agreement), Imprint(), draft_mark=mark)
    return _download(made, DOCX, f"{agreement.title}（讨论稿{edition}）.docx")


@bp.post("/<uuid:agreement_id>/table")
@allow(*WRITERS)
def table(agreement_id: UUID) -> ResponseReturnValue:
    return _led_on(agreement_id, actions.table, _("已提交会商，对方已收到通知"))


@bp.post("/<uuid:agreement_id>/ask")
@allow(*WRITERS)
def ask(agreement_id: UUID) -> ResponseReturnValue:
    return _led_on(agreement_id, actions.ask, _("已提请签发，请各方核稿、签发"))


@bp.post("/<uuid:agreement_id>/ask-again")
@allow(*WRITERS)
def ask_again(agreement_id: UUID) -> ResponseReturnValue:
    """The refused text, unchanged, is put to the towns once more."""
    rules.check_signing(_found(agreement_id))
    return _led_on(agreement_id, actions.ask_anew, _("已按原文重新提请签发"))


@bp.post("/<uuid:agreement_id>/recall")
@allow(*WRITERS)
def recall(agreement_id: UUID) -> ResponseReturnValue:
    return _taken_back(agreement_id, actions.recall, _("已收回，回到会商"))


@bp.post("/<uuid:agreement_id>/withdraw")
@allow(*WRITERS)
def withdraw(agreement_id: UUID) -> ResponseReturnValue:
    return _taken_back(agreement_id, actions.withdraw, _("已撤回"))


@bp.post("/<uuid:agreement_id>/topic")
@allow(*HANDLERS)
def raise_as_topic(agreement_id: UUID) -> ResponseReturnValue:
    """A refused agreement goes to the next joint meeting."""
    agreement = _found(agreement_id)
    consent_id, about = actions.consent_of(agreement), agreement.title
    draft = topics.propose_refused(session(), consent_id, about, actor=current_actor(), now=clock.now())
    flash(_("已作为议题起草，请补充后送书记审定"))
    return redirect(url_for("topics.show_draft", draft_id=draft.id))


@bp.post("/<uuid:agreement_id>/copy")
@allow(*WRITERS)
def copy(agreement_id: UUID) -> ResponseReturnValue:
    """A new draft from this one: a copy, a renewal, a supplement, a termination."""
    agreement = _found(agreement_id)
    asked = request.form.get("relation", "")
    relation = Relation(asked) if asked in set(Relation) else Relation.NONE
    if relation is not Relation.NONE and agreement.state is not AgreementState.CONCLUDED:
        raise rules.NotConcluded
    made = actions.copy_of(session(), agreement, relation, actor=current_actor(), now=clock.now())
    flash(_("已起草，提交会商以前只有本镇可见"))
    return _to(made)


def _wanted(form: SearchForm) -> agreements.Wanted:
    life = form.life
    return form.wanted(among=validity.living(session(), current_town_id(), life, clock.today()) if life else None)


def _drafted(form: BeginForm) -> BeginDraft:
    """The towns with the organ that usually signs such an agreement, the own town first."""
    kind = AgreementKind(form.kind.data)
    own = current_town_id()
    members = [t.id for t in towns.towns_of(session(), form.partnership_id) if t.id in {own, *form.town_ids}]
    members.sort(key=lambda town_id: town_id != own)
    organs = [rules.usual_organ(kind, towns.organs_of(session(), town_id)) for town_id in members]
    return BeginDraft(form.partnership_id, kind, tuple(o.id for o in organs if o), form.title.data or "")


def _page(agreement: Agreement, refusal: str = "", reason: ReasonForm | None = None) -> str:
    reader = Reader.of(current_person())
    return render_template(
        "negotiations/show.html",
        view=queries.view(session(), agreement, reader=reader, now=clock.now()),
        agreement=agreement,
        refusal=refusal,
        reason_form=reason or ReasonForm(),
        comment_form=CommentForm(formdata=None),
        answer_form=AnswerForm(formdata=None),
        kinds=KIND_NAMES,
        relations=RELATIONS,
        may_begin=queries.may_begin(reader.roles),
    )


def _led_on(agreement_id: UUID, deed: Callable[..., object], said: str) -> ResponseReturnValue:
    agreement = _found(agreement_id, lock=True)
    try:
        deed(session(), agreement, actor=current_actor(), now=clock.now())
    except Refusal as refusal:
        session().rollback()
        return _page(_found(agreement_id), refusal=explain(refusal)), 422
    flash(said)
    return _to(agreement)


def _taken_back(agreement_id: UUID, deed: Callable[..., object], said: str) -> ResponseReturnValue:
    agreement, form = _found(agreement_id, lock=True), ReasonForm()
    if form.validate_on_submit():
        reason = form.reason.data.strip()
        try:
            deed(session(), agreement, reason=reason, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(said)
            return _to(agreement)
    return _page(_found(agreement_id), reason=form), 422


def _found(agreement_id: UUID, *, lock: bool = False) -> Agreement:
    return agreements.get_agreement(session(), agreement_id, reader_town_id=current_town_id(), lock=lock)


def _to(agreement: Agreement) -> ResponseReturnValue:
    return redirect(url_for(".show", agreement_id=agreement.id))


def _download(data: bytes, mimetype: str, name: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, mimetype=mimetype, headers={"Content-Disposition": disposition})
