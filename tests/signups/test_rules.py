"""What a service asks of who signs up, and what may follow which state: tables without a database."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from app.residents.models import ResidentDraft
from app.residents.rules import IdentityNumber
from app.services.models import Kind, Service
from app.signups import rules
from app.signups.models import OPEN, Agreed, DeclaredDraft, How, SignUpDraft, SignUpState

STARTS = datetime(2026, 3, 3, 1, tzinfo=UTC)
OCCASION = SimpleNamespace(starts_at=STARTS, ends_at=STARTS + timedelta(hours=2))
HOUR = timedelta(hours=1)
GUARDIAN = {"guardian_name": "李 大明", "guardian_phone": "138 0000 2222"}
CONSENT = {"agreed_by": Agreed.SELF, "agreed_how": How.SPOKEN}


def service(kind=Kind.LECTURE, **given) -> Service:
    return Service(kind=kind, name="讲座", **given)


def draft(declared=None, **given) -> SignUpDraft:
    person = ResidentDraft(name="李秀英", phone="13800001111", home_town_id=uuid4())
    return SignUpDraft(person=person, declared=DeclaredDraft(**declared or {}), **given)


def of(state: SignUpState, **given) -> SimpleNamespace:
    return SimpleNamespace(state=state, holds_until=None, **given)


@pytest.mark.parametrize(
    ("asked", "said", "refusal"),
    [
        (service(min_age=60), draft(), rules.TooYoung),
        (service(min_age=65), draft(age_seen=60), rules.TooYoung),
        (service(Kind.HEALTH), draft(), rules.ConsentMissing),
        (service(Kind.HEALTH), draft(agreed_by=Agreed.SELF), rules.ConsentMissing),
        (service(Kind.MEDIATION), draft(), rules.ConsentMissing),
        (service(asks_guardian=True), draft(**CONSENT), rules.GuardianMissing),
        (service(asks_guardian=True), draft({"guardian_name": "李大明"}), rules.GuardianMissing),
        (service(asks_guardian=True), draft(GUARDIAN, **CONSENT), rules.GuardianConsentMissing),
        (service(Kind.DAY_CARE, asks_contact=True), draft(**CONSENT), rules.ContactMissing),
        (service(), draft({"note": "证310230195001010012"}), IdentityNumber),
    ],
)
def test_what_a_service_asks_for_has_to_be_there(asked, said, refusal):
    with pytest.raises(refusal):
        rules.checked(asked, said)


def test_only_what_the_service_asks_for_is_kept_and_in_one_form():
    said = draft(
        {**GUARDIAN, "emergency_name": "张三", "emergency_phone": "13800003333", "note": "　坐轮椅 "}, **CONSENT
    )
    kept = rules.checked(service(), said)
    assert kept.model_dump(exclude_defaults=True) == {"note": "坐轮椅"}
    guarded = said.model_copy(update={"agreed_by": Agreed.GUARDIAN})
    kept = rules.checked(service(asks_guardian=True), guarded)
    assert (kept.guardian_name, kept.guardian_phone, kept.emergency_name) == ("李大明", "13800002222", "")


def test_a_consent_is_kept_only_where_one_is_needed():
    assert rules.consent_of(service(), draft(**CONSENT)) == (None, None)
    assert rules.consent_of(service(Kind.HEALTH), draft(**CONSENT)) == (Agreed.SELF, How.SPOKEN)


@pytest.mark.parametrize("state", SignUpState)
def test_only_what_is_open_can_be_given_back_and_only_before_the_start(state):
    if state not in OPEN:
        with pytest.raises(rules.OverAlready, match="该报名"):
            rules.check_cancel(of(state), OCCASION, STARTS - HOUR, state_name="x")
        return
    rules.check_cancel(of(state), OCCASION, STARTS - HOUR, state_name="x")
    with pytest.raises(rules.HasBegun):
        rules.check_cancel(of(state), OCCASION, STARTS, state_name="x")


@pytest.mark.parametrize(
    ("state", "at", "refusal"),
    [
        (SignUpState.ATTENDED, -4 * HOUR, rules.NotTheDay),
        (SignUpState.ATTENDED, -3 * HOUR, None),
        (SignUpState.ABSENT, -HOUR, rules.NotYetAbsent),
        (SignUpState.ABSENT, 0 * HOUR, None),
        (SignUpState.SIGNED, 30 * 24 * HOUR, None),
        (SignUpState.ATTENDED, 32 * 24 * HOUR, rules.NotTheDay),
    ],
)
def test_who_came_is_ticked_around_the_day(state, at, refusal):
    known = of(SignUpState.SIGNED)
    with pytest.raises(refusal) if refusal else nullcontext():
        rules.check_tick(known, OCCASION, state, STARTS + at, state_name="已报名")


@pytest.mark.parametrize("state", [SignUpState.WAITING, SignUpState.CANCELLED, SignUpState.CALLED_OFF])
def test_who_has_no_place_is_not_ticked(state):
    with pytest.raises(rules.OverAlready):
        rules.check_tick(of(state), OCCASION, SignUpState.ATTENDED, STARTS, state_name="x")


def test_an_offer_holds_until_its_last_instant_and_not_at_it():
    held = SimpleNamespace(state=SignUpState.OFFERED, holds_until=STARTS)
    rules.check_offer(held, STARTS - timedelta(seconds=1), state_name="x", until="11:00")
    with pytest.raises(rules.OfferGone, match="11:00"):
        rules.check_offer(held, STARTS, state_name="x", until="11:00")
    with pytest.raises(rules.NotHeld):
        rules.check_offer(of(SignUpState.WAITING), STARTS, state_name="x", until="")
