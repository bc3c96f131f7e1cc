"""/log: writing and mending one's own log, its photos, leave, and finding. The pages that read it are in `reviews`."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person
from app.accounts.models import Role
from app.accounts.rules import device_of
from app.files.forms import to_uploads
from app.jottings import actions as jottings
from app.jottings import queries as jotting_queries
from app.jottings import rules as jotting_rules
from app.jottings.models import Jotting
from app.kit import clock
from app.kit.errors import NotAllowed, NotFound, Refusal
from app.kit.paging import Page, page_of
from app.kit.web import explain, say_on, session
from app.logs import actions, queries, rules
from app.logs.forms import EntryForm, LeaveForm, PhotosForm, SearchForm, filled, hours_of, like_last, of_entry
from app.logs.models import KINDS, LEAVES
from app.secondments.models import Secondment
from app.secondments.rules import Reader

bp = Blueprint("logs", __name__)
# Whoever is or was posted has one of these roles: the secondee's alone while away, the old ones afterwards.
AUTHORS = (Role.SECONDEE, Role.WORKER, Role.CLERK, Role.ORGANISER, Role.OFFICE_HEAD)
READERS = (*AUTHORS, Role.MENTOR, Role.SECRETARY)
EDITIONS = {"small", "large"}


@bp.route("/secondments/<uuid:secondment_id>/log/new", methods=["GET", "POST"])
@allow(*AUTHORS)
def write(secondment_id: UUID) -> ResponseReturnValue:
    """The form of one day; today's unless the address names another."""
    posting = queries.get_own(session(), secondment_id, reader=_reader(), now=clock.now())
    day = _day()
    if entry := queries.find_on(session(), posting.id, day):
        return redirect(url_for(".edit", entry_id=entry.id))
    if request.method == "GET":
        return _writing(posting, day, *_prefilled(posting, day))
    form = EntryForm()
    if request.form.get("then") == "draft":
        return _keep_draft(posting, day, form)
    if not form.validate():
        return _writing(posting, day, form), 422
    try:
        entry = actions.write_entry(
            session(),
            posting,
            day,
            form.draft(),
            photos=to_uploads(form.photos.data),
            actor=current_actor(),
            now=clock.now(),
        )
    except Refusal as refusal:
        say_on(form, refusal)
        return _writing(posting, day, form), 422
    flash(_("日志已提交，带教老师会收到通知"))
    return redirect(url_for("reviews.show_entry", entry_id=entry.id))


@bp.route("/log/<uuid:entry_id>/edit", methods=["GET", "POST"])
@allow(*AUTHORS)
def edit(entry_id: UUID) -> ResponseReturnValue:
    entry, _posting = queries.get_own_entry(session(), entry_id, reader=_reader(), now=clock.now())
    if not rules.may_change(entry, clock.today()) and request.method == "GET":
        return redirect(url_for("reviews.show_entry", entry_id=entry.id))
    form = EntryForm(data=of_entry(entry)) if request.method == "GET" else EntryForm()
    if request.method == "POST" and form.validate():
        try:
            actions.change_entry(session(), entry, form.draft(), actor=current_actor(), now=clock.now())
            actions.add_photos(session(), entry, to_uploads(form.photos.data), actor=current_actor())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("修改已保存"))
            return redirect(url_for("reviews.show_entry", entry_id=entry_id))
    page = render_template("logs/edit.html", entry=entry, form=form)
    return (page, 422) if form.form_errors or form.errors else page


@bp.post("/log/<uuid:entry_id>/photos")
@allow(*AUTHORS)
def add_photos(entry_id: UUID) -> ResponseReturnValue:
    entry, _posting = queries.get_own_entry(session(), entry_id, reader=_reader(), now=clock.now())

    def deed() -> None:
        rules.check_changeable(entry, clock.today())
        actions.add_photos(session(), entry, to_uploads(PhotosForm().photos.data), actor=current_actor())

    return _done(deed, _("照片已添加"), url_for("reviews.show_entry", entry_id=entry_id))


@bp.post("/log/photos/<uuid:photo_id>/remove")
@allow(*AUTHORS)
def remove_photo(photo_id: UUID) -> ResponseReturnValue:
    photo, entry, standing = queries.get_photo(session(), photo_id, reader=_reader(), now=clock.now())
    if not standing.is_secondee:
        raise NotFound
    back = url_for("reviews.show_entry", entry_id=entry.id)
    now = clock.now()
    return _done(
        lambda: actions.remove_photo(session(), photo, entry, actor=current_actor(), now=now), _("照片已删除"), back
    )


@bp.get("/log/photos/<uuid:photo_id>/<any(small, large):edition>")
@allow(*READERS)
def photo(photo_id: UUID, edition: str) -> ResponseReturnValue:
    found, _entry, _standing = queries.get_photo(session(), photo_id, reader=_reader(), now=clock.now())
    content = queries.picture_of(found, small=edition == "small")
    return send_file(io.BytesIO(content), "image/jpeg", download_name=f"{found.place}.jpg")


