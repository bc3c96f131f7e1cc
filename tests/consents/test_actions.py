"""A key is a town's, is turned by who may, and fits one content only."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from keys import check, check_all, draft_for, steps_of, turn, turn_all
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlmodel import col, select

from app.accounts.models import Assignment, Authorisation, Role
from app.audit import queries as audit
from app.consents import actions, queries, rules
from app.consents.models import (
    Basis,
    BasisDraft,
    Consent,
    ConsentBasis,
    ConsentKey,
    ConsentParty,
    ConsentState,
    ConsentStep,
    KeyDraft,
    RefusalDraft,
    Step,
)
from app.kit.errors import NotFound
from app.notifications.models import Notice

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
CONTENT = {"text": "会议议定事项", "day": "2026-03-12"}


@pytest.fixture
def ask(session, cast):
    """D镇's clerk asks; committed."""

    def put(**changes):
        given = {
            "partnership_id": cast.pair.id,
            "kind": "minutes",
            "subject": "minutes:1",
            "title": "第3次会议纪要",
            "url": "/minutes/1",
            "content": CONTENT,
            "actor": cast.actor(cast.ma),
            "now": NOW,
        }
        consent = actions.ask(session, **given | changes)
        session.commit()
        session.expunge(consent)  # other sessions come and go; the asked one stays as it was
        return consent

    return put


def test_both_keys_on_one_content_make_it_complete(reaching, cast, ask):
    consent = ask()
    turn_all(reaching, consent.id, cast, NOW)
    seen = reaching(cast.dong)
    found = queries.get(seen, consent.id)
    assert found.is_complete
    assert [k.turned_by_name for k in queries.keys_of(seen, found)] == ["沈卫东", "徐建国"]
    assert queries.formed_on(seen, found) == date(2026, 3, 2)


def test_one_key_is_not_enough(session, cast, ask):
    consent = ask()
    assert not turn(session, consent.id, cast, cast.dong, NOW).is_complete


def test_a_change_of_content_drops_the_keys_and_says_so(session, reaching, cast, ask):
    consent = ask()
    turn(session, consent.id, cast, cast.dong, NOW)
    actions.revise(session, consent.id, CONTENT | {"day": "2026-03-13"}, actor=cast.actor(cast.ma), now=NOW)
    session.commit()
    consent = queries.get(session, consent.id)
    assert (consent.round, list(queries.keys_of(session, consent))) == (2, [])
    session.commit()
    with reaching(cast.qi) as theirs:
        told = theirs.exec(select(Notice).where(Notice.kind == "consents.dropped")).all()
    assert told
    assert "不再有效" in told[0].text


def test_the_same_content_again_keeps_the_keys(session, cast, ask):
    consent = ask()
    turn(session, consent.id, cast, cast.dong, NOW)
    same = actions.revise(session, consent.id, dict(CONTENT), actor=cast.actor(cast.ma), now=NOW, title="更正后的标题")
    assert len(queries.keys_of(session, same)) == 1
    assert same.title == "更正后的标题"


def test_going_back_to_an_older_text_does_not_revive_its_keys(session, cast, ask):
    consent = ask()
    turn(session, consent.id, cast, cast.dong, NOW)
    for content in ({"text": "另一稿"}, CONTENT):
        latest = actions.revise(session, consent.id, content, actor=cast.actor(cast.ma), now=NOW)
    assert latest.content_hash == consent.content_hash
    assert not queries.keys_of(session, latest)


def test_a_signer_who_saw_an_older_text_binds_nothing(session, cast, ask):
    consent = ask()
    check(session, consent.id, cast, cast.dong, NOW)
    seen = draft_for(consent)
    actions.revise(session, consent.id, {"text": "改过"}, actor=cast.actor(cast.ma), now=NOW)
    with pytest.raises(rules.ContentChanged):
        actions.turn(session, consent.id, seen, actor=cast.actor(cast.shen), now=NOW)


def test_nothing_is_signed_unchecked(session, cast, ask):
    consent = ask()
    with pytest.raises(rules.StepMissing):
        actions.turn(session, consent.id, draft_for(consent), actor=cast.actor(cast.shen), now=NOW)


@pytest.mark.parametrize("name", ["he", "ma", "zhu", "lao_chen"])
def test_only_the_secretary_signs(session, cast, ask, name):
    consent = ask()
    check(session, consent.id, cast, cast.dong, NOW)
    with pytest.raises(rules.NotTheSigner):
        actions.turn(session, consent.id, draft_for(consent), actor=cast.actor(getattr(cast, name)), now=NOW)


def test_a_town_turns_its_key_once(session, cast, ask):
    consent = ask()
    turn(session, consent.id, cast, cast.dong, NOW)
    with pytest.raises(rules.KeyAlreadyTurned):
        actions.turn(session, consent.id, draft_for(consent), actor=cast.actor(cast.shen), now=NOW)


