"""Who may take which step towards a key."""

from datetime import date
from uuid import uuid4

import pytest

from app.accounts.models import Role
from app.consents import rules
from app.consents.models import Basis, BasisDraft, ConsentState, KeyDraft, Publicity, Step

CLERK, HEAD, SECRETARY = uuid4(), uuid4(), uuid4()
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ({}, Step.DRAFT),
        ({Step.DRAFT: CLERK}, Step.CHECK),
        ({Step.DRAFT: CLERK, Step.CHECK: HEAD}, Step.TURN),
    ],
)
def test_a_key_passes_draft_check_and_signature(done, expected):
    assert rules.next_step(done) is expected


def test_the_clerk_drafts_and_the_office_head_checks():
    assert rules.check_steps({Role.CLERK}, {}, CLERK, two_steps=False) == (Step.DRAFT,)
    assert rules.check_steps({Role.OFFICE_HEAD}, {Step.DRAFT: CLERK}, HEAD, two_steps=False) == (Step.CHECK,)


@pytest.mark.parametrize(
    ("roles", "done"),
    [
        ({Role.OFFICE_HEAD}, {}),
        ({Role.CLERK}, {Step.DRAFT: uuid4()}),
        ({Role.WORKER}, {}),
        ({Role.OFFICE_HEAD}, {Step.DRAFT: uuid4(), Step.CHECK: uuid4()}),
    ],
)
def test_a_step_out_of_turn_names_whose_turn_it_is(roles, done):
    with pytest.raises(rules.NotYourStep) as refusal:
        rules.check_steps(roles, done, HEAD, two_steps=False)
    assert refusal.value.params["step"] in ("拟办", "核稿", "签发")


def test_in_a_small_town_the_office_head_drafts_and_checks_at_once():
    assert rules.check_steps({Role.OFFICE_HEAD}, {}, HEAD, two_steps=True) == (Step.DRAFT, Step.CHECK)


@pytest.mark.parametrize(
    ("done", "two_steps", "refused"),
    [
        ({Step.DRAFT: CLERK, Step.CHECK: HEAD}, False, False),
        ({Step.DRAFT: CLERK, Step.CHECK: SECRETARY}, False, True),
        ({Step.DRAFT: CLERK, Step.CHECK: SECRETARY}, True, False),
        ({Step.DRAFT: SECRETARY, Step.CHECK: SECRETARY}, True, True),
    ],
)
def test_nobody_does_all_three_steps_and_two_only_in_a_small_town(done, two_steps, refused):
    if refused:
        with pytest.raises(rules.OneStepEach):
            rules.check_hands(SECRETARY, done, two_steps=two_steps)
    else:
        rules.check_hands(SECRETARY, done, two_steps=two_steps)


def test_signing_before_the_check_is_refused_with_the_missing_step():
    with pytest.raises(rules.StepMissing) as refusal:
        rules.check_ready({Step.DRAFT: CLERK})
    assert "核稿" in str(refusal.value)


def test_a_document_is_signed_with_its_secrecy_check_and_publicity():
    with pytest.raises(rules.SecrecyNotChecked):
        rules.check_declared(KeyDraft(seen_hash="x", publicity=Publicity.OPEN), is_document=True)
    with pytest.raises(rules.PublicityMissing):
        rules.check_declared(KeyDraft(seen_hash="x", secrecy_checked=True), is_document=True)
    rules.check_declared(KeyDraft(seen_hash="x"), is_document=False)


@pytest.mark.parametrize(
    ("basis", "needs", "refusal"),
    [
        (None, Basis.COMMITTEE, rules.BasisMissing),
        (BasisDraft(committee="D镇党委会"), Basis.COMMITTEE, rules.BasisMissing),
        (BasisDraft(committee="D镇党委会", decided_on=date(2026, 3, 3)), Basis.COMMITTEE, rules.BasisInFuture),
        (BasisDraft(committee="D镇党委会", decided_on=TODAY), Basis.COMMITTEE_AND_LEGAL, rules.LegalReviewMissing),
    ],
)
def test_a_key_that_needs_its_basis_is_refused_without_it(basis, needs, refusal):
    with pytest.raises(refusal):
        rules.check_basis(KeyDraft(seen_hash="x", basis=basis), needs, today=TODAY)


def test_the_least_open_choice_holds_for_the_joint_document():
    assert rules.strictest([Publicity.OPEN, Publicity.CLOSED]) is Publicity.CLOSED
    assert rules.strictest([Publicity.OPEN, None]) is Publicity.OPEN
    assert rules.strictest([]) is Publicity.ON_REQUEST


def test_a_version_that_nobody_saw_cannot_be_bound():
    with pytest.raises(rules.ContentChanged):
        rules.check_seen("seen", "newest")


@pytest.mark.parametrize("state", [ConsentState.COMPLETE, ConsentState.REFUSED, ConsentState.WITHDRAWN])
def test_only_an_open_consent_takes_keys(state):
    with pytest.raises(rules.NotOpen):
        rules.check_open(state)
