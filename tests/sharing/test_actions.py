"""Changing a share policy: who is asked, what binds, and what every path then obeys."""

from dataclasses import replace

import keys
import pytest
from racing import race
from rooms import MONDAY, draft, span
from sqlmodel import select

from app.answers import actions as answers
from app.availability import queries as availability
from app.availability import rules as availability_rules
from app.bookings.models import BookingState
from app.consents.models import RefusalDraft
from app.consents.queries import get as get_consent
from app.consents.rules import ContentChanged
from app.kit.actor import Actor
from app.kit.db import open_session
from app.kit.errors import NotFound, Refusal
from app.kit.scopes import Reach
from app.notifications.models import Notice
from app.policies import queries as policies
from app.policies.models import Sharing
from app.policies.rules import NothingInQuota, Rule
from app.quotas.models import QuotaMonth
from app.sharing import actions, queries, rules
from app.sharing.models import ChangeState, PolicyChange
from app.spaces import actions as spaces
from app.venues import queries as venues
from app.venues.models import Venue

USUAL = Rule(Sharing.AT_ONCE)
WHY = "年底活动多"


@pytest.fixture
def change(acting, cast, room, now):
    """Q镇's clerk changes what D镇 may do with its 共享会议室."""

    def propose(rule, venue=None):
        with acting(cast.qi) as there:
            return actions.change_rule(
                there, venue or room, cast.dong.id, rule, reason=WHY, actor=cast.actor(cast.yan), now=now
            )

    return propose


@pytest.fixture
def agreed(reaching, cast, now):
    """Both keys, through the asking domain."""

    def turn(change_id):
        for town, person in ((cast.qi, cast.xu), (cast.dong, cast.shen)):
            with reaching(town, now=now) as session:
                made = session.get(PolicyChange, change_id)
                consent = keys.check(session, made.consent_id, cast, town, now)
                actions.turn_key(session, made, keys.draft_for(consent), actor=cast.actor(person), now=now)
                session.commit()

    return turn


def rule_for(session, cast, venue):
    return policies.rule_of(session, venue, cast.dong.id).rule


def test_more_for_the_partner_holds_at_once_and_is_told(session, cast, change, asked, now):
    made = change(replace(Rule(Sharing.AT_ONCE), horizon=90), asked)
    assert made.state is ChangeState.IN_FORCE
    assert rule_for(session, cast, asked) == Rule(Sharing.AT_ONCE, horizon=90)
    told = session.exec(select(Notice.title).where(Notice.person_id == cast.ma.id)).all()
    assert told == ["Q镇放宽了红梅礼堂的共享规则"]
    assert spaces.book(session, draft(asked), actor=cast.actor(cast.lin), now=now).state is BookingState.CONFIRMED


def test_less_for_the_partner_holds_only_with_both_keys(session, cast, change, agreed, room):
    made = change(replace(USUAL, quota=2400, longest=120))
    assert made.state is ChangeState.OPEN
    assert rule_for(session, cast, room) == USUAL
    session.commit()
    agreed(made.id)
    assert rule_for(session, cast, room) == Rule(Sharing.AT_ONCE, longest=120, quota=2400)
    assert queries.history(session, room.id, cast.dong.id)[0].change.state is ChangeState.IN_FORCE
    assert set(session.exec(select(QuotaMonth.quota)).all()) == {2400}


def test_better_here_and_worse_there_is_less(cast, change):
    assert change(replace(USUAL, horizon=90, notice=240)).state is ChangeState.OPEN


def test_a_refused_change_leaves_the_rule_and_can_go_to_the_next_meeting(session, acting, cast, change, room, now):
    made = change(replace(USUAL, sharing=Sharing.ON_REQUEST))
    with acting(cast.dong) as here:
        ours = here.get(PolicyChange, made.id)
        consent = get_consent(here, ours.consent_id)
        said = RefusalDraft(seen_hash=consent.content_hash, reason="群众已习惯随约随用", counter_text="改为每月40小时")
        actions.refuse(here, ours, said, actor=cast.actor(cast.shen), now=now)
        draft_id = actions.raise_as_topic(here, ours, actor=cast.actor(cast.ma), now=now)
    assert draft_id
    assert rule_for(session, cast, room) == USUAL
    assert change(replace(USUAL, quota=2400)).state is ChangeState.OPEN  # asked anew, with another text