def test_a_stranger_finds_nothing_and_signs_nothing(reaching, cast, ask):
    consent = ask()
    with reaching(cast.wai) as outside, pytest.raises(NotFound):
        actions.turn(outside, consent.id, draft_for(consent), actor=cast.actor(cast.fang), now=NOW)


def test_somebody_on_secondment_turns_no_key(session, cast, ask):
    consent = ask()
    check(session, consent.id, cast, cast.dong, NOW)
    away = Assignment(person_id=cast.shen.id, town_id=cast.qi.id, role=Role.SECONDEE, starts_at=NOW - timedelta(days=1))
    session.add(away)
    session.flush()
    with pytest.raises(rules.OnSecondment):
        actions.turn(session, consent.id, draft_for(consent), actor=cast.actor(cast.shen), now=NOW)


def _authorise(session, cast, until):
    granted = Authorisation(
        town_id=cast.dong.id,
        secretary_id=cast.shen.id,
        deputy_id=cast.zhu.id,
        from_on=date(2026, 3, 1),
        until_on=until,
        basis="D委〔2026〕3号",
    )
    session.add(granted)
    session.flush()


def test_a_deputy_signs_within_the_dated_authorisation(session, cast, ask):
    consent = ask()
    _authorise(session, cast, date(2026, 3, 2))
    check(session, consent.id, cast, cast.dong, NOW)
    actions.turn(session, consent.id, draft_for(consent), actor=cast.actor(cast.zhu), now=NOW)
    key = queries.keys_of(session, consent)[0]
    assert (key.shown_name, key.signed_for_name) == ("朱敏（代签）", "沈卫东")


def test_a_deputy_whose_authorisation_ended_yesterday_signs_nothing(session, cast, ask):
    consent = ask()
    _authorise(session, cast, date(2026, 3, 1))
    check(session, consent.id, cast, cast.dong, NOW)
    with pytest.raises(rules.NotTheSigner):
        actions.turn(session, consent.id, draft_for(consent), actor=cast.actor(cast.zhu), now=NOW)


def test_a_refused_key_keeps_reason_and_counter_text_and_can_be_asked_again(reaching, session, cast, ask):
    consent = ask()
    turn(session, consent.id, cast, cast.dong, NOW)
    session.commit()
    with reaching(cast.qi, now=NOW) as theirs:
        draft = RefusalDraft(seen_hash=consent.content_hash, reason="时间与防汛值守冲突", counter_text="改为3月19日")
        actions.refuse(theirs, consent.id, draft, actor=cast.actor(cast.xu), now=NOW)
        theirs.commit()
    with reaching(cast.dong) as ours:
        asker = {"person_id": cast.ma.id, "town_id": cast.dong.id, "roles": frozenset({Role.CLERK}), "now": NOW}
        assert [p.label for p in queries.pending_for(ours, **asker)] == ["有不同意见，请处理"]
        refusal = queries.last_refusal(ours, consent.id)
        assert (refusal.reason, refusal.counter_text) == ("时间与防汛值守冲突", "改为3月19日")
        again = actions.revise(ours, consent.id, CONTENT, actor=cast.actor(cast.ma), now=NOW)
        assert (again.state, again.round, list(queries.keys_of(ours, again))) == (ConsentState.OPEN, 2, [])


def test_only_who_may_sign_may_refuse(session, cast, ask):
    consent = ask()
    draft = RefusalDraft(seen_hash=consent.content_hash, reason="不妥")
    with pytest.raises(rules.NotTheSigner):
        actions.refuse(session, consent.id, draft, actor=cast.actor(cast.ma), now=NOW)


def test_only_the_asking_town_withdraws(reaching, session, cast, ask):
    consent = ask()
    with reaching(cast.qi) as theirs, pytest.raises(rules.NotTheAsker):
        actions.withdraw(theirs, consent.id, reason="不需要了", actor=cast.actor(cast.yan), now=NOW)
    assert actions.withdraw(session, consent.id, reason="另行商定", actor=cast.actor(cast.ma), now=NOW).closed_at == NOW


def test_one_subject_is_asked_once_at_a_time(session, cast, ask):
    consent = ask()
    with pytest.raises(rules.AlreadyAsked):
        ask()
    actions.withdraw(session, consent.id, reason="重拟", actor=cast.actor(cast.ma), now=NOW)
    assert ask().id != consent.id


def test_the_basis_of_a_key_stays_at_home(reaching, session, cast, ask):
    consent = ask(needs_basis=Basis.COMMITTEE_AND_LEGAL)
    check(session, consent.id, cast, cast.dong, NOW)
    basis = BasisDraft(committee="D镇党委会", decided_on=date(2026, 2, 27), legal_review="司法所：合法")
    draft = KeyDraft(seen_hash=consent.content_hash, basis=basis)
    actions.turn(session, consent.id, draft, actor=cast.actor(cast.shen), now=NOW)
    session.commit()
    with reaching(cast.qi) as partner:
        assert queries.keys_of(partner, queries.get(partner, consent.id))[0].has_basis
        assert not partner.exec(select(ConsentBasis)).all()
        assert not partner.exec(select(ConsentStep)).all()
    assert session.exec(select(ConsentBasis.committee)).all() == ["D镇党委会"]


