"""Issuing: numbers without gaps, documents that never change, a renderer that may die."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import papers
import pytest
import sqlalchemy as sa
from cast import Cast
from papers import draft
from sqlmodel import Session, col, select

from app.audit.models import AuditEntry
from app.documents import actions, queries, rules
from app.documents.models import Document, DocumentState, NumberDraft, NumberForm, VerificationCode
from app.kit.db import transaction
from app.kit.errors import NotFound
from app.kit.scopes import Reach
from app.notifications.models import Notice
from app.press.rules import FontsMissing
from app.typeset.models import Attendee, Correction, Fix, Presence, Source
from app.typeset.rules import GlyphMissing, Incomplete

NOW = datetime(2026, 10, 27, 1, 0, tzinfo=UTC)
SERIES = "红梅同心毗邻党建联席会议纪要"


def issue(session: Session, cast: Cast, **changes: object) -> Document:
    return actions.issue(
        session,
        papers.minutes(),
        draft(**changes),  # type: ignore[arg-type]
        partnership_id=cast.pair.id,
        actor=cast.actor(cast.shen),
        now=NOW,
    )


def finished(session: Session, when: datetime = NOW) -> Document:
    claimed = actions.claim_next(session, when)
    assert claimed
    assert actions.finish(session, claimed, pdf_hash="a" * 64, docx_hash="b" * 64, now=when)
    return queries.get_document(session, claimed.document_id)


def test_an_issue_fixes_number_content_and_code(session: Session, cast: Cast) -> None:
    document = issue(session, cast)
    assert document.number == "红梅同心毗邻党建联席会议纪要〔2026〕1号"
    assert document.state is DocumentState.QUEUED
    assert document.title == "D镇、Q镇毗邻党建2026年第三次轮值联席会议纪要"
    assert (document.formed_on, document.printed_on) == (date(2026, 10, 26), date(2026, 10, 27))
    assert queries.content_of(document) == papers.minutes()
    assert len(document.code) == 12


def test_numbers_of_a_series_run_without_gaps_and_begin_anew_each_year(session: Session, cast: Cast) -> None:
    assert [issue(session, cast).sequence for _ in range(3)] == [1, 2, 3]
    assert issue(session, cast, formed_on=date(2027, 1, 5)).number.endswith("〔2027〕1号")
    assert issue(session, cast, number=NumberDraft(series="另一", form=NumberForm.ISSUES)).number == "第1期"


def test_a_refused_issue_and_a_rolled_back_one_take_no_number(session: Session, cast: Cast) -> None:
    issue(session, cast)
    session.commit()
    issue(session, cast)
    session.rollback()
    nobody = papers.minutes(presence=(Presence(label="出席", people=(Attendee(name=""),)),))
    with pytest.raises(Incomplete, match="姓名"):
        actions.issue(session, nobody, draft(), partnership_id=cast.pair.id, actor=cast.actor(cast.shen), now=NOW)
    assert issue(session, cast).sequence == 2


def test_a_character_without_a_glyph_is_refused_before_a_number_is_taken(session: Session, cast: Cast) -> None:
    strange = papers.minutes(presence=(Presence(label="出席", people=(Attendee(name="王\U000323af"),)),))
    with pytest.raises(GlyphMissing, match="王\U000323af"):
        actions.issue(session, strange, draft(), partnership_id=cast.pair.id, actor=cast.actor(cast.shen), now=NOW)
    assert issue(session, cast).sequence == 1


def test_two_clerks_at_once_get_two_numbers(cast: Cast, engine: sa.Engine) -> None:
    reach = Reach(frozenset({cast.dong.id, cast.qi.id}), frozenset({cast.pair.id}))

    def one(_: int) -> int:
        with transaction(engine, reach, now=NOW) as session:
            return issue(session, cast).sequence

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(one, range(16))) == list(range(1, 17))


def test_two_requests_for_the_same_thing_issue_it_once(cast: Cast, engine: sa.Engine) -> None:
    reach = Reach(frozenset({cast.dong.id, cast.qi.id}), frozenset({cast.pair.id}))

    def one(_: int) -> bool:
        try:
            with transaction(engine, reach, now=NOW) as session:
                issue(session, cast, subject="minutes:1")
        except rules.AlreadyIssued:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 1


def test_without_fonts_only_the_issue_is_refused_and_no_number_is_taken(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setenv("FONTS_CONF", "/nowhere/fonts.conf")
        with pytest.raises(FontsMissing, match="flask doctor"):
            issue(session, cast)
    assert issue(session, cast).sequence == 1


def test_the_same_thing_is_issued_once(session: Session, cast: Cast) -> None:
    issue(session, cast, subject="minutes:1")
    with pytest.raises(rules.AlreadyIssued, match="1号"):
        issue(session, cast, subject="minutes:1")


def test_an_entered_number_is_kept_as_it_is_and_used_once(session: Session, cast: Cast) -> None:
    taken = issue(session, cast, number=NumberDraft(entered=" D委函〔2026〕8号 "))
    assert (taken.number, taken.series, taken.sequence) == ("D委函〔2026〕8号", "D委函", 8)
    with pytest.raises(rules.NumberTaken, match="D委函〔2026〕8号"):
        issue(session, cast, number=NumberDraft(entered="D委函〔2026〕8号"))
    assert issue(session, cast, number=NumberDraft(entered="D委函〔2026〕3号")).sequence == 3


def test_a_finished_document_is_issued_and_both_towns_are_told_once(
    session: Session, cast: Cast, reaching: Callable[..., Session]
) -> None:
    document = issue(session, cast)
    finished(session)
    session.commit()
    assert queries.find_for_subject(session, document.subject) == document
    assert document.state is DocumentState.ISSUED
    deeds = session.exec(select(AuditEntry.deed).where(AuditEntry.subject == f"document:{document.id}")).all()
    assert sorted(deeds) == ["documents.finish", "documents.issue"]
    session.rollback()
    for town in (cast.dong, cast.qi):
        reader = reaching(town)
        told = reader.exec(select(Notice).where(Notice.kind == "documents.issued")).all()
        reader.rollback()
        assert told
        assert all("已印发" in notice.text for notice in told)


def test_the_public_face_holds_the_hashes_and_nothing_else(session: Session, cast: Cast) -> None:
    document = issue(session, cast)
    finished(session)
    face = queries.find_code(session, rules.shown_code(document.code).lower())
    assert face
    assert (face.pdf_hash, face.docx_hash, face.content_hash) == ("a" * 64, "b" * 64, document.content_hash)
    assert set(VerificationCode.model_fields) == {
        *("code", "document_id", "title", "number", "organs", "formed_on", "printed_on"),
        *("content_hash", "pdf_hash", "docx_hash", "corrected_by", "corrected_by_code"),
    }


def test_a_claimed_document_is_free_again_after_its_lease(session: Session, cast: Cast) -> None:
    issue(session, cast)
    first = actions.claim_next(session, NOW)
    assert first
    assert actions.claim_next(session, NOW + timedelta(seconds=30)) is None
    second = actions.claim_next(session, NOW + rules.LEASE)
    assert second
    assert not actions.finish(session, first, pdf_hash="1" * 64, docx_hash="2" * 64, now=NOW)
    assert actions.finish(session, second, pdf_hash="3" * 64, docx_hash="4" * 64, now=NOW)
    assert queries.get_document(session, second.document_id).pdf_hash == "3" * 64


def test_after_five_failures_people_are_asked_to_look_and_may_try_again(session: Session, cast: Cast) -> None:
    document = issue(session, cast)
    when = NOW
    for _ in range(rules.MOST_ATTEMPTS):
        claimed = actions.claim_next(session, when)
        assert claimed
        actions.put_back(session, claimed, "磁盘已满", now=when)
        when += timedelta(hours=1)
    assert document.state is DocumentState.FAILED
    assert actions.claim_next(session, when) is None
    session.commit()
    assert session.exec(select(Notice).where(Notice.kind == "documents.failed")).first()
    actions.retry(session, document.id, actor=cast.actor(cast.ma), now=when)
    finished(session, when)
    with pytest.raises(rules.NotFailed):
        actions.retry(session, document.id, actor=cast.actor(cast.ma), now=when)


def test_an_issued_document_is_corrected_and_never_changed(session: Session, cast: Cast) -> None:
    original = issue(session, cast)
    correction = Correction(
        mark=SERIES,
        issuer=SERIES,
        source=Source(title=original.title, number=original.number, formed_on=original.formed_on),
        fixes=(Fix(place="第一部分", wrong="甲", right="乙"),),
        reason="录入差错",
    )

    def correct() -> Document:
        said = draft(corrects_id=original.id, number=NumberDraft(series=f"{SERIES}更正"))
        return actions.issue(
            session, correction, said, partnership_id=cast.pair.id, actor=cast.actor(cast.shen), now=NOW
        )

    with pytest.raises(rules.NotCorrectable):
        correct()
    finished(session)
    made = correct()
    finished(session)
    face = queries.find_code(session, original.code)
    assert face
    assert (face.corrected_by, face.corrected_by_code) == (made.number, made.code)
    assert queries.corrections_of(session, original.id) == [made]


@pytest.mark.parametrize(
    "change", ["title = 'x'", "content_hash = 'x'", "number = 'x'", "pdf_hash = 'x'", "state = 'queued'"]
)
def test_the_database_refuses_to_change_what_was_issued(
    session: Session, cast: Cast, owner: sa.Engine, change: str
) -> None:
    issue(session, cast)
    finished(session)
    session.commit()
    with pytest.raises(sa.exc.DBAPIError, match="never change"), owner.begin() as connection:
        connection.execute(sa.text(f"UPDATE document SET {change}"))


def test_the_database_refuses_to_delete_what_was_issued(session: Session, cast: Cast, owner: sa.Engine) -> None:
    issue(session, cast)
    finished(session)
    session.commit()
    with pytest.raises(sa.exc.DBAPIError, match="never change"), owner.begin() as connection:
        connection.execute(sa.text("DELETE FROM document"))


def test_a_stranger_sees_no_document_and_no_series(
    session: Session, cast: Cast, reaching: Callable[..., Session]
) -> None:
    document = issue(session, cast)
    session.commit()
    subject, document_id, number = document.subject, document.id, document.number
    stranger = reaching(cast.wai)
    assert queries.find_for_subject(stranger, subject) is None
    assert queries.register(stranger, queries.Search()).total == 0
    with pytest.raises(NotFound):
        queries.get_document(stranger, document_id)
    assert queries.get_document(reaching(cast.qi), document_id).number == number


def test_the_register_is_searched_and_filtered(session: Session, cast: Cast) -> None:
    issue(session, cast)
    issue(session, cast, number=NumberDraft(entered="D委函〔2026〕8号"))
    found = queries.register(session, queries.Search(number="D委函"))
    assert [d.number for d in found.rows] == ["D委函〔2026〕8号"]
    assert queries.register(session, queries.Search(year=2025)).total == 0
    assert len(queries.whole_register(session, queries.Search(state=DocumentState.QUEUED))) == 2
    assert queries.years(session) == [2026]


def test_states_are_listed_by_subject(session: Session, cast: Cast) -> None:
    issue(session, cast, subject="minutes:1")
    assert queries.states_of(session, ["minutes:1", "minutes:2"]) == {"minutes:1": DocumentState.QUEUED}


def test_equal_contents_have_equal_hashes_whatever_their_numbers(session: Session, cast: Cast) -> None:
    one, two = issue(session, cast), issue(session, cast)
    assert one.content_hash == two.content_hash
    assert one.code != two.code
    assert replace(papers.minutes()) == papers.minutes()
    assert isinstance(one.id, UUID)
    assert session.exec(select(VerificationCode).where(col(VerificationCode.code) == one.code)).one()
