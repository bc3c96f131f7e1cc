"""Reads everything about postings for the organisation member's page, the calendar, the figures and the report."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.appraisals import queries as appraisals
from app.filings import queries as filings
from app.handovers import queries as handovers
from app.indicators.models import Asked, Chapter, Grid
from app.kit import clock
from app.lessons import queries as lessons
from app.logs import queries as logs
from app.secondments import queries as postings
from app.secondments import rules as posting_rules
from app.secondments.models import Secondment, Stage
from app.secondments.rules import STATE_NAMES, Reader
from app.towns import queries as towns
from app.whereabouts import rules
from app.whereabouts.rules import CalendarRow, Figures, Line, Papers


def board(session: Session, reader: Reader, now: datetime) -> list[Line]:
    """Every agreed posting of the reader's town, those that end soonest first; a fixed number of statements."""
    mine = [s.posting for s in postings.readable(session, reader, now) if s.posting.stage is Stage.AGREED]
    today = clock.to_town(now).date()
    lines = _lines(session, mine, reader.town_id, now)
    shown = [li for li in lines if rules.is_shown(li.posting, li.state, li.gaps, today=today)]
    return sorted(shown, key=lambda li: (li.state in rules.OVER, li.posting.until_on, li.facts.person))


def waiting_for(session: Session, reader: Reader, now: datetime) -> list[tuple[Line, rules.Gap]]:
    """What the reader still owes to postings, for the home page."""
    standings = [s for s in postings.readable(session, reader, now) if s.posting.stage is Stage.AGREED]
    by_id = {s.posting.id: s for s in standings}
    lines = _lines(session, [s.posting for s in standings], reader.town_id, now) if standings else []
    return [(li, gap) for li in lines for gap in li.gaps if rules.is_whose(gap, by_id[li.posting.id])]


def _lines(session: Session, mine: Sequence[Secondment], town_id: UUID, now: datetime) -> list[Line]:
    today = clock.to_town(now).date()
    ids = [p.id for p in mine]
    facts, stand_ins = postings.facts_of(session, mine), handovers.stand_ins_of(session, ids)
    papers = papers_of(session, mine)
    lines = []
    for posting in mine:
        state = posting_rules.state_at(posting, now)
        lines.append(
            Line(
                posting=posting,
                facts=facts[posting.id],
                state=state,
                days_left=rules.days_left(posting, state, today),
                gaps=rules.gaps_of(posting, state, papers[posting.id], today=today),
                stand_in=stand_ins.get(posting.id, ""),
                is_ours=posting.home_town_id == town_id,
            )
        )
    return lines


def papers_of(session: Session, mine: Sequence[Secondment]) -> dict[UUID, Papers]:
    """What is on record of each, asked once for all."""
    ids = [p.id for p in mine]
    occasions, items = filings.occasions_of(session, mine), handovers.open_items(session, mine)
    midterms, finished = appraisals.midterms_of(session, ids), appraisals.finished_of(session, ids)
    steps, years = defaultdict(list), defaultdict(list)
    for step in appraisals.steps_of_all(session, ids):
        steps[step.secondment_id].append(step)
    for sheet in appraisals.years_of(session, ids):
        years[sheet.secondment_id].append(sheet)
    return {
        p.id: Papers(occasions[p.id], items[p.id], midterms, steps[p.id], finished.get(p.id), years[p.id]) for p in mine
    }


def calendar(
    session: Session, reader: Reader, first: date, now: datetime
) -> tuple[tuple[date, ...], list[CalendarRow]]:
    """Half a year of who is where: the months, and a row for each person posted in one of them."""
    months = rules.months_from(first)
    mine = [s.posting for s in postings.readable(session, reader, now) if s.posting.stage is Stage.AGREED]
    rows = []
    for line in _lines(session, mine, reader.town_id, now):
        cells = tuple(rules.month_cell(line.posting, month) for month in months)
        if any(cells):
            rows.append(CalendarRow(line, cells))
    return months, sorted(rows, key=lambda r: (r.line.posting.from_on, r.line.facts.person))


