"""The life of a followup between two towns, on both databases."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry
from app.followups import actions, queries, rules
from app.followups.models import Deed, Followup, FollowupState, ProgressDraft
from app.kit.errors import NotFound
from app.notifications.models import Notice
from jobs import chase_followups

from .conftest import DUE, NOW


def titles(session, kind):
    return sorted(n.title for n in session.exec(select(Notice).where(Notice.kind == kind)))


def test_the_responsible_town_reports_and_the_other_confirms(reaching, cast, assigned):
    made = assigned()
    with reaching(cast.dong) as session:
        draft = ProgressDraft(percent=40, note="已排出使用时间表")
        actions.report_progress(session, made.id, draft, actor=cast.actor(cast.lao_chen), now=NOW)
        assert queries.get_followup(session, made.id).state is FollowupState.IN_PROGRESS
        actions.report_done(session, made.id, note="已开放", actor=cast.actor(cast.ma), now=NOW)
        session.commit()
    with reaching(cast.qi) as session:
        assert titles(session, "followups.reported") == ["议定事项已报完成，请确认"] * 3
        assert [line.id for line in queries.waiting_for(session, cast.qi.id, today=DUE)] == [made.id]
        actions.confirm(session, made.id, actor=cast.actor(cast.xu), now=NOW)
        session.commit()
        closed = queries.get_followup(session, made.id)
        assert (closed.state, closed.closed_on) == (FollowupState.CLOSED, date(2026, 3, 2))
        assert {t.deed for t in queries.history_of(session, made.id)} == {
            Deed.ASSIGNED,
            Deed.PROGRESS,
            Deed.REPORTED,
            Deed.CONFIRMED,
            Deed.CLOSED,
        }
        mine = select(AuditEntry.deed).where(AuditEntry.subject == f"followup:{made.id}").order_by(AuditEntry.seq)
        assert session.exec(mine).all() == ["followups.confirmed", "followups.closed"]


def test_the_responsible_town_cannot_confirm_itself(reaching, cast, assigned):
    made = assigned()
    with reaching(cast.dong) as session:
        actions.report_done(session, made.id, note="已开放", actor=cast.actor(cast.ma), now=NOW)
        with pytest.raises(rules.NotYoursToConfirm):
            actions.confirm(session, made.id, actor=cast.actor(cast.shen), now=NOW)


def test_the_other_town_cannot_report_for_it(reaching, cast, assigned):
    made = assigned()
    with reaching(cast.qi) as session, pytest.raises(rules.NotResponsible):
        actions.report_done(session, made.id, note="已开放", actor=cast.actor(cast.yan), now=NOW)


def test_where_both_towns_do_it_both_report_and_both_confirm(reaching, cast, assigned):
    made = assigned(towns=[cast.dong.id, cast.qi.id])
    with reaching(cast.dong) as session:
        actions.report_done(session, made.id, note="完成", actor=cast.actor(cast.ma), now=NOW)
        with pytest.raises(rules.NotReported, match="Q镇"):
            actions.confirm(session, made.id, actor=cast.actor(cast.shen), now=NOW)
        session.commit()
    with reaching(cast.qi) as session:
        actions.report_done(session, made.id, note="完成", actor=cast.actor(cast.yan), now=NOW)
        actions.confirm(session, made.id, actor=cast.actor(cast.xu), now=NOW)
        assert queries.get_followup(session, made.id).state is FollowupState.REPORTED
        with pytest.raises(rules.AlreadyConfirmed):
            actions.confirm(session, made.id, actor=cast.actor(cast.xu), now=NOW)
        session.commit()
    with reaching(cast.dong) as session:
        actions.confirm(session, made.id, actor=cast.actor(cast.shen), now=NOW)
        assert queries.get_followup(session, made.id).state is FollowupState.CLOSED


def test_what_is_not_done_goes_back_with_the_reason(reaching, cast, assigned):
    made = assigned()
    with reaching(cast.dong) as session:
        actions.report_done(session, made.id, note="已开放", actor=cast.actor(cast.ma), now=NOW)
        session.commit()
    with reaching(cast.qi) as session:
        with pytest.raises(rules.ReasonMissing):
            actions.return_report(session, made.id, reason=" ", actor=cast.actor(cast.yan), now=NOW)
        actions.return_report(session, made.id, reason="周末没有开放", actor=cast.actor(cast.yan), now=NOW)
        session.commit()
    with reaching(cast.dong) as session:
        line = queries.of_town(session, cast.dong.id, today=DUE)[0]
        assert (line.state, line.percent, line.last_note) == (FollowupState.IN_PROGRESS, 90, "周末没有开放")
        assert titles(session, "followups.returned") == ["议定事项被退回，请继续办理"] * 2
        actions.report_done(session, made.id, note="周末也开放了", actor=cast.actor(cast.ma), now=NOW)


def test_the_same_resolution_is_assigned_once(reaching, cast, assigned):
    assert assigned().id == assigned().id
    with reaching(cast.dong) as session:
        assert len(session.exec(select(Followup)).all()) == 1


def test_a_meeting_closes_it(reaching, cast, assigned):
    made = assigned()
    with reaching(cast.qi) as session:
        for _ in range(2):
            actions.close_in_meeting(session, made.id, meeting="meeting:9", actor=cast.actor(cast.yan), now=NOW)
        assert queries.get_followup(session, made.id).closed_by == "meeting:9"
        assert not queries.has_open(session, ["resolution:1"])
        with pytest.raises(rules.AlreadyDone):
            actions.report_done(session, made.id, note="x", actor=cast.actor(cast.ma), now=NOW)


def test_the_next_meeting_opens_with_what_is_not_closed(reaching, cast, assigned):
    first, second = assigned("resolution:1"), assigned("resolution:2", due_on=date(2026, 3, 10))
    with reaching(cast.qi) as session:
        actions.close_in_meeting(session, first.id, meeting="meeting:9", actor=cast.actor(cast.yan), now=NOW)
        lines = queries.open_of_partnership(session, cast.pair.id, today=date(2026, 3, 12))
        assert [(line.id, line.is_overdue, line.who) for line in lines] == [
            (second.id, True, "D镇 · D镇党群服务中心 · 朱敏")
        ]
        both = queries.of_sources(session, ["resolution:1", "resolution:2"], today=DUE)
        assert both["resolution:1"].percent == 100
        assert queries.has_open(session, ["resolution:1", "resolution:2"])


def test_a_withdrawn_resolution_has_to_be_done_by_nobody(reaching, cast, assigned):
    made = assigned()
    with reaching(cast.dong) as session:
        actions.withdraw(session, made.id, reason="更正纪要", actor=cast.actor(cast.ma), now=NOW)
        assert queries.of_town(session, cast.dong.id, today=DUE) == ()


def test_a_stranger_finds_nothing(reaching, cast, assigned):
    made = assigned()
    with reaching(cast.wai) as session, pytest.raises(NotFound):
        queries.get_followup(session, made.id)


def test_reminders_reach_the_responsible_town_once(engine, reaching, cast, assigned):
    assigned()
    day = NOW + timedelta(days=22)  # seven days before
    for moment in (day, day, day + timedelta(days=1)):
        chase_followups.run(engine, moment)
    with reaching(cast.dong) as session:
        assert titles(session, "followups.due") == ["议定事项7天后到期"] * 2
    chase_followups.run(engine, NOW + timedelta(days=28))
    chase_followups.run(engine, NOW + timedelta(days=35))
    with reaching(cast.dong) as session:
        assert set(titles(session, "followups.due")) == {
            "议定事项7天后到期",
            "议定事项明天到期",
            "议定事项已超过完成时限",
        }
    with reaching(cast.qi) as session:
        assert titles(session, "followups.due") == []


def test_figures_stand_side_by_side_only_when_all_agree(reaching, cast, assigned):
    assigned()
    with reaching(cast.dong) as session:
        actions.agree_to_figures(session, cast.pair.id, agrees=True, actor=cast.actor(cast.shen), now=NOW)
        session.commit()
        shown = queries.figures_of(session, cast.pair.id, cast.dong.id, today=date(2026, 4, 30))
        assert [(f.town_name, f.figures.rate) for f in shown] == [("D镇", 0)]
    with reaching(cast.qi) as session:
        assert [f.town_name for f in queries.figures_of(session, cast.pair.id, cast.qi.id, today=DUE)] == ["Q镇"]
        actions.agree_to_figures(session, cast.pair.id, agrees=True, actor=cast.actor(cast.xu), now=NOW)
        session.commit()
        assert len(queries.figures_of(session, cast.pair.id, cast.qi.id, today=DUE)) == 2
        actions.agree_to_figures(session, cast.pair.id, agrees=False, actor=cast.actor(cast.xu), now=NOW)
        assert len(queries.figures_of(session, cast.pair.id, cast.qi.id, today=DUE)) == 1
