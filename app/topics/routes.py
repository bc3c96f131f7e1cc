"""/topics: what a town prepares, what its 书记 passes, and the pool that all towns see."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.files.forms import to_uploads
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.web import explain, say_on, session
from app.topics import actions, queries, rules
from app.topics.forms import ReasonForm, TopicForm
from app.topics.models import DraftState, Topic, TopicDraft, TopicState
from app.towns import queries as towns

bp = Blueprint("topics", __name__, url_prefix="/topics")
READERS = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})
PROPOSERS = (Role.CLERK, Role.OFFICE_HEAD, Role.ORGANISER, Role.WORKER, Role.SECRETARY, Role.SECONDEE)


@bp.get("/")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """Per partnership: the next deadline, what my town prepares, and the pool."""
    pools = [_pool(p) for p in towns.partnerships_of(session(), current_town_id())]
    return render_template("topics/index.html", pools=pools, may_propose=current_person().has(*PROPOSERS))


def _pool(partnership: Any) -> dict[str, Any]:
    now = clock.now()
    call = queries.next_call(session(), partnership.id, now)
    done = (TopicState.CLOSED, TopicState.WITHDRAWN)
    return {
        "partnership": partnership,
        "call": call,
        "is_past": rules.is_past_deadline(call, now),
        "drafts": queries.drafts_of(session(), current_town_id(), partnership.id),
        "pooled": queries.pool(session(), partnership.id, meeting=call.meeting if call else ""),
        "placed": queries.pool(session(), partnership.id, states=(TopicState.PLACED,)),
        "done": queries.pool(session(), partnership.id, states=done)[-20:],
    }


@bp.route("/new", methods=["GET", "POST"])
@allow(*PROPOSERS)
def propose() -> ResponseReturnValue:
    form = _form(TopicForm(title=request.args.get("title", "")[:60]))
    if form.validate_on_submit():
        try:
            draft = actions.propose(
                session(),
                town_id=current_town_id(),
                partnership_id=UUID(form.partnership.data),
                source=request.args.get("source", "")[:80],
                actor=current_actor(),
                now=clock.now(),
                **form.words().model_dump(),
            )
            _add_papers(draft, form)
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("议题已保存，审定前只有本镇可见"))
            return redirect(url_for(".show_draft", draft_id=draft.id))
    return render_template("topics/edit.html", form=form, draft=None, call=_call(form)), 422 if form.errors else 200


@bp.route("/drafts/<uuid:draft_id>/edit", methods=["GET", "POST"])
@allow(*PROPOSERS)
def edit(draft_id: UUID) -> ResponseReturnValue:
    draft = _draft(draft_id)
    form = _form(TopicForm(obj=draft, partnership=str(draft.partnership_id)))
    if form.validate_on_submit():
        try:
            actions.edit(session(), draft, form.words(), actor=current_actor())
            _add_papers(draft, form)
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已保存"))
            return redirect(url_for(".show_draft", draft_id=draft_id))
    return render_template("topics/edit.html", form=form, draft=draft, call=_call(form)), 422 if form.errors else 200


@bp.get("/drafts/<uuid:draft_id>")
@allow(*READERS)
def show_draft(draft_id: UUID) -> ResponseReturnValue:
    return _draft_page(_draft(draft_id))


@bp.post("/drafts/<uuid:draft_id>/submit")
@allow(*PROPOSERS)
def submit(draft_id: UUID) -> ResponseReturnValue:
    draft = _draft(draft_id)
    return _do(
        draft, lambda: actions.submit(session(), draft, actor=current_actor(), now=clock.now()), _("已提交书记审定")
    )


@bp.post("/drafts/<uuid:draft_id>/papers/<uuid:paper_id>/remove")
@allow(*PROPOSERS)
def remove_paper(draft_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    draft = _draft(draft_id)
    return _do(draft, lambda: actions.remove_paper(session(), draft, paper_id, actor=current_actor()), _("已移除材料"))


@bp.post("/drafts/<uuid:draft_id>/pass")
@allow(Role.SECRETARY)
def pass_draft(draft_id: UUID) -> ResponseReturnValue:
    """审定: from here the other towns see it."""
    draft = _draft(draft_id)
    passed = _("已审定，对方镇可以看到")
    return _do(draft, lambda: actions.pass_draft(session(), draft, actor=current_actor(), now=clock.now()), passed)


@bp.post("/drafts/<uuid:draft_id>/return")
@allow(Role.SECRETARY)
def return_draft(draft_id: UUID) -> ResponseReturnValue:
    draft, form = _draft(draft_id), ReasonForm()
    if not form.validate_on_submit():
        return _draft_page(draft, form=form), 422
    reason = form.reason.data
    return _do(
        draft,
        lambda: actions.return_draft(session(), draft, reason, actor=current_actor(), now=clock.now()),
        _("已退回，提出人会看到原因"),
    )


@bp.get("/<uuid:topic_id>")
@allow(*READERS)
def show_topic(topic_id: UUID) -> ResponseReturnValue:
    return _topic_page(queries.get_topic(session(), topic_id))


@bp.post("/<uuid:topic_id>/nod")
@allow(Role.CLERK)
def nod(topic_id: UUID) -> ResponseReturnValue:
    """Another town's clerk accepts a late topic for the next meeting."""
    topic = queries.get_topic(session(), topic_id)
    call = queries.next_call(session(), topic.partnership_id, clock.now())
    meeting = call.meeting if call else ""

    def deed() -> None:
        actions.nod(session(), topic_id, meeting=meeting, actor=current_actor(), now=clock.now())

    return _do_topic(topic, deed, _("已同意列入本次会议"))


