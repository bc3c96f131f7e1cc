"""/lessons: 经验做法 of the partnership, what the towns made of them, and the ways there from a log entry."""

import io
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.accounts.guards import allow, current_actor, current_person, current_town_id
from app.accounts.models import Role
from app.discretion.rules import masked
from app.files.forms import to_uploads
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.paging import Page, page_of
from app.kit.web import say_on, session
from app.lessons import actions, queries, rules
from app.lessons.forms import FreeForm, LessonForm, PublishForm, SearchForm, TopicForm, UseForm
from app.lessons.models import Lesson
from app.logs import queries as logs
from app.logs.models import LogEntry
from app.logs.rules import names_in
from app.secondments.rules import Reader, Standing
from app.towns import queries as towns

bp = Blueprint("lessons", __name__)
LOG_READERS = (
    *(Role.SECONDEE, Role.MENTOR, Role.ORGANISER, Role.SECRETARY),
    *(Role.WORKER, Role.CLERK, Role.OFFICE_HEAD),
)


@bp.get("/lessons/")
@allow(*rules.EVERYBODY)
def index() -> ResponseReturnValue:
    form = SearchForm(request.args)
    text, tag = (form.q.data or "")[:60], (form.tag.data or "")[:20]
    found = page_of(
        session(), queries.select_of(session(), text=text, tag=tag), request.args.get("page", 1, type=int), size=20
    )
    cards = queries.cards_of(session(), found.rows)
    return render_template(
        "lessons/index.html",
        form=form,
        text=text or tag,
        page=Page(cards, found.number, found.pages, found.total),
        tags=queries.tags_in_use(session()),
        may_write=current_person().has(*rules.WRITERS),
    )


@bp.get("/lessons/<uuid:lesson_id>")
@allow(*rules.EVERYBODY)
def show(lesson_id: UUID) -> ResponseReturnValue:
    return _card_page(queries.get_lesson(session(), lesson_id))


@bp.get("/lessons/photos/<uuid:photo_id>/<any(small, large):edition>")
@allow(*rules.EVERYBODY)
def photo(photo_id: UUID, edition: str) -> ResponseReturnValue:
    found = queries.get_photo(session(), photo_id)
    content = queries.picture_of(found, small=edition == "small")
    return send_file(io.BytesIO(content), "image/jpeg", download_name=f"{found.place}.jpg")


@bp.route("/log/<uuid:entry_id>/lesson", methods=["GET", "POST"])
@allow(*LOG_READERS)
def publish(entry_id: UUID) -> ResponseReturnValue:
    """An entry's practice as a card: the author, the mentors and the leaders may."""
    entry, standing = _entry(entry_id)
    if known := queries.find_for_source(session(), entry.subject):
        return redirect(url_for(".show", lesson_id=known.id))
    photos = logs.photos_of(session(), [entry.id]).get(entry.id, [])
    form = PublishForm(data=rules.from_entry(entry).model_dump()) if request.method == "GET" else PublishForm()
    form.offer(photos)
    if request.method == "POST" and form.validate():
        try:
            lesson = actions.publish(
                session(),
                form.draft(),
                partnership_id=standing.posting.partnership_id,
                town_id=current_town_id(),
                from_town_id=standing.posting.host_town_id,
                entry=entry,
                photo_ids=[UUID(i) for i in form.photos.data or []],
                uploads=to_uploads(form.files.data),
                actor=current_actor(),
                now=clock.now(),
            )
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            return _published(lesson)
    page = render_template("lessons/publish.html", form=form, entry=entry, photos=photos)
    return (page, 422) if form.errors or form.form_errors else page


@bp.route("/lessons/new", methods=["GET", "POST"])
@allow(*rules.WRITERS)
def write() -> ResponseReturnValue:
    """A card without an entry: what a town does well itself or saw elsewhere."""
    form = _free_form()
    if form.validate_on_submit():
        try:
            lesson = actions.publish(
                session(),
                form.draft(),
                partnership_id=UUID(form.partnership.data),
                town_id=current_town_id(),
                from_town_id=UUID(form.from_town.data),
                uploads=to_uploads(form.files.data),
                actor=current_actor(),
                now=clock.now(),
            )
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            return _published(lesson)
    page = render_template("lessons/write.html", form=form, lesson=None)
    return (page, 422) if form.errors or form.form_errors else page


