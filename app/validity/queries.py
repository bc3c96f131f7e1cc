"""Which agreements hold today, under which numbers, and what allows two towns to share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from app.agreements import queries as agreements
from app.agreements.models import Agreement, AgreementState
from app.documents import queries as documents
from app.documents.models import Document, OrganNumber
from app.kit.i18n import N_
from app.precedents.models import RELATIONS, SWITCH_NAMES, Relation
from app.towns import queries as towns
from app.towns.models import BasisKind, SharingBasis
from app.validity import rules
from app.validity.rules import Life, Span


class OfTown(Protocol):
    """Whatever a town offers: a service."""

    town_id: UUID


@dataclass(frozen=True)
class Follower:
    """A supplement, renewal or termination of an agreement."""

    agreement_id: UUID
    title: str
    relation: str
    is_concluded: bool


@dataclass(frozen=True)
class Standing:
    """What is to be said about a concluded agreement today."""

    agreement: Agreement
    parties: str
    span: Span
    life: Life
    document: Document | None
    registered: tuple[tuple[str, str], ...]
    """Town and the number in its own register, where it differs from what is printed."""
    switches: tuple[str, ...]
    main: Agreement | None
    followers: tuple[Follower, ...]
    is_due: bool

    @property
    def term(self) -> str:
        return rules.in_words(self.span)

    @property
    def number(self) -> str:
        return self.document.number if self.document else ""


@dataclass(frozen=True)
class Footing:
    """On what two towns share something: the basis in force, or what is wanting."""

    basis: SharingBasis | None
    wanting: str


def standing_of(session: Session, agreement: Agreement, today: date) -> Standing:
    """For a concluded agreement."""
    following = agreements.following(session, agreement)
    document = documents.find_for_subject(session, agreement.subject)
    content = agreements.content_of(session, agreement)
    span = spans(session, [agreement])[agreement.id]
    return Standing(
        agreement=agreement,
        parties="、".join(party.name for party in content.parties),
        span=span,
        life=span.life(today),
        document=document,
        registered=_registered(session, document),
        switches=tuple(SWITCH_NAMES[s] for s in rules.switched(content.facts.switches if content.facts else ())),
        main=agreements.find_main(session, agreement) if agreement.main_id else None,
        followers=tuple(_follower(one) for one in following),
        is_due=rules.is_due(span, today, following),
    )


def spans(session: Session, found: Sequence[Agreement]) -> dict[UUID, Span]:
    """The days on which each agreement holds; a supplement falls with the agreement that it supplements."""
    supplemented = {a.id: a.main_id for a in found if a.main_id and a.relation is Relation.SUPPLEMENT}
    endings = agreements.endings_of(session, {a.id for a in found} | set(supplemented.values()))
    above = {one: endings[main] for one, main in supplemented.items()}
    return {a.id: rules.span_of(a, [*endings[a.id], *above.get(a.id, ())]) for a in found}


def lives_of(session: Session, found: Sequence[Agreement], today: date) -> dict[UUID, Life]:
    """Where each signed agreement stands in its term; a 解除协议 has none of its own."""
    held = [a for a in found if a.state is AgreementState.CONCLUDED and a.relation is not Relation.TERMINATION]
    return {agreement_id: span.life(today) for agreement_id, span in spans(session, held).items()}


def living(session: Session, town_id: UUID, life: Life, today: date) -> frozenset[UUID]:
    """The signed agreements of a town that stand there today."""
    found = agreements.find_all(session, town_id, agreements.Wanted(state=AgreementState.CONCLUDED))
    return frozenset(one for one, its in lives_of(session, found, today).items() if its is life)


def standings(session: Session, town_id: UUID, today: date, *, life: Life | None = None) -> list[Standing]:
    """Every concluded agreement of a town but 解除协议, which only end others; those that end first come first."""
    wanted = agreements.Wanted(state=AgreementState.CONCLUDED)
    found = [a for a in agreements.find_all(session, town_id, wanted) if a.relation is not Relation.TERMINATION]
    all_of_them = [standing_of(session, agreement, today) for agreement in found]
    kept = [s for s in all_of_them if life is None or s.life is life]
    return sorted(kept, key=lambda s: (s.life in (Life.ENDED, Life.ENDED_EARLY), s.span.last or date.max))


def footing(session: Session, kind: BasisKind, one: UUID, other: UUID, today: date) -> Footing:
    """The session must reach the partnership of the two towns."""
    basis = towns.basis_between(session, kind, one, other, on=today)
    return Footing(basis, "" if basis else rules.WANTING[kind])


def _registered(session: Session, document: Document | None) -> tuple[tuple[str, str], ...]:
    if document is None or document.party_numbers:
        return ()
    found = select(OrganNumber).where(OrganNumber.document_id == document.id, OrganNumber.number != document.number)
    rows: Sequence[OrganNumber] = session.exec(found.order_by(col(OrganNumber.number))).all()
    names = towns.names_of(session, [row.town_id for row in rows]) if rows else {}
    return tuple((names[row.town_id], row.number) for row in rows)


def _follower(one: Agreement) -> Follower:
    relation = RELATIONS.get(one.relation, N_("协议"))
    return Follower(one.id, one.title, relation, one.state is AgreementState.CONCLUDED)