def test_everybody_is_told_when_it_is_their_turn(reaching, session, cast, ask):
    consent = ask()

    def waiting(person, town, role):
        with reaching(town) as looking:
            found = queries.pending_for(looking, person_id=person.id, town_id=town.id, roles=frozenset({role}), now=NOW)
            return [(p.url, p.step) for p in found]

    assert waiting(cast.he, cast.dong, Role.OFFICE_HEAD) == [("/minutes/1", Step.CHECK)]
    assert waiting(cast.yan, cast.qi, Role.CLERK) == [("/minutes/1", Step.DRAFT)]
    assert not waiting(cast.shen, cast.dong, Role.SECRETARY)
    check_all(reaching, consent.id, cast, NOW)
    assert waiting(cast.shen, cast.dong, Role.SECRETARY) == [("/minutes/1", Step.TURN)]
    assert waiting(cast.xu, cast.qi, Role.SECRETARY) == [("/minutes/1", Step.TURN)]
    with reaching(cast.qi) as theirs:
        told = theirs.exec(select(Notice.kind, Notice.person_id).order_by(col(Notice.kind))).all()
    assert told == [
        ("consents.check", cast.tang.id),
        ("consents.draft", cast.yan.id),
        ("consents.turn", cast.xu.id),
    ]


def test_the_panel_shows_every_key_and_only_ones_own_steps(reaching, session, cast, ask):
    consent = ask()
    turn(session, consent.id, cast, cast.dong, NOW)
    session.commit()
    with reaching(cast.qi) as theirs:
        reader = rules.Reader(cast.yan.id, cast.qi.id, frozenset({Role.CLERK}))
        shown = queries.view(theirs, consent.id, reader=reader, now=NOW)
    assert [(t.name, t.state, t.signed_by) for t in shown.towns] == [
        ("D镇", "turned", "沈卫东"),
        ("Q镇", "waiting", ""),
    ]
    assert [(s.label, s.name, s.is_next) for s in shown.steps] == [
        ("拟办", "", True),
        ("核稿", "", False),
        ("签发", "", False),
    ]
    assert shown.wanted is Step.DRAFT
    assert not shown.may_refuse


def test_every_step_leaves_its_audit_row(reaching, cast, ask):
    consent = ask()
    turn_all(reaching, consent.id, cast, NOW)
    with reaching(cast.qi) as theirs:
        deeds = [e.deed for e in audit.history_of(theirs, f"consent:{consent.id}")]
    assert deeds == ["consents.draft", "consents.check", "consents.turn", "consents.complete"]


def _refused(session, statement):
    with pytest.raises((IntegrityError, ProgrammingError)), session.begin_nested():
        session.execute(statement)


def test_the_database_itself_refuses_a_key_on_another_content(session, cast, ask):
    consent = ask()
    check(session, consent.id, cast, cast.dong, NOW)
    key = {
        "consent_id": consent.id,
        "partnership_id": cast.pair.id,
        "town_id": cast.dong.id,
        "turned_by": cast.shen.id,
        "turned_by_name": "沈卫东",
        "secrecy_checked": True,
        "has_basis": False,
        "signed_for_name": "",
        "post": "",
        "at": NOW,
    }
    _refused(session, sa.insert(ConsentKey).values(**key, round=1, content_hash="another"))
    _refused(session, sa.insert(ConsentKey).values(**key, round=2, content_hash=consent.content_hash))
    foreign = key | {"town_id": cast.qi.id, "turned_by": cast.xu.id}
    _refused(session, sa.insert(ConsentKey).values(**foreign, round=1, content_hash=consent.content_hash))


def test_the_database_itself_refuses_an_effect_without_all_keys(session, cast, ask):
    consent = ask()
    turn(session, consent.id, cast, cast.dong, NOW)
    mine = sa.update(Consent).where(col(Consent.id) == consent.id)
    _refused(session, mine.values(state=ConsentState.COMPLETE))
    _refused(session, mine.values(content_hash="another"))
    _refused(session, sa.delete(ConsentParty).where(col(ConsentParty.town_id) == cast.qi.id))
    _refused(session, sa.update(ConsentKey).values(town_id=cast.qi.id))
    _refused(session, sa.delete(ConsentKey))


def test_nobody_turns_keys_for_two_towns(session, cast, ask):
    """Even somebody who holds both posts: one person, one key."""
    consent = ask()
    turn(session, consent.id, cast, cast.dong, NOW)
    assert steps_of(cast, cast.qi)[2].id != cast.shen.id
    found = ConsentKey.__table__.constraints
    assert {"consent_id", "turned_by", "round"} in [{c.name for c in k.columns} for k in found]
