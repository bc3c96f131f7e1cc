"""/log: reading logs. The list, a month, an entry; comments, unread marks, and the mentors' word on a month."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_actor, current_person
from app.accounts.models import Role
from app.kit import clock
from app.kit.errors import NotAllowed, NotFound, Refusal
from app.kit.web import local_path, say_on, session
from app.logs import queries as logs
from app.logs import rules as log_rules
from app.logs.forms import PhotosForm
from app.logs.models import KINDS, MOST_PHOTOS
from app.reviews import actions, queries, rules
from app.reviews.forms import CommentForm, RatingForm
from app.reviews.models import GRADES, SIDES, Side
from app.secondments import queries as secondments
from app.secondments.rules import Reader, Standing

bp = Blueprint("reviews", __name__)
READERS = (
    *(Role.SECONDEE, Role.MENTOR, Role.ORGANISER, Role.SECRETARY),
    *(Role.WORKER, Role.CLERK, Role.OFFICE_HEAD),  # who was posted once and reads the own log
)


@bp.get("/log/")
@allow(*READERS)
def index() -> ResponseReturnValue:
    """The postings whose logs the reader may read; the own one first."""
    lines = queries.lines_of(session(), _reader(), now=clock.now())
    lines.sort(key=lambda line: not line.standing.is_secondee)
    mine = secondments.active_of_person(session(), current_person().id, clock.now())
    return render_template("reviews/index.html", lines=lines, mine=mine, today=clock.today())


@bp.get("/secondments/<uuid:secondment_id>/log")
@allow(*READERS)
def month(secondment_id: UUID) -> ResponseReturnValue:
    return _month_page(_standing(secondment_id))


def _month_page(standing: Standing, form: RatingForm | None = None) -> str:
    posting, today = standing.posting, clock.today()
    shown = _asked_month(standing)
    month = logs.month_of(session(), standing, shown, today=today)
    ratings = queries.ratings_of(session(), posting.id)
    side = rules.side_of(standing)
    own = ratings.get((shown, side)) if side else None
    return render_template(
        "reviews/month.html",
        standing=standing,
        posting=posting,
        facts=secondments.facts_of(session(), [posting])[posting.id],
        month=month,
        months=rules.months_of(posting.from_on, posting.until_on, today),
        views=queries.views_of(session(), month.entries, reader_id=current_person().id),
        ratings={s: ratings.get((shown, s)) for s in Side},
        side=side,
        form=form or (RatingForm(formdata=None, obj=own) if side else None),
        kinds=KINDS,
        sides=SIDES,
        grades=GRADES,
        today=today,
    )


@bp.post("/secondments/<uuid:secondment_id>/log/rating")
@allow(*READERS)
def rate(secondment_id: UUID) -> ResponseReturnValue:
    standing = _standing(secondment_id)
    if rules.side_of(standing) is None:
        raise rules.NotAMentor
    form, shown = RatingForm(), _asked_month(standing)
    if form.validate():
        try:
            actions.rate_month(session(), standing, shown, form.draft(), actor=current_actor(), now=clock.now())
        except Refusal as refusal:
            say_on(form, refusal)
        else:
            flash(_("评价已保存，挂职人员会收到通知"))
            return redirect(url_for(".month", secondment_id=secondment_id, month=f"{shown:%Y-%m}"))
    return _month_page(standing, form), 422


@bp.post("/secondments/<uuid:secondment_id>/log/read")
@allow(*READERS)
def read_month(secondment_id: UUID) -> ResponseReturnValue:
    standing = _standing(secondment_id)
    shown = _asked_month(standing)
    last = rules.next_month(shown)
    entries = [e for e in logs.entries_of(session(), secondment_id, shown, last) if e.day < last]
    actions.mark_read(session(), entries, person_id=current_person().id, now=clock.now())
    flash(_("本月日志已标为已读"))
    return redirect(url_for(".month", secondment_id=secondment_id, month=f"{shown:%Y-%m}"))


@bp.get("/log/<uuid:entry_id>")
@allow(*READERS)
def show_entry(entry_id: UUID) -> ResponseReturnValue:
    return _entry_page(entry_id, CommentForm(formdata=None))


@bp.post("/log/<uuid:entry_id>/comments")
@allow(*READERS)
def comment(entry_id: UUID) -> ResponseReturnValue:
    entry, standing = logs.get_entry(session(), entry_id, reader=_reader(), now=clock.now())
    form = CommentForm()
    if not form.validate():
        return _entry_page(entry_id, form), 422
    actions.comment(session(), entry, standing, form.text.data, actor=current_actor(), now=clock.now())
    flash(_("点评已发出") if not standing.is_secondee else _("回复已发出"))
    return redirect(url_for(".show_entry", entry_id=entry_id, _anchor="comments"))


@bp.post("/log/<uuid:entry_id>/read")
@allow(*READERS)
def read_entry(entry_id: UUID) -> ResponseReturnValue:
    entry, standing = logs.get_entry(session(), entry_id, reader=_reader(), now=clock.now())
    if standing.is_secondee:
        raise NotAllowed
    actions.mark_read(session(), [entry], person_id=current_person().id, now=clock.now())
    return redirect(local_path(request.form.get("next"), url_for(".show_entry", entry_id=entry_id)))


def _entry_page(entry_id: UUID, form: CommentForm) -> str:
    entry, standing = logs.get_entry(session(), entry_id, reader=_reader(), now=clock.now())
    posting = standing.posting
    view = queries.views_of(session(), [entry], reader_id=current_person().id)[0]
    return render_template(
        "reviews/entry.html",
        view=view,
        entry=entry,
        standing=standing,
        posting=posting,
        facts=secondments.facts_of(session(), [posting])[posting.id],
        may_change=standing.is_secondee and log_rules.may_change(entry, clock.today()),
        photos_left=MOST_PHOTOS - len(view.photos),
        photos_form=PhotosForm(formdata=None),
        form=form,
        kinds=KINDS,
    )


def _reader() -> Reader:
    return Reader.of(current_person())


def _standing(secondment_id: UUID) -> Standing:
    return logs.get_posting(session(), secondment_id, reader=_reader(), now=clock.now())


def _asked_month(standing: Standing) -> date:
    """The month of the address, else this one or the posting's last."""
    posting, today = standing.posting, clock.today()
    try:
        asked = date.fromisoformat(request.values.get("month", "") + "-01")
    except ValueError:
        asked = max(posting.from_on, min(posting.until_on, today))
    if not date(2000, 1, 1) < asked < date(2100, 1, 1):
        raise NotFound
    return asked.replace(day=1)
