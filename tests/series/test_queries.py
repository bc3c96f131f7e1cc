from datetime import UTC, date, datetime

import agreed
import pytest

from app.kit.errors import NotFound
from app.series import actions, queries
from app.series.models import TurnState

NOW = datetime(2026, 11, 2, 2, tzinfo=UTC)
TODAY = date(2026, 11, 2)


@pytest.fixture
def series_id(reaching, cast):
    return agreed.found(reaching, cast, NOW)


def test_coming_meetings_carry_host_reason_and_warning(session, cast, series_id):
    rows = queries.coming(session, queries.get_series(session, series_id), today=TODAY)
    assert [(r.number, r.host) for r in rows] == [(n, "D镇" if n % 2 else "Q镇") for n in range(1, 7)]
    assert rows[0].warning is None
    assert "尚未录入2027年" in str(rows[1].warning)
    assert all(row.why for row in rows)


def test_what_is_in_force_can_be_taken_as_a_draft(session, cast, series_id):
    draft = queries.draft_of(session, queries.get_series(session, series_id))
    assert draft == agreed.draft(cast)


def test_past_turns_are_listed_latest_first(session, cast, series_id):
    first, second = queries.turns_of(session, series_id)[:2]
    actions.hold_turn(session, first, held_on=first.day, actor=cast.actor(cast.ma), now=NOW)
    actions.cancel_turn(session, second, reason="台风", actor=cast.actor(cast.ma), now=NOW)
    over = queries.past_turns(session, series_id)
    assert [(t.number, t.state) for t in over] == [(2, TurnState.CANCELLED), (1, TurnState.HELD)]


def test_history_names_what_was_proposed_and_what_became_of_it(session, cast, series_id):
    (line,) = queries.history(session, queries.get_series(session, series_id))
    assert (str(line.title), line.proposed_by) == ("设立轮值安排：红梅同心轮值联席会议", "D镇")


def test_a_stranger_finds_no_turn_and_no_proposal(reaching, cast, session, series_id):
    turn_id = queries.turns_of(session, series_id)[0].id
    proposal_id = queries.proposals_of(session, series_id)[0].id
    session.close()
    with reaching(cast.wai) as strange:
        for getter, wanted in ((queries.get_turn, turn_id), (queries.get_proposal, proposal_id)):
            with pytest.raises(NotFound):
                getter(strange, wanted)
        with pytest.raises(NotFound):
            queries.lock_series(strange, series_id)