def test_a_key_fits_only_what_was_seen(reaching, acting, cast, change, agreed, room, now):
    """The owner rewords the change while the partner is about to sign the first text."""
    made = change(replace(USUAL, quota=2400))
    with acting(cast.dong) as here:
        seen = keys.draft_for(keys.check(here, made.consent_id, cast, cast.dong, now))
    change(replace(USUAL, quota=1200))
    with acting(cast.dong) as here:
        ours = here.get(PolicyChange, made.id)
        with pytest.raises(ContentChanged):
            actions.turn_key(here, ours, seen, actor=cast.actor(cast.shen), now=now)
    agreed(made.id)
    with reaching(cast.dong) as here:
        assert rule_for(here, cast, room).quota == 1200


def test_nothing_is_widened_while_something_else_waits_for_keys(cast, change):
    change(replace(USUAL, quota=2400))
    with pytest.raises(rules.ChangePending):
        change(replace(USUAL, horizon=90))


def test_withdrawing_frees_the_way(acting, cast, change, now):
    made = change(replace(USUAL, quota=2400))
    with acting(cast.dong) as here, pytest.raises(rules.NotTheOwner):
        actions.withdraw(here, here.get(PolicyChange, made.id), reason="x", actor=cast.actor(cast.ma), now=now)
    with acting(cast.qi) as there:
        actions.withdraw(there, there.get(PolicyChange, made.id), reason="再议", actor=cast.actor(cast.yan), now=now)
    assert change(replace(USUAL, horizon=90)).state is ChangeState.IN_FORCE


@pytest.mark.parametrize(
    ("rule", "refusal"), [(USUAL, rules.NothingChanged), (replace(USUAL, quota=60), NothingInQuota)]
)
def test_what_changes_nothing_or_could_never_be_used_is_refused(change, rule, refusal):
    with pytest.raises(refusal):
        change(rule)


def test_only_the_owner_changes_its_rule_and_a_stranger_finds_nothing(session, acting, cast, room, now):
    with pytest.raises(rules.NotTheOwner):
        actions.change_rule(
            session, room, cast.dong.id, Rule(Sharing.NONE), reason=WHY, actor=cast.actor(cast.ma), now=now
        )
    with acting(cast.wai) as far, pytest.raises(NotFound):
        queries.get_pair(far, room.id, cast.dong.id, reader_town_id=cast.wai.id)


def test_a_closed_venue_is_gone_for_the_partner_and_its_bookings_stand(
    session, acting, cast, change, agreed, room, now
):
    booking = spaces.book(session, draft(room), actor=cast.actor(cast.lin), now=now)
    session.commit()
    agreed(change(Rule(Sharing.NONE)).id)
    assert room.id not in {v.id for v in venues.venues_for(session, cast.dong.id)}
    with pytest.raises(NotFound):
        spaces.book(session, draft(room, span("2026-03-06")), actor=cast.actor(cast.lin), now=now)
    with acting(cast.dong) as here:
        spaces.resize(here, booking.id, ends_at=span(ends="15:00").ends_at, actor=cast.actor(cast.lin), now=now)
        spaces.cancel(here, booking.id, reason="改期", actor=cast.actor(cast.lin), now=now)
    with acting(cast.qi) as there:  # the owner's own people book as before
        spaces.book(there, draft(room), actor=cast.actor(cast.qian), now=now)


def test_opening_a_venue_that_was_the_towns_own(session, cast, change, venue, now):
    own = venue(cast.qi_centre, "值班室", cast.actor(cast.yan), sharing=Sharing.NONE)
    assert change(Rule(Sharing.ON_REQUEST), own).state is ChangeState.IN_FORCE
    assert own.id in {v.id for v in venues.venues_for(session, cast.dong.id)}
    assert spaces.book(session, draft(own), actor=cast.actor(cast.lin), now=now).state is BookingState.REQUESTED


