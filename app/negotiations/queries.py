"""One agreement as its page shows it: articles with what was said about each, the keys, what may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.accounts.models import Role
from app.agreements import queries as agreements
from app.agreements import rules
from app.agreements.models import Agreement, AgreementState, AgreementVersion
from app.agreements.rules import WRITERS
from app.consents import queries as consents
from app.consents.models import ConsentState
from app.consents.rules import ConsentView, Reader
from app.contracts import rules as contracts
from app.contracts.models import Party
from app.documents import queries as documents
from app.documents.models import Document
from app.kit import clock
from app.precedents.models import AgreementText
from app.precedents.rules import open_facts, unknown_places, wording
from app.remarks import queries as remarks
from app.remarks.queries import Raised, Thread
from app.towns import queries as towns
from app.typeset import rules as typeset
from app.validity import queries as validity
from app.validity.rules import LIVES, Life
from app.validity.rules import TONES as LIFE_TONES


@dataclass(frozen=True)
class ArticleView:
    """One article as it will be printed, with its remarks."""

    id: UUID
    number: str
    heading: str
    lines: tuple[str, ...]
    threads: tuple[Thread, ...]
    raised: tuple[Raised, ...]

    @property
    def is_disputed(self) -> bool:
        return any(r.is_open for r in self.raised)


@dataclass(frozen=True)
class AgreementView:
    agreement: Agreement
    text: AgreementText
    version: AgreementVersion
    parties: tuple[Party, ...]
    articles: tuple[ArticleView, ...]
    whole: tuple[Thread, ...]
    gone: tuple[Raised, ...]
    """Refused articles that the standing text has no longer."""
    open_threads: int
    open_raised: int
    adoptable: int
    """Counter-texts of the other side that one click would take over."""
    missing: tuple[str, ...]
    consent: ConsentView | None
    document: Document | None
    main: Agreement | None
    following: Sequence[Agreement]
    drafting_town: str
    warns_of_organ: bool
    is_drafter: bool
    may_write: bool
    """The reader may change the text now."""
    state: str
    tone: str

    @property
    def is_refused(self) -> bool:
        return self.consent is not None and self.consent.state is ConsentState.REFUSED

    @property
    def leads(self) -> bool:
        """The reader drafts, and may lead the agreement on."""
        return self.is_drafter and self.may_write


def view(session: Session, agreement: Agreement, *, reader: Reader, now: datetime) -> AgreementView:
    text = agreements.text_of(session, agreement)
    content = wording(text)
    threads = remarks.threads_of(session, agreement)
    raised = remarks.objections_of(session, agreement, reader.town_id)
    kept = {a.id for a in text.articles}
    asked = agreement.consent_id
    open_ones = [r for r in raised if r.is_open]
    said = states_of(session, [agreement], clock.to_town(now).date())[agreement.id]
    return AgreementView(
        agreement=agreement,
        text=text,
        version=agreements.version_on_table(session, agreement),
        parties=contracts.named(content.parties),
        articles=_articles(text, threads, raised),
        whole=tuple(threads.get(None, ())),
        gone=tuple(r for r in raised if r.objection.article_id not in kept),
        open_threads=sum(t.is_open for found in threads.values() for t in found),
        open_raised=len(open_ones),
        adoptable=sum(bool(r.objection.counter_text) and not r.is_ours for r in open_ones),
        missing=(*typeset.blanks(content), *open_facts(text), *map(rules.as_said, unknown_places(text))),
        consent=consents.view(session, asked, reader=reader, now=now) if asked else None,
        document=documents.find_for_subject(session, agreement.subject),
        main=agreements.find_main(session, agreement) if agreement.main_id else None,
        following=agreements.following(session, agreement),
        drafting_town=towns.get_town(session, agreement.town_id).name,
        warns_of_organ=rules.wants_government(agreement.kind, agreements.organs_in(session, agreement)),
        is_drafter=agreement.town_id == reader.town_id,
        may_write=agreement.is_open and not frozenset(WRITERS).isdisjoint(reader.roles),
        state=said[0],
        tone=said[1],
    )


def _articles(
    text: AgreementText, threads: dict[UUID | None, list[Thread]], raised: Sequence[Raised]
) -> tuple[ArticleView, ...]:
    content = wording(text)
    return tuple(
        ArticleView(
            id=typed.id,
            number=contracts.number_of(n),
            heading=article.heading,
            lines=contracts.lines_of(article, content),
            threads=tuple(threads.get(typed.id, ())),
            raised=tuple(r for r in raised if r.objection.article_id == typed.id),
        )
        for n, (typed, article) in enumerate(zip(text.articles, content.articles, strict=True), 1)
    )


@dataclass(frozen=True)
class Line:
    """An agreement in the list."""

    agreement: Agreement
    towns: str
    from_on: date | None
    until_on: date | None
    state: str
    tone: str


TONES = {
    AgreementState.DRAFT: "neutral",
    AgreementState.TABLED: "info",
    AgreementState.SIGNING: "warn",
    AgreementState.CONCLUDED: "good",
    AgreementState.WITHDRAWN: "neutral",
}


def states_of(session: Session, found: Sequence[Agreement], today: date) -> dict[UUID, tuple[str, str]]:
    """State and tone of each, as it is said: a signed one by its place in its term, a refused one as refused."""
    lives = validity.lives_of(session, found, today)
    asked = {c.subject: c.state for c in consents.find_all(session, [a.subject for a in found]).values()}
    return {a.id: _state(a, asked.get(a.subject) is ConsentState.REFUSED, lives.get(a.id)) for a in found}


def _state(agreement: Agreement, is_refused: bool, life: Life | None) -> tuple[str, str]:
    if life is not None:
        return LIVES[life], LIFE_TONES[life]
    tone = "bad" if is_refused and agreement.state is AgreementState.SIGNING else TONES[agreement.state]
    return rules.state_in_words(agreement, is_refused=is_refused), tone


def lines_of(session: Session, found: Sequence[Agreement], today: date) -> list[Line]:
    """Agreements with the names of their towns, in the order given."""
    signing = {a.id: [t.town_id for t in agreements.towns_in(session, a)] for a in found}
    names = towns.names_of(session, list({t for ids in signing.values() for t in ids}))
    states = states_of(session, found, today)
    return [
        Line(
            a,
            "、".join(names[t] for t in signing[a.id]),
            a.from_on,
            a.until_on,
            *states[a.id],
        )
        for a in found
    ]


def may_begin(roles: frozenset[Role]) -> bool:
    return not frozenset(WRITERS).isdisjoint(roles)
