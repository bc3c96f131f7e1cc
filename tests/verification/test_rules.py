"""How often an address may look, which file a hash belongs to, which signatures are shown."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.documents.models import VerificationCode
from app.renditions.models import RenditionFace, RenditionKind
from app.verification import rules

NOW = datetime(2026, 10, 27, 1, 0, tzinfo=UTC)


def face(digest: str, step: int = 1, kind: RenditionKind = RenditionKind.SIGNED) -> RenditionFace:
    states = [{"name": "甲", "on": "2026-11-02", "state": "valid"}] * step
    return RenditionFace(code="X", sha256=digest, kind=kind, step=step, states=states, made_on=date(2026, 11, 2))


def test_a_hash_is_known_however_it_was_copied() -> None:
    issued = VerificationCode(pdf_hash="ab" * 32, docx_hash="", content_hash="cd" * 32)
    assert rules.matches(issued, " ABAB " + "ab" * 30) == "pdf"
    assert rules.matches(issued, "cd" * 32) == "content"
    assert rules.matches(issued, "") == rules.matches(issued, "ef" * 32) == ""


def test_the_file_with_the_most_signatures_is_shown() -> None:
    faces = [face("a"), face("b", 2), face("c", 3, RenditionKind.SCANNED)]
    assert len(rules.signatures_of(faces)) == 2
    assert rules.rendition_of(faces, "C") is faces[2]
    assert rules.rendition_of(faces, "") is None
    assert rules.signatures_of([]) == []


def test_codes_are_looked_up_thirty_times_a_minute_and_no_more() -> None:
    looks = rules.Looks(most=30)
    for _ in range(30):
        looks.check("203.0.113.1", NOW)
    with pytest.raises(rules.TooManyLooks):
        looks.check("203.0.113.1", NOW)
    looks.check("203.0.113.2", NOW)
    looks.check("203.0.113.1", NOW + timedelta(minutes=1))


def test_old_addresses_are_forgotten() -> None:
    looks = rules.Looks()
    for n in range(10_002):
        looks.check(str(n), NOW)
    looks.check("later", NOW + timedelta(minutes=2))
    looks.check("later", NOW + timedelta(minutes=2))
    assert len(looks._seen) < 100
