"""The story's last part of a year: shared hours stand in the ledger, and the report with its evidence is made."""

from datetime import timedelta
from uuid import UUID

from app.arrivals import actions as arrivals
from app.balance import gateways as papers
from app.balance import queries as balances
from app.balance import rules as balance_rules
from app.demo.telling import NothingMade, Story
from app.files import gateways as files
from app.indicators import rules as periods
from app.indicators.models import Length, Period
from app.kit import clock
from app.reports import actions as reports
from app.reports import queries as report_queries
from app.towns import queries as towns


def play(story: Story) -> None:
    """A month later: what was booked has taken place, and the clerk has the year's report made."""
    stage = story.stage
    stage.pass_to(stage.now + timedelta(days=30))
    for login in ("malin", "yanping"):
        with stage.acting(login) as (session, actor):
            if actor.town_id:
                arrivals.settle(session, actor.town_id, now=stage.now)
    period = periods.around(Length.YEAR, clock.to_town(stage.now).date())
    _figures(story, period)
    _report(story, period)


def _figures(story: Story, period: Period) -> None:
    stage = story.stage
    town_id, today = stage.people["malin"].town_id, clock.to_town(stage.now).date()
    if town_id is None:
        raise NothingMade("资源共享情况")
    with stage.looking("malin") as session:
        pair = stage.partnership_id
        name = towns.get_partnership(session, pair, reader_town_id=town_id).name
        balance = balances.balance_of(session, pair, period, reader_town_id=town_id, today=today)
    if not balance.sums:
        raise NothingMade("共享小时应已记入台账")
    kept = story.keep("20-资源共享情况.pdf", papers.to_pdf(balance, name))
    story.tell(f"使用结束，共享小时记入双方台账：{balance_rules.lent_sentence(balance)}{kept}")


def _report(story: Story, period: Period) -> None:
    stage = story.stage
    today = clock.to_town(stage.now).date()
    with stage.acting("malin") as (session, actor):
        asked = reports.ask(session, stage.partnership_id, period, actor=actor, today=today, now=stage.now)
        report_id: UUID = asked.id
    story.run_jobs(stage)
    with stage.looking("malin") as session:
        report = report_queries.get_report(session, report_id)
        if not (report.docx_hash and report.zip_hash):
            raise NothingMade(report.title)
        docx = story.keep("21-工作报告.docx", files.read(report.docx_hash))
        folder = story.keep("21-迎检台账.zip", files.read(report.zip_hash))
        story.tell(f"{periods.in_words(period)}工作报告按指标汇总，附{report.files}个文件的迎检台账：{docx}、{folder}")
