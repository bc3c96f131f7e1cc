"""Asking for a report, and the steps of making it. Each step is committed, so that the page shows how far it is."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.indicators.models import Asked, Period
from app.kit import making
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.kit.making import MakingState
from app.notifications import actions as notifications
from app.reports import queries, rules
from app.reports.models import Report
from app.towns import queries as towns

FILES = 2  # the steps after the chapters: the Word file, the evidence folder


@dataclass(frozen=True)
class Claimed:
    """A report that one run is making."""

    report_id: UUID
    attempt: int
    title: str
    asked: Asked


def ask(session: Session, partnership_id: UUID, period: Period, *, actor: Actor, today: date, now: datetime) -> Report:
    """Have a report made. Raises StillAhead, and AlreadyAsked while the same one is being made."""
    if actor.town_id is None:
        raise NotFound
    rules.check_period(period, today)
    partnership = towns.get_partnership(session, partnership_id, reader_town_id=actor.town_id)
    report = Report(
        town_id=actor.town_id,
        partnership_id=partnership_id,
        length=period.length,
        first=period.first,
        last=period.last,
        title=rules.title_of(partnership.name, period),
        steps=len(queries.CHAPTERS) + FILES,
        asked_at=now,
        person_id=actor.id,
    )
    if queries.find_queued(session, report):
        raise rules.AlreadyAsked(title=report.title)
    session.add(report)
    session.flush()
    audit.record(session, actor, "reports.ask", f"report:{report.id}", first=period.first, last=period.last)
    return report


def retry(session: Session, report_id: UUID, *, actor: Actor) -> Report:
    report = queries.get_report(session, report_id)
    if report.state is not MakingState.FAILED:
        raise rules.NotFailed
    making.ask_again(report)
    audit.record(session, actor, "reports.retry", f"report:{report.id}")
    return report


def claim_next(session: Session, *, today: date, now: datetime) -> Claimed | None:
    """Take the oldest waiting report; one that was left behind is free again after its lease."""
    report = making.waiting(session, Report, now)
    if report is None:
        return None
    attempt = making.begin(session, report, rules.LEASE, now)
    return Claimed(report.id, attempt, report.title, queries.asked_by(report, today))


def advance(session: Session, claimed: Claimed, done: int, step: str, *, now: datetime) -> None:
    """How far it is; the lease runs anew with every step."""
    if report := _still_held(session, claimed):
        making.advance(report, done, step, rules.LEASE, now)


def finish(session: Session, claimed: Claimed, *, docx_hash: str, zip_hash: str, files: int, now: datetime) -> bool:
    """The files are kept; who asked is told. False when another run has taken over."""
    report = _still_held(session, claimed)
    if report is None:
        return False
    making.finish(report, now)
    report.docx_hash, report.zip_hash, report.files = docx_hash, zip_hash, files
    audit.record(session, Actor.system(report.town_id), "reports.finish", f"report:{report.id}", docx=docx_hash)
    _tell(session, report, f"《{report.title}》已生成，可以下载报告和迎检台账。")
    return True


def put_back(session: Session, claimed: Claimed, reason: str, *, now: datetime) -> None:
    """A run failed: tried again a minute later, given up after three times."""
    report = _still_held(session, claimed)
    if report is None or not making.put_back(report, reason, now):
        return
    audit.record(session, Actor.system(report.town_id), "reports.fail", f"report:{report.id}")
    _tell(session, report, f"《{report.title}》生成失败：{reason}。可在报告页面重新生成。")


def _still_held(session: Session, claimed: Claimed) -> Report | None:
    return making.still_held(session, Report, claimed.report_id, claimed.attempt)


def _tell(session: Session, report: Report, said: str) -> None:
    if report.person_id:
        notifications.tell(
            session,
            person_id=report.person_id,
            town_id=report.town_id,
            kind="reports.made",
            event=f"report:{report.id}:{report.state}:{report.attempts}",
            title="报告" + ("已生成" if report.state is MakingState.READY else "生成失败"),
            text=said,
            url=f"/reports/{report.id}",
        )