def test_hours_kept_for_the_owner_are_released_seven_days_before(session, cast, change, agreed, room, now):
    agreed(change(replace(USUAL, own_first={4: ((780, 1080),)})).id)  # Thursdays 13:00-18:00
    later = span("2026-03-12")  # in ten days
    with pytest.raises(availability_rules.KeptForOwner, match=r"星期四 13:00–18:00优先供.*2026年3月5日起"):
        spaces.book(session, draft(room, later), actor=cast.actor(cast.lin), now=now)
    assert availability.free_venues(session, cast.dong.id, later, now=now) == ()
    gaps = availability.free_gaps_of(session, [room], later.day, reader_town_id=cast.dong.id, now=now)
    assert gaps[room.id] == [(480, 780), (1080, 1260)]
    spaces.book(session, draft(room, span()), actor=cast.actor(cast.lin), now=now)  # in three days: released
    spaces.book(session, draft(room, span("2026-03-12", "08:00", "12:00")), actor=cast.actor(cast.lin), now=now)


def test_a_request_is_answered_under_the_rule_of_today(session, acting, cast, change, agreed, asked, now):
    booking = spaces.book(session, draft(asked), actor=cast.actor(cast.lin), now=now)
    session.commit()
    agreed(change(replace(Rule(Sharing.ON_REQUEST), longest=60), asked).id)
    with acting(cast.qi) as there, pytest.raises(availability_rules.TooLong):
        answers.approve(there, booking.id, actor=cast.actor(cast.qian), now=now)
    with acting(cast.qi) as there:
        exempt = {availability_rules.Exemption.LONGEST}
        answers.approve(
            there, booking.id, actor=cast.actor(cast.qian), now=now, exempt=exempt, exempt_reason="提出在先"
        )
    assert [n for n in session.exec(select(Notice.text).where(Notice.kind == "spaces.exempted")) if "提出在先" in n]


def _sign(engine, ids, seen):
    """The partner's secretary signs what stood on the page."""
    with open_session(engine, Reach(frozenset({ids["dong"]}), frozenset({ids["pair"]})), now=MONDAY) as session:
        try:
            change = queries.get_change(session, ids["change"], reader_town_id=ids["dong"], lock=True)
            actions.turn_key(session, change, seen, actor=Actor(ids["shen"], ids["dong"], "沈卫东"), now=MONDAY)
        except Refusal as refusal:
            return type(refusal).__name__
        session.commit()
        return "signed"


def _reword(engine, ids):
    """The owner's clerk halves the quota at the same instant."""
    with open_session(engine, Reach(frozenset({ids["qi"]}), frozenset({ids["pair"]})), now=MONDAY) as session:
        try:
            venue, rule = session.get(Venue, ids["venue"]), replace(USUAL, quota=1200)
            clerk = Actor(ids["yan"], ids["qi"], "严萍")
            actions.change_rule(session, venue, ids["dong"], rule, reason=WHY, actor=clerk, now=MONDAY)
        except Refusal as refusal:
            return type(refusal).__name__
        session.commit()
        return "reworded"


@pytest.mark.timeout(300)
def test_an_edit_and_a_key_at_the_same_instant_bind_nobody_to_what_he_did_not_see(
    reaching, backend, cast, change, room, now
):
    made = change(replace(USUAL, quota=2400))
    with reaching(cast.qi, now=now) as session:
        consent = keys.check(session, made.consent_id, cast, cast.qi, now)
        ours = session.get(PolicyChange, made.id)
        actions.turn_key(session, ours, keys.draft_for(consent), actor=cast.actor(cast.xu), now=now)
        session.commit()
    with reaching(cast.dong, now=now) as session:
        seen = keys.draft_for(keys.check(session, made.consent_id, cast, cast.dong, now))
        session.commit()
    ids = {"dong": cast.dong.id, "qi": cast.qi.id, "pair": cast.pair.id, "change": made.id, "venue": room.id}
    ids |= {"shen": cast.shen.id, "yan": cast.yan.id}
    said = race(backend, [(_sign, (ids, seen)), (_reword, (ids,))])
    with reaching(cast.dong, now=now) as session:
        quota = rule_for(session, cast, room).quota
    assert (said[0], quota) in {("signed", 2400), ("ContentChanged", None)}
    assert said[1] in {"reworded", "NotOpen"}
