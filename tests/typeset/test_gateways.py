"""Contents on paper: hostile text, missing glyphs, previews, print runs."""

from dataclasses import replace

import papers
import pytest
from papers import IMPRINT

from app.sheets.models import Agenda, AgendaItem, NameCard, NameCards
from app.typeset import gateways
from app.typeset.models import Attendee, Decision, Presence, Table, Topic
from app.typeset.rules import GlyphMissing, to_data

HOSTILE = [
    "<img src='file:///etc/passwd'><link rel=attachment href='file:///etc/passwd'>",
    "{{ ''.__class__.__mro__ }}{% include 'page.html' %}",
    "</style></title></p></body></html><script>alert(1)</script>",
    "url(file:///etc/passwd) @import 'file:///etc/passwd';",
    "\"'><svg onload=alert(1)>&amp;&#0;\x00\x07\u202e",
    "A" * 3000,
    "长" * 3000,
]


def _everywhere(words: str) -> object:
    """Minutes with `words` in every field."""
    hostile = replace(
        papers.minutes(),
        mark=words[:200],
        issuer=words[:200],
        title=words[:300],
        opening=words,
        topics=(
            Topic(
                title=words,
                summary=(words,),
                decisions=(Decision(text=words, lead=words, number=words, responsible=(words,), people=(words,)),),
                tables=(Table(head=(words[:60], "乙"), rows=((words[:200], words[:200]),), caption=words[:60]),),
            ),
        ),
        presence=(Presence(label="出席", people=(Attendee(name=words, unit=words, post=words, note=words),)),),
        closing=(words,),
        copies_to=(words[:200],),
        printed_by=words[:60],
        terms=(words,),
    )
    assert to_data(hostile)
    return hostile


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_every_field_are_printed_as_words(words: str) -> None:
    pdf = gateways.to_pdf(_everywhere(words), IMPRINT)
    text = papers.text_of(pdf)
    assert "root:" not in text
    assert b"/EmbeddedFile" not in pdf
    assert words[:12].replace(" ", "") in text


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words_in_the_preview(words: str) -> None:
    page = gateways.preview(_everywhere(words))
    assert "<script" not in page
    assert "<svg onload" not in page
    assert "<img src='file" not in page


def test_a_character_without_a_glyph_names_the_character_and_the_person() -> None:
    people = (Attendee(name="王\U000323af", unit="D镇党委"), Attendee(name="李䶮"))
    content = papers.minutes(presence=(Presence(label="出席", people=people),))
    assert [(m.character, m.where) for m in gateways.missing_glyphs(content)] == [("\U000323af", "王\U000323af")]
    with pytest.raises(GlyphMissing, match="U\\+323AF，见“王"):
        gateways.check_glyphs(content)


def test_contents_that_can_be_printed_pass_the_glyph_check() -> None:
    gateways.check_glyphs(papers.minutes())
    gateways.check_glyphs(papers.letter())


def test_a_preview_marks_what_is_missing_and_is_no_whole_page() -> None:
    page = gateways.preview(papers.minutes(title="", opening="正文<b>"))
    assert '<mark class="gap">〔标题〕</mark>' in page
    assert '<mark class="gap">〔文号待取〕</mark>' in page
    assert "正文&lt;b&gt;" in page
    assert "<html" not in page


def test_a_verified_document_shows_its_code() -> None:
    assert "K7MP-3RXW" in papers.text_of(gateways.to_pdf(papers.minutes(), IMPRINT))
    assert "核验码" not in papers.text_of(gateways.to_pdf(papers.minutes()))


def test_one_print_run_holds_all_papers_in_order() -> None:
    agenda = Agenda(title="议程", items=(AgendaItem(title="关于阵地共享", minutes=20),))
    cards = NameCards(cards=(NameCard(name="王喆"), NameCard(name="孙志强")))
    pages = papers.opened(gateways.to_print_run([papers.letter(), agenda, cards])).pages
    texts = ["".join((page.extract_text() or "").split()) for page in pages]
    assert texts[-3].startswith("议程")
    assert len(pages) >= 5
    assert pages[-1].width == pytest.approx(595.28, abs=0.1)


def test_equal_documents_are_equal_bytes() -> None:
    assert gateways.to_pdf(papers.minutes(), IMPRINT) == gateways.to_pdf(papers.minutes(), IMPRINT)
