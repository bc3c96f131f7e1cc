"""What was said about an agreement: threads by article, refused articles, files beside the text."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.agreements.models import Agreement
from app.kit.errors import NotFound
from app.remarks.models import AgreementFile, Comment, Objection, ObjectionState
from app.towns import queries as towns


@dataclass(frozen=True)
class Said:
    """A comment or an answer as the page shows it."""

    comment: Comment
    town: str


@dataclass(frozen=True)
class Thread:
    """A comment with its answers, in the order of time."""

    first: Said
    answers: tuple[Said, ...]

    @property
    def is_open(self) -> bool:
        return self.first.comment.settled_at is None


@dataclass(frozen=True)
class Raised:
    """A refused article as the page shows it. `is_ours`: the reader's town raised it."""

    objection: Objection
    town: str
    is_ours: bool

    @property
    def is_open(self) -> bool:
        return self.objection.state is ObjectionState.OPEN


def threads_of(session: Session, agreement: Agreement) -> dict[UUID | None, list[Thread]]:
    """Comments by the article they are about (None: the whole text), the oldest first."""
    found = select(Comment).where(Comment.agreement_id == agreement.id)
    comments = session.exec(found.order_by(col(Comment.at), col(Comment.id))).all()
    names = towns.names_of(session, list({c.town_id for c in comments}))
    said = [Said(c, names[c.town_id]) for c in comments]
    threads: dict[UUID | None, list[Thread]] = {}
    for first in (s for s in said if s.comment.reply_to is None):
        answers = tuple(s for s in said if s.comment.reply_to == first.comment.id)
        threads.setdefault(first.comment.article_id, []).append(Thread(first, answers))
    return threads


def get_thread(session: Session, agreement: Agreement, comment_id: UUID) -> Comment:
    """The first comment of a thread."""
    found = select(Comment).where(
        Comment.id == comment_id, Comment.agreement_id == agreement.id, col(Comment.reply_to).is_(None)
    )
    comment = session.exec(found).first()
    if comment is None:
        raise NotFound
    return comment


def objections_of(session: Session, agreement: Agreement, reader_town_id: UUID) -> list[Raised]:
    """Every refused article, what waits for an answer first, then the newest."""
    found = select(Objection).where(Objection.agreement_id == agreement.id)
    rows = session.exec(found.order_by(col(Objection.version).desc(), col(Objection.place))).all()
    names = towns.names_of(session, list({o.town_id for o in rows}))
    raised = [Raised(o, names[o.town_id], o.town_id == reader_town_id) for o in rows]
    return sorted(raised, key=lambda r: not r.is_open)


def get_objections(session: Session, agreement: Agreement, ids: Sequence[UUID]) -> list[Objection]:
    """The named refused articles of this agreement, in the order of the articles."""
    found = select(Objection).where(Objection.agreement_id == agreement.id, col(Objection.id).in_(ids))
    rows = session.exec(found.order_by(col(Objection.place))).all()
    if not rows or len(rows) != len(set(ids)):
        raise NotFound
    return list(rows)


def files_of(session: Session, agreement: Agreement) -> Sequence[AgreementFile]:
    found = select(AgreementFile).where(AgreementFile.agreement_id == agreement.id)
    return session.exec(found.order_by(col(AgreementFile.at).desc(), col(AgreementFile.id))).all()
