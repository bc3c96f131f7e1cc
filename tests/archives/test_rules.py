"""How long papers are kept, and in which order they are put away."""

from datetime import date
from uuid import uuid4

from app.archives import rules
from app.archives.models import Term
from app.documents.models import Document, DocumentKind

ORGAN = "中共D镇委员会"


def document(kind: DocumentKind, number: str, month: int = 5, **more: object) -> Document:
    organs = more.pop("organs", [ORGAN, "中共Q镇委员会"])
    given = {"id": uuid4(), "kind": kind, "number": number, "title": "题名", "organs": organs}
    return Document(**given, formed_on=date(2026, month, 1), content=more, corrects_id=None)


def test_permanent_papers_come_first_and_each_term_counts_from_one() -> None:
    letter = document(DocumentKind.LETTER, "D委函〔2026〕8号", 1)
    minutes = [document(DocumentKind.MINUTES, f"纪要〔2026〕{n}号", n) for n in (2, 1)]
    lines = rules.arrange([letter, *minutes], {}, organ=ORGAN, year=2026, fonds="Z109")
    said = [(line.entry.term, line.entry.item, line.entry.number, line.entry.code) for line in lines]
    assert said == [
        ("永久", "0001", "纪要〔2026〕1号", "Z109-WS·2026-Y-0001"),
        ("永久", "0002", "纪要〔2026〕2号", "Z109-WS·2026-Y-0002"),
        ("10年", "0001", "D委函〔2026〕8号", "Z109-WS·2026-D10-0001"),
    ]


def test_what_the_clerk_decided_counts_before_the_kind() -> None:
    letter = document(DocumentKind.LETTER, "D委函〔2026〕8号")
    [line] = rules.arrange([letter], {letter.id: Term.LONG}, organ=ORGAN, year=2026)
    assert (line.entry.term, line.is_changed, line.entry.code) == ("30年", True, "")


def test_an_organ_keeps_what_it_issued_and_the_letters_that_it_received() -> None:
    own = document(DocumentKind.LETTER, "1", organs=["中国共产党D镇委员会"])
    received = document(DocumentKind.LETTER, "2", organs=["中共Q镇委员会"], to=ORGAN)
    foreign = document(DocumentKind.LETTER, "3", organs=["中共Q镇委员会"], to="中共海门区委员会")
    assert [rules.is_issued_by(d, ORGAN) for d in (own, received, foreign)] == [True, True, False]
    lines = rules.arrange([own, received], {}, organ=ORGAN, year=2026)
    assert [line.entry.note for line in lines] == ["", "收文"]


def test_this_year_can_always_be_chosen() -> None:
    assert rules.years_of([2024], date(2026, 3, 1)) == [2026, 2024]


def test_the_agreement_of_a_posting_is_filed_with_what_was_decided_about_its_exchange() -> None:
    assert rules.decided_as("pact:7") == "exchange:7"
    assert rules.decided_as("agreement:7") == "agreement:7"
