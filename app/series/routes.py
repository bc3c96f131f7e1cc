"""/series: which rotating meetings there are, when they come, who hosts them and why."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.guards import allow_signed_in, current_person
from app.cadence import rules as cadence
from app.consents.rules import HANDLERS
from app.kit import clock
from app.kit.web import session
from app.series import queries, rules
from app.series.models import SeriesState
from app.towns import queries as towns

bp = Blueprint("series", __name__, url_prefix="/series")


@bp.get("")
@allow_signed_in
def index() -> ResponseReturnValue:
    found = queries.list_series(session())
    rows = [(s, cadence.in_words(s), _next(s.id)) for s in found]
    town_id = current_person().town_id
    mine = towns.partnerships_of(session(), town_id) if town_id else []
    return render_template("series/index.html", rows=rows, partnerships=mine)


@bp.get("/<uuid:series_id>")
@allow_signed_in
def show(series_id: UUID) -> ResponseReturnValue:
    """Words, dates, hosts with their reasons, counts and debts, and everything that was proposed."""
    series = queries.get_series(session(), series_id)
    draft = queries.draft_of(session(), series) if series.state is SeriesState.ACTIVE else None
    return render_template(
        "series/show.html",
        series=series,
        words=cadence.in_words(series, draft.avoid if draft else ()),
        numbers=rules.terms_in_words(draft) if draft else (),
        rows=queries.coming(session(), series, today=clock.today(), limit=series.plan_ahead),
        past=queries.explained(session(), series, queries.past_turns(session(), series_id)),
        counts=queries.counts(session(), series),
        history=queries.history(session(), series),
    )


def _next(series_id: UUID) -> str:
    """The next date of a list's row."""
    turn = next(iter(queries.next_turns(session(), series_id, on=clock.today(), limit=1)), None)
    return f"{clock.chinese_date(turn.day)} {clock.weekday_name(turn.day)}" if turn else ""


@bp.context_processor
def _handlers() -> dict[str, object]:
    return {"may_propose": current_person().has(*HANDLERS)}
