"""/spaces/together: several venues for one time, in one act."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_person, work_actor, work_town_id
from app.accounts.models import Role
from app.availability import queries as availability
from app.availability.queries import FreeVenue
from app.availability.rules import span_in_words
from app.claims.models import Span
from app.kit import clock
from app.kit.errors import Refusal
from app.kit.web import apart, explain, session
from app.previews import actions as passing
from app.together import actions, queries
from app.together.forms import TogetherForm, WhenForm

bp = Blueprint("together", __name__, url_prefix="/spaces/together")
PEOPLE = tuple(set(Role) - {Role.OPERATOR, Role.AUDITOR})


@bp.route("/", methods=["GET", "POST"])
@allow(*PEOPLE)
def book_together() -> ResponseReturnValue:
    """The time first, then which of the free venues; after a refusal every reason, and nothing typed is lost."""
    when = WhenForm(request.args)
    span = when.span()
    if span is None:
        page = render_template("together/when.html", when=when)
        return page, 422 if request.method == "POST" else 200
    form = TogetherForm()
    form.venues.choices = _choices(form, span)
    if request.method == "GET":
        form.contact_name.data = current_person().name
    elif form.validate() and _booked(form, span):
        return redirect(url_for("booked.index"))
    said: dict[str, Any] = {"form": form, "when": when, "span": span_in_words(span)}
    return render_template("together/book.html", **said), 422 if form.errors else 200


def _booked(form: TogetherForm, span: Span) -> bool:
    drafts = form.drafts(span)
    try:
        booked = actions.book_together(session(), drafts, actor=work_actor(), now=clock.now())
    except Refusal as refusal:
        session().rollback()
        said: dict[str, Any] = {"town_id": work_town_id(), "actor": work_actor(), "now": clock.now()}
        apart(lambda other: passing.pass_on(other, drafts, **said))
        found = queries.against(session(), drafts, town_id=work_town_id(), now=clock.now())
        reasons = [_("%(venue)s：%(why)s", venue=a.venue_name, why=explain(a.refusal)) for a in found]
        form.form_errors.extend(reasons or [explain(refusal)])
        return False
    flash(_("已同时预约%(count)s个场地", count=len(booked)))
    return True


def _choices(form: TogetherForm, span: Span) -> list[tuple[str, str]]:
    """What is free; and what was ticked and is not any more stays in sight."""
    found = availability.free_venues(session(), work_town_id(), span, now=clock.now())
    free = [(str(v.id), _("%(venue)s，%(terms)s", venue=v.words, terms=_terms(v))) for v in found]
    lost = [v for v in form.venues.data or [] if v not in dict(free)]
    names = queries.names_of(session(), queries.read_ids(lost), town_id=work_town_id())
    return free + [(str(i), _("%(name)s（已不空闲）", name=name)) for i, name in names.items()]


def _terms(venue: FreeVenue) -> str:
    return str(_("预约即确认") if venue.at_once else _("须经管理单位同意"))
