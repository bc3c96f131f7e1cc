"""Deciding how long a paper is kept, asking for a year's package, and the steps of making it, each committed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.archives import queries, rules
from app.archives.models import TERMS, Package, Term, TermChange
from app.archives.rules import Line
from app.audit import actions as audit
from app.deposits.models import Label
from app.documents.models import Document
from app.kit import making
from app.kit.actor import Actor
from app.kit.making import MakingState
from app.notifications import actions as notifications
from app.towns.models import Organ

ENDS = 1  # the step after the papers: the index and the bytes of the whole


@dataclass(frozen=True)
class Claimed:
    """A package that one run is making."""

    package_id: UUID
    attempt: int
    label: Label
    lines: tuple[Line, ...]


def change_term(
    session: Session, document: Document, term: Term, *, town_id: UUID, reason: str, actor: Actor, now: datetime
) -> TermChange:
    """Keep a document longer or shorter than its kind; the next package follows it."""
    changed = queries.changed_terms(session, town_id, [document.id])
    if rules.term_of(document, changed) is term:
        raise rules.SameTerm(term=TERMS[term])
    change = TermChange(town_id=town_id, document_id=document.id, term=term, reason=reason, person_id=actor.id, at=now)
    session.add(change)
    session.flush()
    audit.record(session, actor, "archives.change_term", f"document:{document.id}", term=term.value)
    return change


def ask(session: Session, organ: Organ, year: int, *, fonds: str = "", actor: Actor, now: datetime) -> Package:
    """Have a year's package made. Raises NothingFiled, and AlreadyAsked while the same one is being made."""
    title = rules.title_of(organ.full_name, year)
    if queries.find_queued(session, organ.id, year):
        raise rules.AlreadyAsked(title=title)
    lines = queries.catalogue(session, organ, year)
    if not lines:
        raise rules.NothingFiled(organ=organ.full_name, year=year)
    package = Package(
        town_id=organ.town_id,
        organ_id=organ.id,
        year=year,
        title=title[:120],
        fonds=fonds,
        steps=len(lines) + ENDS,
        asked_at=now,
        person_id=actor.id,
    )
    session.add(package)
    session.flush()
    audit.record(session, actor, "archives.ask", f"archive_package:{package.id}", organ=organ.id, year=year)
    return package


def retry(session: Session, package_id: UUID, *, actor: Actor) -> Package:
    package = queries.get_package(session, package_id)
    if package.state is not MakingState.FAILED:
        raise rules.NotFailed
    making.ask_again(package)
    audit.record(session, actor, "archives.retry", f"archive_package:{package.id}")
    return package


def claim_next(session: Session, *, key_mark: str, now: datetime) -> Claimed | None:
    """Take the oldest waiting package; one that was left behind is free again after its lease."""
    package = making.waiting(session, Package, now)
    if package is None:
        return None
    organ = queries.get_organ(session, package.organ_id, town_id=package.town_id)
    lines = queries.catalogue(session, organ, package.year, package.fonds)
    package.steps = len(lines) + ENDS
    attempt = making.begin(session, package, rules.LEASE, now)
    label = Label(organ.full_name, queries.town_name(session, organ), package.year, package.fonds, key_mark)
    return Claimed(package.id, attempt, label, lines)


def advance(session: Session, claimed: Claimed, done: int, step: str, *, now: datetime) -> None:
    """How far it is; the lease runs anew with every step."""
    if package := _still_held(session, claimed):
        making.advance(package, done, step, rules.LEASE, now)


def finish(session: Session, claimed: Claimed, *, zip_hash: str, now: datetime) -> bool:
    """The file is kept and its hash stands in the audit chain. False when another run has taken over."""
    package = _still_held(session, claimed)
    if package is None:
        return False
    making.finish(package, now)
    package.zip_hash, package.papers = zip_hash, len(claimed.lines)
    audit.record(
        session, Actor.system(package.town_id), "archives.finish", f"archive_package:{package.id}", zip=zip_hash
    )
    _tell(session, package, f"《{package.title}》共{package.papers}件，归档包已生成，可以下载。")
    return True


def put_back(session: Session, claimed: Claimed, reason: str, *, now: datetime) -> None:
    """A run failed: tried again a minute later, given up after three times."""
    package = _still_held(session, claimed)
    if package is None or not making.put_back(package, reason, now):
        return
    audit.record(session, Actor.system(package.town_id), "archives.fail", f"archive_package:{package.id}")
    _tell(session, package, f"《{package.title}》生成失败：{reason}。可在归档页面重新生成。")


def _still_held(session: Session, claimed: Claimed) -> Package | None:
    return making.still_held(session, Package, claimed.package_id, claimed.attempt)


def _tell(session: Session, package: Package, said: str) -> None:
    if package.person_id:
        notifications.tell(
            session,
            person_id=package.person_id,
            town_id=package.town_id,
            kind="archives.made",
            event=f"archive_package:{package.id}:{package.state}:{package.attempts}",
            title="归档包" + ("已生成" if package.state is MakingState.READY else "生成失败"),
            text=said,
            url=f"/archives/{package.id}",
        )