@bp.route("/secondments/<uuid:secondment_id>/log/leave", methods=["GET", "POST"])
@allow(*READERS)
def leave(secondment_id: UUID) -> ResponseReturnValue:
    """Entered by the secondee or the host mentor, once the host has granted it."""
    standing = queries.get_posting(session(), secondment_id, reader=_reader(), now=clock.now())
    may_enter = standing.is_secondee or standing.is_host_mentor
    if request.method == "POST" and not may_enter:
        raise NotAllowed
    form = LeaveForm()
    if request.method == "POST" and form.validate():
        try:
            actions.take_leave(session(), standing.posting, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("请假已登记，期间不催写日志"))
            return redirect(url_for(".leave", secondment_id=secondment_id))
    leaves = queries.leaves_of(session(), secondment_id)
    page = render_template(
        "logs/leave.html", posting=standing.posting, leaves=leaves, words=LEAVES, form=form, may_enter=may_enter
    )
    return (page, 422) if form.form_errors or form.errors else page


@bp.post("/log/leave/<uuid:leave_id>/cancel")
@allow(*READERS)
def cancel_leave(leave_id: UUID) -> ResponseReturnValue:
    found, standing = queries.get_leave(session(), leave_id, reader=_reader(), now=clock.now())
    if not (standing.is_secondee or standing.is_host_mentor):
        raise NotAllowed
    actions.cancel_leave(session(), found, actor=current_actor(), now=clock.now())
    flash(_("请假已撤销"))
    return redirect(url_for(".leave", secondment_id=standing.posting.id))


@bp.get("/log/search")
@allow(*READERS)
def search() -> ResponseReturnValue:
    form = SearchForm(request.args)
    text = (form.q.data or "").strip()[:60]
    found = page_of(
        session(),
        queries.select_matching(session(), _reader(), text, clock.now()),
        request.args.get("page", 1, type=int),
        size=20,
    )
    hits = queries.found_in(session(), found.rows, text)
    page = Page(hits, found.number, found.pages, found.total)
    return render_template("logs/search.html", form=form, text=text, page=page, words=KINDS, most=queries.MOST_HITS)


def _reader() -> Reader:
    return Reader.of(current_person())


def _day() -> date:
    try:
        return date.fromisoformat(request.values.get("day", ""))
    except ValueError:
        return clock.today()


def _prefilled(posting: Secondment, day: date) -> tuple[EntryForm, Jotting | None]:
    """The form with the draft that stands (or the version that is asked for), else with the last kind of work."""
    versions = _versions(posting, day)
    asked = request.args.get("version", type=UUID)
    chosen = next((v for v in versions if v.id == asked), versions[0] if versions else None)
    last = queries.last_of(session(), posting.id)
    if request.args.get("like") == "last" and last:
        return EntryForm(data=like_last(last) | _named(chosen)), chosen
    data = filled(chosen.text) if chosen else {"kind": rules.kind_after(last).value}
    return EntryForm(data=data | _named(versions[0] if versions else None)), chosen


def _named(version: Jotting | None) -> dict[str, Any]:
    return {"base": str(version.id), "revision": version.revision} if version else {}


def _versions(posting: Secondment, day: date) -> list[Jotting]:
    person_id = current_person().id
    return jotting_queries.versions_of(session(), person_id=person_id, secondment_id=posting.id, day=day)


def _writing(posting: Secondment, day: date, form: EntryForm, shown: Jotting | None = None) -> str:
    last = queries.last_of(session(), posting.id)
    versions = _versions(posting, day)
    return render_template(
        "logs/write.html",
        posting=posting,
        day=day,
        today=clock.today(),
        form=form,
        last=last,
        last_hours=hours_of(last) if last else None,
        shown=shown,
        asides=[v for v in versions if shown and v.id != shown.id and v.text != shown.text],
        earliest=max(posting.from_on, clock.today() - rules.LATEST),
    )


def _keep_draft(posting: Secondment, day: date, form: EntryForm) -> ResponseReturnValue:
    """存草稿, for a page without script."""
    now = clock.now()
    base = (UUID(form.base.data), int(form.revision.data)) if form.base.data and form.revision.data else None
    device = device_of(request.user_agent.string)
    jottings.save(
        session(),
        posting,
        day,
        form.words(),
        base=base,
        typed_at=jotting_rules.typed_at(0, now),
        device=device,
        now=now,
    )
    flash(_("草稿已保存，只有您自己能看到"))
    return redirect(url_for(".write", secondment_id=posting.id, day=day.isoformat()))


def _done(deed: Callable[[], object], said: str, back: str) -> ResponseReturnValue:
    """A small deed on an entry; what is refused is said on the entry's page."""
    try:
        deed()
    except Refusal as refusal:
        session().rollback()
        return render_template("logs/refused.html", message=explain(refusal), back=back), 422
    flash(said)
    return redirect(back)