@bp.post("/<uuid:topic_id>/withdraw")
@allow(Role.CLERK, Role.OFFICE_HEAD, Role.SECRETARY)
def withdraw(topic_id: UUID) -> ResponseReturnValue:
    topic, form = queries.get_topic(session(), topic_id), ReasonForm()
    if not form.validate_on_submit():
        return _topic_page(topic, form=form), 422

    def deed() -> None:
        actions.withdraw(session(), topic_id, reason=form.reason.data, actor=current_actor(), now=clock.now())

    return _do_topic(topic, deed, _("议题已撤回"))


def _do(draft: TopicDraft, deed: Callable[[], object], done: str) -> ResponseReturnValue:
    try:
        deed()
    except Refusal as refusal:
        session().rollback()
        return _draft_page(_draft(draft.id), refused=explain(refusal)), 422
    flash(done)
    if draft.topic_id:
        return redirect(url_for(".show_topic", topic_id=draft.topic_id))
    return redirect(url_for(".show_draft", draft_id=draft.id))


def _do_topic(topic: Topic, deed: Callable[[], object], done: str) -> ResponseReturnValue:
    try:
        deed()
    except Refusal as refusal:
        session().rollback()
        return _topic_page(queries.get_topic(session(), topic.id), refused=explain(refusal)), 422
    flash(done)
    return redirect(url_for(".show_topic", topic_id=topic.id))


def _draft_page(draft: TopicDraft, refused: str = "", form: ReasonForm | None = None) -> str:
    person = current_person()
    is_editable = draft.state in rules.EDITABLE
    return render_template(
        "topics/draft.html",
        draft=draft,
        papers=queries.draft_papers_of(session(), draft.id),
        may_edit=is_editable and person.has(*PROPOSERS),
        may_pass=draft.state is DraftState.SUBMITTED and person.has(Role.SECRETARY),
        form=form or ReasonForm(formdata=None),
        refused=refused,
    )


def _topic_page(topic: Topic, refused: str = "", form: ReasonForm | None = None) -> str:
    call = queries.next_call(session(), topic.partnership_id, clock.now())
    pooled = queries.pool(
        session(), topic.partnership_id, meeting=call.meeting if call else "", states=tuple(TopicState)
    )
    person, own = current_person(), topic.town_id == current_town_id()
    line = next(t for t in pooled if t.id == topic.id)
    return render_template(
        "topics/show.html",
        topic=topic,
        line=line,
        call=call,
        placed_on=queries.find_call(session(), topic.meeting) if topic.meeting else None,
        papers=queries.papers_of(session(), topic.id),
        may_nod=topic.state is TopicState.POOL and person.town_name in line.needs_nod_of and person.has(Role.CLERK),
        may_withdraw=own
        and topic.state is TopicState.POOL
        and person.has(Role.CLERK, Role.OFFICE_HEAD, Role.SECRETARY),
        form=form or ReasonForm(formdata=None),
        refused=refused,
    )


def _draft(draft_id: UUID) -> TopicDraft:
    to_change = request.method == "POST"
    return queries.get_draft(session(), draft_id, town_id=current_town_id(), to_change=to_change)


def _form(form: TopicForm) -> TopicForm:
    mine = towns.partnerships_of(session(), current_town_id())
    form.partnership.choices = [(str(p.id), p.name) for p in mine]
    return form


def _call(form: TopicForm) -> Any:
    """The next meeting of the partnership that is chosen, or of the first one."""
    chosen = form.partnership.data or next((value for value, _label in form.partnership.choices), None)
    known = {value for value, _label in form.partnership.choices}
    return queries.next_call(session(), UUID(chosen), clock.now()) if chosen in known else None


def _add_papers(draft: TopicDraft, form: TopicForm) -> None:
    for upload in to_uploads(form.papers.data):
        actions.add_paper(session(), draft, upload, actor=current_actor())