def figures(session: Session, town_id: UUID, first: date, last: date) -> list[Figures]:
    """Each town that exchanges staff with `town_id`, and itself."""
    rows = [p for p in postings.agreed(session, since=first) if p.from_on <= last and town_id in p.towns]
    ids = sorted({t for p in rows for t in p.towns} | {town_id})
    names = towns.names_of(session, ids)
    entries, adopted = logs.counts_of(session, [p.id for p in rows]), lessons.adopted_by_town(session, first, last)
    found = [rules.figures(t, names[t], rows, first, last, entries=entries, lessons=adopted) for t in ids]
    return sorted(found, key=lambda f: f.town)


def chapter(session: Session, asked: Asked) -> Chapter:
    """互派挂职 in the annual report of one town."""
    first, last = asked.period.first, asked.period.last
    found = figures(session, asked.town_id, first, last)
    rows = [
        p
        for p in postings.agreed(session, since=first)
        if p.from_on <= last and asked.town_id in p.towns and p.partnership_id == asked.partnership_id
    ]
    facts = postings.facts_of(session, rows)
    grid = Grid(
        "互派挂职情况",
        ("镇", "派出", "接收", "派出天数", "接收天数", "交流日志", "采用经验"),
        tuple(
            (
                f.town,
                str(f.sent),
                str(f.received),
                str(f.days_sent),
                str(f.days_received),
                str(f.entries),
                str(f.lessons),
            )
            for f in found
        ),
        (3, 2, 2, 3, 3, 3, 3),
    )
    listed = Grid(
        "互派挂职人员名册",
        ("姓名", "派出单位", "挂职单位", "挂任职务", "开始", "结束", "期内天数"),
        tuple(
            (
                facts[p.id].person,
                facts[p.id].home_place,
                facts[p.id].place,
                facts[p.id].post,
                p.from_on.isoformat(),
                p.until_on.isoformat(),
                str(rules.days_between(p, first, last)),
            )
            for p in rows
        ),
    )
    return Chapter("互派挂职", _said(found, rows, first, last), (grid,) if rows else (), (listed,) if rows else ())


def _said(found: Sequence[Figures], rows: Sequence[Secondment], first: date, last: date) -> tuple[str, ...]:
    if not rows:
        return ("本期没有互派挂职。",)
    days = sum(rules.days_between(p, first, last) for p in rows)
    entries, adopted = sum(f.entries for f in found), sum(f.lessons for f in found)
    learned = f"撰写交流日志{entries}篇" + (f"，采用经验做法{adopted}条" if adopted else "")
    early = sum(1 for p in rows if p.end_kind and first <= p.until_on <= last)
    said = [f"本期互派挂职{len(rows)}人次，累计{days}天；挂职人员{learned}。"]
    said.append("；".join(f"{f.town}派出{f.sent}人、接收{f.received}人" for f in found) + "。")
    if early:
        said.append(f"其中{early}人提前结束挂职，均已注明原因。")
    return tuple(said)


def export_rows(lines: Sequence[Line]) -> list[list[object]]:
    """The board as rows of a sheet."""
    return [
        [
            li.facts.person,
            li.facts.identity,
            li.facts.home_place,
            li.facts.place,
            li.facts.post,
            li.posting.from_on,
            li.posting.until_on,
            STATE_NAMES[li.state],
            li.days_left,
            li.facts.home_mentor,
            li.facts.host_mentor,
            li.stand_in,
            "；".join(g.text % {"what": g.detail} if g.detail else g.text for g in li.gaps),
        ]
        for li in lines
    ]


EXPORT_HEAD = (
    *("姓名", "身份类别", "派出单位", "挂职单位", "挂任职务", "开始日期", "结束日期", "状态", "距期满天数"),
    *("派出单位带教人", "挂职单位带教人", "代岗人员", "待办"),
)
