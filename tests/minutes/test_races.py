"""Processes race at the minutes: one number and one document, and no text lost in the editor."""

from keys import check, draft_for
from minuting import NEXT_DAY
from racing import race
from sqlmodel import select

from app.documents.models import Document
from app.drafting import actions as drafting
from app.drafting import queries as drafts
from app.drafting.models import MinutesRevision
from app.followups.models import Followup
from app.kit.actor import Actor
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.meetings import queries as meetings
from app.minutes import actions, queries


def _reach(cast, person):
    return Reach(frozenset({person.town_id}), frozenset({cast.pair.id}))


def _turn(engine, reach, meeting_id, seen, actor):
    with transaction(engine, reach, now=NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, meeting_id)
        return actions.turn_key(session, meeting, seen, actor=actor, now=NEXT_DAY).is_complete


def _save(engine, reach, meeting_id, closing, actor):
    with transaction(engine, reach, now=NEXT_DAY) as session:
        meeting = meetings.get_meeting(session, meeting_id)
        text = drafts.text_at(session, drafts.get_draft(session, meeting), 1)
        typed = text.model_copy(update={"closing": closing})
        saved = drafting.save(session, meeting, typed, base=1, actor=actor, now=NEXT_DAY)
        return saved.aside_id is None


def test_two_secretaries_who_sign_at_once_issue_one_document(backend, cast, asked, acting):
    for town in (cast.dong, cast.qi):
        with acting(town, NEXT_DAY) as session:
            consent = queries.get_consent(session, meetings.get_meeting(session, asked))
            check(session, consent.id, cast, town, NEXT_DAY)
            seen = draft_for(consent)
    deeds = [(_turn, (_reach(cast, p), asked, seen, Actor(p.id, p.town_id, p.name))) for p in (cast.shen, cast.xu)]
    assert sorted(race(backend, deeds)) == [False, True]
    with acting(cast.dong) as session:
        assert len(session.exec(select(Document)).all()) == 1
        assert len(session.exec(select(Followup)).all()) == 1


def test_four_who_save_at_once_lose_nothing(backend, cast, begun, acting):
    """Pitfall 24: one text stands, the others are kept beside it."""
    actor = Actor(cast.ma.id, cast.ma.town_id, cast.ma.name)
    deeds = [(_save, (_reach(cast, cast.ma), begun, f"结尾{n}", actor)) for n in range(4)]
    assert sorted(race(backend, deeds)) == [False, False, False, True]
    with acting(cast.dong) as session:
        kept = {r.text["closing"] for r in session.exec(select(MinutesRevision)).all() if r.base == 1}
    assert kept == {f"结尾{n}" for n in range(4)}
