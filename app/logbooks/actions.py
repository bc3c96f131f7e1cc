"""Printing a log book; with residents' names only for a reason, by permission, audited. The caller commits."""

from datetime import date

from sqlmodel import Session

from app.audit import actions as audit
from app.kit.actor import Actor
from app.logbooks import gateways, queries, rules
from app.secondments.rules import Standing


def print_book(session: Session, standing: Standing, *, today: date) -> bytes:
    """The book as everybody who reads the log may have it: residents' names masked."""
    bound = queries.gather(session, standing.posting, today=today)
    return gateways.to_pdf(bound.book, bound.pictures)


def print_unmasked(session: Session, standing: Standing, reason: str, *, today: date, actor: Actor) -> bytes:
    """The book with all names. Refusals: MayNotUnmask, ReasonMissing, NothingToPrint."""
    rules.check_may_unmask(standing, reason)
    bound = queries.gather(session, standing.posting, today=today, is_masked=False)
    subject = standing.posting.subject
    audit.record(session, actor, "logbooks.print_unmasked", subject, reason=reason.strip()[:200])
    return gateways.to_pdf(bound.book, bound.pictures)
