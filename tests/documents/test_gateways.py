"""The files of a document: the PDF carries its DOCX and its canonical content."""

import io

import papers
import pypdfium2
import pytest
from cast import Cast
from docx import Document as Word
from sqlmodel import Session

from app.documents import actions, gateways, queries
from app.documents.rules import ContentChanged, FileDamaged
from app.files import gateways as files
from app.kit.text import canonical
from app.typeset import rules as typeset
from config import Config


def _claimed(session: Session, cast: Cast) -> actions.Claimed:
    now = session.info["now"]
    actions.issue(
        session, papers.minutes(), papers.draft(), partnership_id=cast.pair.id, actor=cast.actor(cast.shen), now=now
    )
    claimed = actions.claim_next(session, now)
    assert claimed
    return claimed


def test_the_pdf_encloses_the_docx_and_the_content(session: Session, cast: Cast) -> None:
    claimed = _claimed(session, cast)
    pdf, docx = gateways.make_files(claimed, "https://linqiao.example/verify/x")
    enclosed = pypdfium2.PdfDocument(pdf)
    found = {a.get_name(): bytes(a.get_data()) for a in map(enclosed.get_attachment, range(2))}
    assert found == {"content.json": canonical(typeset.to_data(papers.minutes())), "document.docx": docx}
    assert "关于阵地共享" in "".join(p.text for p in Word(io.BytesIO(docx)).paragraphs)


def test_the_same_claim_makes_the_same_bytes(session: Session, cast: Cast) -> None:
    claimed = _claimed(session, cast)
    assert gateways.make_files(claimed, "https://x/v") == gateways.make_files(claimed, "https://x/v")


def test_a_damaged_or_lost_file_is_never_handed_out(session: Session, cast: Cast, config: Config) -> None:
    document = _claimed(session, cast).document
    digest = files.keep(b"%PDF-whole")
    assert gateways.kept(document, digest) == b"%PDF-whole"
    (place,) = config.FILES.rglob(digest)
    place.chmod(0o600)
    place.write_bytes(b"%PDF-who")
    with pytest.raises(FileDamaged, match="损坏"):
        gateways.kept(document, digest)
    place.unlink()
    with pytest.raises(FileDamaged, match="1号"):
        gateways.kept(document, digest)


def test_a_content_changed_behind_our_back_is_found(session: Session, cast: Cast) -> None:
    document = _claimed(session, cast).document
    document.content = {**document.content, "opening": "另一段。"}
    with pytest.raises(ContentChanged, match="不一致"):
        queries.content_of(document)
