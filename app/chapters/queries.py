"""What the joint work so far has to report: meetings, resolutions, shared venues, people served.

Each function writes one chapter for one town: only what that town may see, in sentences that can stand in a report.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from app.attendance import queries as attendance
from app.balance import gateways as balance_papers
from app.balance import queries as balances
from app.balance import rules as balance_rules
from app.balance.models import Balance
from app.bookings.models import BookingState
from app.chapters import rules
from app.chapters.rules import Held, Outcome
from app.demand import rules as demand
from app.documents import queries as documents
from app.files import queries as files
from app.followups import queries as followups
from app.followups import rules as followup_rules
from app.followups.models import Followup
from app.indicators.models import Asked, Chapter, Evidence, Grid
from app.indicators.rules import until
from app.kit import clock
from app.ledger import queries as ledger
from app.ledger import rules as ledger_rules
from app.ledger.models import KINDS
from app.lessons import queries as lessons
from app.meetings import queries as meetings
from app.meetings.models import Kind
from app.minutes import queries as minutes
from app.minutes.queries import MinutesLine
from app.resolutions import queries as resolutions
from app.towns import queries as towns
from app.usage import queries as usage
from app.usage import rules as usage_rules


def of_meetings(session: Session, asked: Asked) -> Chapter:
    """Joint meetings held in the period, the turns of the hosts, and the minutes as issued."""
    period = asked.period
    lines = minutes.list_minutes(session, frozenset({asked.partnership_id}))
    held = [_held(session, m) for m in lines if period.first <= m.held_on <= period.last]
    held.sort(key=lambda m: m.on)
    hosts = [t.name for t in towns.towns_of(session, asked.partnership_id)]
    head = ("日期", "会议", "承办方", "出席人数", "议定事项", "纪要文号")
    rows = tuple(
        (f"{m.on.month}月{m.on.day}日", m.title, m.host, str(m.present), str(m.resolved), m.number or "未印发")
        for m in held
    )
    grid = Grid("联席会议一览", head, rows, (3, 6, 2, 2, 2, 6))
    evidence = [e for m in held for e in m.evidence]
    return Chapter("轮值会议", rules.meetings_said(held, hosts), (grid,) if rows else (), (), tuple(evidence))


def _held(session: Session, line: MinutesLine) -> Held:
    meeting = meetings.get_meeting(session, line.meeting_id)
    document = documents.find_for_subject(session, minutes.subject_of(meeting.id))
    evidence = []
    if document and document.pdf_hash:
        source = f"{document.title}（{document.number}）"
        evidence.append(Evidence(f"{line.held_on:%Y%m%d}{line.title}纪要.pdf", source, sha256=document.pdf_hash))
    return Held(
        on=line.held_on,
        title=line.title,
        host=line.host,
        is_regular=meeting.kind is Kind.REGULAR,
        present=len(attendance.result_of(session, meeting).present),
        resolved=len(resolutions.of_meeting(session, meeting.id)),
        number=line.number,
        evidence=tuple(evidence),
    )


def of_resolutions(session: Session, asked: Asked) -> Chapter:
    """议定事项落实. Completion rates of other towns only where every town agreed to show them side by side."""
    period = asked.period
    found = list(followups.assigned_between(session, asked.partnership_id, period.first, period.last))
    lines = followups.lines_of(session, found, today=asked.today)
    head = ("来源", "议定事项", "责任单位和责任人", "完成时限", "进度", "状态")
    rows = tuple(
        (
            line.source_title,
            line.text,
            line.who,
            line.due_on.isoformat() if line.due_on else "长期",
            f"{line.percent}%",
            line.state_words + ("（已逾期）" if line.is_overdue else ""),
        )
        for line in lines
    )
    late = sum(1 for line in lines if line.is_overdue)
    said = rules.resolutions_said([f.state for f in found], late, _outcomes(session, asked, found))
    lists = (Grid("议定事项落实清单", head, rows),) if rows else ()
    return Chapter("议定事项落实", said, (), lists, tuple(_proofs(session, found)))


def _outcomes(session: Session, asked: Asked, found: Sequence[Followup]) -> list[Outcome]:
    members = towns.towns_of(session, asked.partnership_id)
    agreed = followups.agreed_to_figures(session, asked.partnership_id)
    shown = members if all(t.id in agreed for t in members) else [t for t in members if t.id == asked.town_id]
    by_town = followups.towns_of_all(session, [f.id for f in found])
    outcomes = []
    for town in shown:
        own = [f for f in found if town.id in by_town.get(f.id, ())]
        figures = followup_rules.figures(own, asked.today)
        outcomes.append(Outcome(town.name, figures.due, figures.closed, figures.rate, figures.median_days))
    return outcomes


def _proofs(session: Session, found: Sequence[Followup]) -> list[Evidence]:
    """The evidence that towns attached to their followups."""
    titles = {f.id: f.source_title or f.text[:20] for f in found}
    attached = followups.proofs_of(session, list(titles))
    papers = files.files_named(session, [file_id for _, file_id in attached])
    sources = {file_id: titles[followup_id] for followup_id, file_id in attached}
    return [Evidence(p.name, f"{sources[p.id]}办理佐证", sha256=p.sha256) for p in papers]


def of_sharing(session: Session, asked: Asked) -> Chapter:
    """Shared hours, how full the venues are, what could not be had; the ledger as a list, the figures as PDF."""
    balance = _balance(session, asked)
    partnership = towns.get_partnership(session, asked.partnership_id, reader_town_id=asked.town_id)
    paper = balance_papers.to_pdf(balance, partnership.name)
    grids = (
        balance_rules.grid_of(balance_rules.tier_bars(balance), "层级"),
        balance_rules.lent_total(balance),
        balance_rules.lent_by_use(balance),
    )
    return Chapter(
        "资源共享",
        (*_sharing_said(balance), *_needs_said(balance)),
        tuple(g for g in grids if g.rows),
        (_entries(session, asked), balance_rules.outcome_rates(balance), balance_rules.venue_grid(balance)),
        (Evidence("资源共享情况.pdf", "资源共享台账统计", data=paper),),
    )


def _balance(session: Session, asked: Asked) -> Balance:
    return balances.balance_of(
        session, asked.partnership_id, asked.period, reader_town_id=asked.town_id, today=asked.today
    )


def _sharing_said(balance: Balance) -> tuple[str, ...]:
    return usage_rules.sentence(balance_rules.shares_by_town(balance)), balance_rules.lent_sentence(balance)


def _needs_said(balance: Balance) -> tuple[str, ...]:
    told = [demand.in_words(need, balance.names[town]) for town, needs in balance.needs.items() for need in needs[:3]]
    return (f"尚未满足的需求主要有：{''.join(told)}",) if told else ()


def _entries(session: Session, asked: Asked) -> Grid:
    lines = ledger.statement(session, asked.partnership_id, first=asked.period.first, last=asked.period.last)
    head = ("日期", "提供方", "使用方", "项目", "数量", "事由", "更正原因", "登记")
    rows = [
        (
            e.on.isoformat(),
            e.giver,
            e.taker,
            KINDS[e.kind],
            ledger_rules.in_words(e.kind, e.amount),
            e.detail,
            e.reason,
            e.who,
        )
        for e in reversed(lines)
    ]
    return Grid("资源共享台账明细", head, tuple(rows))


def of_people(session: Session, asked: Asked) -> Chapter:
    """People served: heads of the bookings that took place on the other town's venues."""
    members = {t.id: t.name for t in towns.towns_of(session, asked.partnership_id)}
    period = until(asked.period, asked.today)
    found = usage.outcomes(session, list(members), period)
    came = [o for o in found if o.state is BookingState.COMPLETED and o.town_id != o.owner_id]
    counted = [(members[o.town_id], members[o.owner_id], o.times, o.heads) for o in came]
    rows = tuple((taker, giver, str(times), str(heads)) for taker, giver, times, heads in counted)
    grid = Grid("跨镇活动服务人次", ("活动组织方", "场地提供方", "活动场次", "参加人次"), rows)
    return Chapter("服务群众", rules.people_said(counted), (grid,) if rows else ())


def of_lessons(session: Session, asked: Asked) -> Chapter:
    """经验做法 written down in the period, and how many of the others' each town put to use."""
    period = asked.period
    first, end = clock.at(period.first, "00:00"), clock.at(period.last + timedelta(days=1), "00:00")
    found = [
        one
        for one in session.scalars(lessons.select_of(session)).all()
        if one.partnership_id == asked.partnership_id and first <= one.published_at < end
    ]
    cards = lessons.cards_of(session, found)
    head = ("经验做法", "来自", "记录人", "记录日期", "标签", "试用次数")
    rows = tuple(
        (
            card.lesson.title,
            card.town,
            card.lesson.author_name,
            clock.to_town(card.lesson.published_at).date().isoformat(),
            "、".join(card.tags),
            str(card.uses),
        )
        for card in cards
    )
    names = {t.id: t.name for t in towns.towns_of(session, asked.partnership_id)}
    adopted = lessons.adopted_by_town(session, period.first, period.last)
    said = rules.lessons_said(
        [(card.lesson.title, card.town) for card in cards], {name: adopted.get(t, 0) for t, name in names.items()}
    )
    return Chapter("经验互鉴", said, (), (Grid("经验做法清单", head, rows),) if rows else ())
