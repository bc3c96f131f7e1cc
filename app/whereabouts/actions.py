"""What happens by itself: nudges to organisation members on working days, and the ledger's days when it is over."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.audit import actions as audit
from app.calendar import queries as calendar
from app.filings import queries as filings
from app.kit import clock
from app.kit.actor import Actor
from app.ledger import actions as ledger
from app.ledger.models import Kind
from app.notifications import actions as notifications
from app.secondments import queries as postings
from app.secondments import rules as posting_rules
from app.secondments.models import Secondment
from app.secondments.rules import State
from app.whereabouts import rules

ORGANISERS = frozenset({Role.ORGANISER})


def settle(session: Session, town_id: UUID, now: datetime) -> int:
    """Enter the days of the town's people whose posting is over: given by home, taken by the host; once."""
    done = 0
    for posting in postings.agreed(session):
        is_over = posting_rules.state_at(posting, now) in rules.OVER
        if posting.home_town_id != town_id or posting.settled_at or not is_over:
            continue
        _enter_days(session, posting, now)
        done += 1
    return done


def _enter_days(session: Session, posting: Secondment, now: datetime) -> None:
    actor, facts = Actor.system(posting.home_town_id), postings.facts_of(session, [posting])[posting.id]
    if days := served_days(posting):
        ledger.enter(
            session,
            partnership_id=posting.partnership_id,
            giver_id=posting.home_town_id,
            taker_id=posting.host_town_id,
            kind=Kind.SECONDED_DAYS,
            amount=days,
            source=posting.subject,
            on=posting.until_on,
            detail=f"{facts.person} · {facts.place}",
            purpose="secondment",
            actor=actor,
            now=now,
        )
    posting.settled_at = now
    session.add(posting)
    audit.record(session, actor, "whereabouts.settle", posting.subject, days=served_days(posting))


def served_days(posting: Secondment) -> int:
    """Nothing for somebody called back before the first day."""
    return posting_rules.days_of(posting) if posting.ends_at > posting_rules.starts_at(posting) else 0


def remind(session: Session, town_id: UUID, now: datetime) -> int:
    """Tell the town's organisation members what comes: 30 and 7 days before an end, and what is not reported."""
    today, told = clock.to_town(now).date(), 0
    for posting in postings.agreed(session, since=today):
        state = posting_rules.state_at(posting, now)
        if town_id not in posting.towns or state is not State.ACTIVE or not _is_working_day(session, posting, today):
            continue
        told += _warn_of_end(session, posting, town_id, today)
        if posting.home_town_id == town_id:
            told += _ask_for_reports(session, posting, today)
    return told


def _is_working_day(session: Session, posting: Secondment, today: date) -> bool:
    return calendar.get_working_days(session, posting.partnership_id, today, today).is_working_day(today)


def _warn_of_end(session: Session, posting: Secondment, town_id: UUID, today: date) -> int:
    left = (posting.until_on - today).days
    mark = rules.warning(left)
    if mark is None:
        return 0
    facts = postings.facts_of(session, [posting])[posting.id]
    text = f"{facts.person}同志在{facts.place}的挂职于{clock.chinese_date(posting.until_on)}期满，还有{left}天。"
    todo = "需要延期的，请提请双方商定；不延期的，请准备鉴定和交接。"
    _tell(
        session,
        posting,
        town_id,
        f"end:{posting.until_on}:{mark}",
        f"挂职还有{left}天期满：{facts.person}",
        text + todo,
    )
    return 1


def _ask_for_reports(session: Session, posting: Secondment, today: date) -> int:
    """Once a week until it is noted."""
    week = today.isocalendar()
    missing = filings.missing_of(session, posting)
    for occasion in missing:
        facts = postings.facts_of(session, [posting])[posting.id]
        title = f"挂职尚未报备：{facts.person}（{occasion.name}）"
        text = f"{facts.person}同志的{occasion.name}尚未登记报备，请报区（市）委组织部或者社会工作部后登记。"
        _tell(session, posting, posting.home_town_id, f"filing:{occasion.key}:{week.year}-{week.week}", title, text)
    return len(missing)


def _tell(session: Session, posting: Secondment, town_id: UUID, mark: str, title: str, text: str) -> None:
    page = f"/secondments/{posting.id}/filings" if mark.startswith("filing") else f"/secondments/{posting.id}"
    notifications.tell_town(
        session,
        town_id=town_id,
        roles=ORGANISERS,
        kind="whereabouts.nudge",
        event=f"{posting.subject}:{mark}",
        title=title,
        text=text,
        url=page,
    )
