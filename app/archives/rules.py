"""How long papers are kept, in which order they are put away, how a package is called. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from app.archives.models import TERMS, Term
from app.deposits.models import Entry
from app.documents.models import Document, DocumentKind
from app.kit.errors import Refusal
from app.kit.i18n import N_

LEASE = timedelta(minutes=10)
# What binds the towns is kept for ever; what repeats or arranges something, ten years (档案馆室 may decide otherwise).
KEPT = {
    DocumentKind.AGREEMENT: Term.PERMANENT,
    DocumentKind.MINUTES: Term.PERMANENT,
    DocumentKind.CORRECTION: Term.PERMANENT,
    DocumentKind.LETTER: Term.SHORT,
    DocumentKind.EXCERPT: Term.SHORT,
}
ORDER = tuple(Term)
CODES = {Term.PERMANENT: "Y", Term.LONG: "D30", Term.SHORT: "D10"}  # DA/T 13-2022, 档号编制规则


class NothingFiled(Refusal):
    message = N_("%(organ)s%(year)s年没有已印发的公文，无需生成归档包")


class AlreadyAsked(Refusal):
    message = N_("%(title)s正在生成，请稍候，不必重复提交")


class NotFailed(Refusal):
    message = N_("该归档包没有失败，不用重新生成")


class SameTerm(Refusal):
    message = N_("该公文的保管期限已经是%(term)s")


@dataclass(frozen=True)
class Line:
    """One line of 归档文件目录, with the document behind it."""

    document_id: UUID
    entry: Entry
    term: Term
    is_changed: bool


def is_issued_by(document: Document, organ: str) -> bool:
    """An organ puts away what it issued, alone or with others, and the letters that it received."""
    named = {_short(name) for name in document.organs}
    return _short(organ) in named or is_received(document, organ)


def is_received(document: Document, organ: str) -> bool:
    return _short(str(document.content.get("to", ""))) == _short(organ)


def _short(name: str) -> str:
    """中国共产党D镇委员会 and 中共D镇委员会 are one organ."""
    return name.strip().replace("中国共产党", "中共")


def term_of(document: Document, changed: Mapping[UUID, Term]) -> Term:
    return changed.get(document.id, KEPT[document.kind])


def arrange(
    documents: Iterable[Document], changed: Mapping[UUID, Term], *, organ: str, year: int, fonds: str = ""
) -> tuple[Line, ...]:
    """Permanent first; within a term by date and number, 件号 from 1 in each (DA/T 22-2015, 5.4)."""
    kept = sorted(documents, key=lambda d: (ORDER.index(term_of(d, changed)), d.formed_on, d.number, str(d.id)))
    return tuple(
        Line(d.id, _entry(d, term, place, organ, year, fonds), term, d.id in changed)
        for term, group in groupby(kept, key=lambda d: term_of(d, changed))
        for place, d in enumerate(group, 1)
    )


def _entry(document: Document, term: Term, place: int, organ: str, year: int, fonds: str) -> Entry:
    return Entry(
        place=place,
        code=f"{fonds}-WS·{year}-{CODES[term]}-{place:04d}" if fonds else "",
        responsible="、".join(document.organs),
        number=document.number,
        title=document.title,
        formed_on=document.formed_on,
        term=TERMS[term],
        note=_note(document, organ),
    )


def _note(document: Document, organ: str) -> str:
    if is_received(document, organ) and not is_issued_by_itself(document, organ):
        return "收文"
    return "更正件" if document.corrects_id else ""


def is_issued_by_itself(document: Document, organ: str) -> bool:
    return _short(organ) in {_short(name) for name in document.organs}


def title_of(organ: str, year: int) -> str:
    """中共D镇委员会2026年归档文件"""
    return f"{organ}{year}年归档文件"


def years_of(known: Sequence[int], today: date) -> list[int]:
    """The years that have papers, this one always, the newest first."""
    return sorted({today.year, *known}, reverse=True)


def decided_as(subject: str) -> str:
    """Under which subject a paper was decided and audited: the agreement of a pair of postings, under its exchange."""
    return subject.replace("pact:", "exchange:", 1) if subject.startswith("pact:") else subject
