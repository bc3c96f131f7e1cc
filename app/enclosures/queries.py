"""Annexes filled from what the product knows today: shared venues with their rules, services, agreed postings.

A snapshot: the words are copied into the agreement's text, and later changes of a venue do not change what was signed.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.enclosures.rules import SOURCES
from app.kit.clock import chinese_date
from app.policies import queries as policies
from app.policies.models import Sharing
from app.policies.rules import Rule
from app.precedents.models import AgreementKind, AnnexText
from app.secondments import queries as postings
from app.services import queries as services
from app.services.models import Service, ServiceState
from app.towns import queries as towns
from app.venues import queries as venues
from app.venues.models import Venue

Rows = tuple[tuple[str, ...], ...]
USUAL = {AgreementKind.VENUES: "venues", AgreementKind.SERVICES: "services", AgreementKind.POSTING: "postings"}


def annex_from(session: Session, source: str, town_ids: Sequence[UUID], today: date) -> AnnexText:
    """What is known of these towns, as a table of the day, or a line that says there is nothing yet."""
    shape = SOURCES[source]
    rows = ROWS[source](session, town_ids, today)
    kept = AnnexText(source=source, title=shape.title, words=shape.none, taken_on=today)
    if not rows:
        return kept
    return kept.model_copy(update={"words": shape.words, "head": shape.head, "widths": shape.widths, "rows": rows})


def usual_annexes(
    session: Session, kind: AgreementKind, town_ids: Sequence[UUID], today: date
) -> tuple[AnnexText, ...]:
    """The annex that an agreement of this kind begins with, if any."""
    return (annex_from(session, USUAL[kind], town_ids, today),) if kind in USUAL else ()


def _venues(session: Session, town_ids: Sequence[UUID], _today: date) -> Rows:
    names = towns.names_of(session, town_ids)
    found = [v for t in town_ids for v in venues.all_of_town(session, t) if not v.is_retired]
    units = venues.units_by_id(session, found)
    ruled = {t: policies.rules_for(session, found, t) for t in town_ids}
    lines = [
        (v, "；".join(words))
        for v in found
        if (words := list(_rules(v, {t: ruled[t][v.id].rule for t in town_ids if t != v.town_id}, names)))
    ]
    return tuple(
        (str(n), names[v.town_id], units[v.unit_id].name, v.name, str(v.seats), said)
        for n, (v, said) in enumerate(lines, 1)
    )


def _rules(venue: Venue, ruled: dict[UUID, Rule], names: dict[UUID, str]) -> Iterator[str]:
    """What each borrowing town may do; said once where there is only one."""
    for town_id, rule in ruled.items():
        if rule.sharing is not Sharing.NONE:
            said = "，".join(str(words) for words in rule.words())
            yield f"对{names[town_id]}：{said}" if len(ruled) > 1 else said


def _services(session: Session, town_ids: Sequence[UUID], _today: date) -> Rows:
    found = select(Service).where(col(Service.town_id).in_(town_ids), Service.state == ServiceState.PUBLISHED)
    every = session.exec(found.order_by(col(Service.kind), col(Service.name), col(Service.id))).all()
    kept = [s for s in every if {t.id for t in services.admitted_towns(session, s)} & set(town_ids) - {s.town_id}]
    by_sign_up = {s.id: s.by_sign_up for s in kept}
    lines = sorted(services.lines_of(session, kept), key=lambda line: list(town_ids).index(line.town_id))
    return tuple(
        (
            str(n),
            line.town_name,
            line.unit_name,
            line.name,
            line.place,
            _when(line.hours, by_sign_up[line.id]),
            line.eligibility,
        )
        for n, line in enumerate(lines, 1)
    )


def _when(hours: str, by_sign_up: bool) -> str:
    """Never an empty cell: a service without fixed hours is announced session by session."""
    return hours or ("以每期报名通知为准" if by_sign_up else "以举办单位公布的为准")


def _postings(session: Session, town_ids: Sequence[UUID], today: date) -> Rows:
    found = [p for p in postings.agreed(session, since=today) if {p.home_town_id, p.host_town_id} <= set(town_ids)]
    facts = postings.facts_of(session, found)
    return tuple(
        (
            str(n),
            facts[p.id].person,
            facts[p.id].home_place,
            facts[p.id].place,
            facts[p.id].post,
            f"{chinese_date(p.from_on)}至{chinese_date(p.until_on)}",
        )
        for n, p in enumerate(found, 1)
    )


ROWS: dict[str, Callable[[Session, Sequence[UUID], date], Rows]] = {
    "venues": _venues,
    "services": _services,
    "postings": _postings,
}