@bp.route("/lessons/<uuid:lesson_id>/edit", methods=["GET", "POST"])
@allow(*rules.WRITERS)
def edit(lesson_id: UUID) -> ResponseReturnValue:
    lesson = queries.get_lesson(session(), lesson_id)
    if not _may_edit(lesson):
        raise rules.NotTheirs
    form = LessonForm(obj=lesson) if request.method == "GET" else LessonForm()
    if request.method == "POST" and form.validate():
        try:
            actions.change(session(), lesson, form.draft(), actor=current_actor(), now=clock.now())
            actions.attach(session(), lesson, to_uploads(form.files.data), actor=current_actor())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("修改已保存"))
            return redirect(url_for(".show", lesson_id=lesson_id))
    page = render_template("lessons/write.html", form=form, lesson=lesson)
    return (page, 422) if form.errors or form.form_errors else page


@bp.post("/lessons/<uuid:lesson_id>/uses")
@allow(*rules.WRITERS)
def put_to_use(lesson_id: UUID) -> ResponseReturnValue:
    lesson, form = queries.get_lesson(session(), lesson_id), _use_form()
    if form.validate():
        try:
            town_id = current_town_id()
            actions.put_to_use(session(), lesson, form.draft(), town_id=town_id, actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("已记下试用情况，各镇都能看到"))
            return redirect(url_for(".show", lesson_id=lesson_id))
    return _card_page(lesson, form), 422


@bp.post("/lessons/<uuid:lesson_id>/briefings")
@allow(*rules.BRIEFERS)
def make_briefing(lesson_id: UUID) -> ResponseReturnValue:
    lesson = queries.get_lesson(session(), lesson_id)
    briefing = actions.make_briefing(
        session(), lesson, town_id=current_town_id(), actor=current_actor(), now=clock.now()
    )
    flash(_("已生成工作简报第%(n)s期，请下载后在Word或WPS中修改", n=briefing.number))
    return redirect(url_for(".show", lesson_id=lesson_id, _anchor="briefings"))


@bp.route("/log/<uuid:entry_id>/topic", methods=["GET", "POST"])
@allow(*LOG_READERS)
def to_topic(entry_id: UUID) -> ResponseReturnValue:
    """A suggestion as a topic of the next joint meeting: a draft of the reader's own town first."""
    entry, standing = _entry(entry_id)
    names = names_in(entry.names)
    offered = {"title": masked(entry.suggestion, names)[:60], "summary": masked(entry.suggestion, names)}
    form = TopicForm(data=offered) if request.method == "GET" else TopicForm()
    if request.method == "POST" and form.validate():
        draft = actions.propose_topic(
            session(),
            entry,
            standing.posting,
            town_id=current_town_id(),
            title=form.title.data.strip(),
            minutes=form.minutes.data,
            summary=(form.summary.data or "").strip(),
            actor=current_actor(),
            now=clock.now(),
        )
        flash(_("议题已保存，审定前只有本镇可见"))
        return redirect(url_for("topics.show_draft", draft_id=draft.id))
    page = render_template("lessons/to_topic.html", form=form, entry=entry)
    return (page, 422) if form.errors else page


def _entry(entry_id: UUID) -> tuple[LogEntry, Standing]:
    return logs.get_entry(session(), entry_id, reader=Reader.of(current_person()), now=clock.now())


def _published(lesson: Lesson) -> ResponseReturnValue:
    flash(_("经验做法已发布，联合体各镇都能看到"))
    return redirect(url_for(".show", lesson_id=lesson.id))


def _free_form() -> FreeForm:
    form = FreeForm()
    mine = towns.partnerships_of(session(), current_town_id())
    form.partnership.choices = [SelectChoice(value=str(p.id), label=p.name) for p in mine]
    members = {t.id: t.name for p in mine for t in towns.towns_of(session(), p.id)}
    form.from_town.choices = [SelectChoice(value=str(i), label=name) for i, name in members.items()]
    return form


def _use_form() -> UseForm:
    form = UseForm()
    form.offer(towns.units_of(session(), current_town_id()))
    return form


def _may_edit(lesson: Lesson) -> bool:
    person = current_person()
    return rules.may_edit(lesson, person_id=person.id, town_id=person.town_id, roles=person.roles)


def _card_page(lesson: Lesson, form: UseForm | None = None) -> str:
    person = current_person()
    if form is None:
        form = UseForm(formdata=None, data={"tried_on": clock.today()})
        form.offer(towns.units_of(session(), current_town_id()))
    return render_template(
        "lessons/show.html",
        lesson=lesson,
        town=towns.get_town(session(), lesson.from_town_id).name,
        writer_town=towns.get_town(session(), lesson.town_id).name,
        tags=rules.tags_of(lesson),
        photos=queries.photos_of(session(), lesson.id),
        files=queries.files_of(session(), lesson.id),
        uses=queries.uses_of(session(), lesson.id),
        briefings=queries.briefings_of(session(), current_town_id(), lesson.id),
        form=form if person.has(*rules.WRITERS) else None,
        may_edit=person.has(*rules.WRITERS) and _may_edit(lesson),
        may_brief=person.has(*rules.BRIEFERS),
    )
