"""Which reports a town has, and of which chapters a report is made.

A capability that has something to report writes a function (session, Asked) -> Chapter in its own queries and adds it
to CHAPTERS, in the order of the report.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.chapters import queries as chapters
from app.indicators.models import Asked, Chapter, Period
from app.indicators.rules import until
from app.kit.errors import NotFound
from app.kit.making import MakingState
from app.kit.paging import Page, page_of
from app.reports import rules
from app.reports.models import Report
from app.tallies import queries as tallies
from app.towns import queries as towns
from app.whereabouts import queries as whereabouts

CHAPTERS: tuple[Callable[[Session, Asked], Chapter], ...] = (
    chapters.of_meetings,
    chapters.of_resolutions,
    chapters.of_sharing,
    chapters.of_people,
    tallies.chapter,
    whereabouts.chapter,
    chapters.of_lessons,
    whereabouts.chapter,
)


@dataclass(frozen=True)
class Frame:
    """What stands around the chapters: title, first paragraph, who signs and when."""

    title: str
    opening: str
    signer: str
    on: date


def get_report(session: Session, report_id: UUID) -> Report:
    """The town's own report."""
    report = session.exec(select(Report).where(Report.id == report_id)).first()
    if report is None:
        raise NotFound
    return report


def reports_of(session: Session, town_id: UUID, page: int = 1) -> Page:  # type: ignore[type-arg]  # rows of Report
    """The newest first."""
    found = select(Report).where(Report.town_id == town_id)
    return page_of(session, found.order_by(col(Report.asked_at).desc(), col(Report.id)), page)


def find_queued(session: Session, draft: Report) -> Report | None:
    """The same report when it is being made already."""
    same = select(Report).where(
        Report.town_id == draft.town_id,
        Report.partnership_id == draft.partnership_id,
        Report.first == draft.first,
        Report.last == draft.last,
        Report.state == MakingState.QUEUED,
    )
    return session.exec(same).first()


def names_of(session: Session, reports: Sequence[Report]) -> dict[UUID, str]:
    return accounts.names_of(session, [r.person_id for r in reports if r.person_id])


def asked_by(report: Report, today: date) -> Asked:
    period = Period(report.length, report.first, report.last)
    return Asked(report.partnership_id, report.town_id, period, today)


def frame_of(session: Session, asked: Asked, title: str) -> Frame:
    partnership = towns.get_partnership(session, asked.partnership_id, reader_town_id=asked.town_id)
    names = [t.name for t in towns.towns_of(session, asked.partnership_id)]
    organ = towns.party_committee(session, asked.town_id)
    signer = organ.full_name if organ else towns.get_town(session, asked.town_id).full_name
    last = until(asked.period, asked.today).last
    return Frame(title, rules.opening(partnership.name, names, asked.period, last), signer, asked.today)
