"""The agreement says what both towns have filled in, and is issued with each party's number."""

from postings import agreed_pair, filled
from sqlmodel import select

from app.documents.models import Document, DocumentKind
from app.pacts import queries
from app.secondments.models import Exchange
from app.typeset import rules as typeset


def test_every_agreed_point_stands_in_the_agreement(session, cast):
    content = queries.content_of(session, filled(session, cast))
    said = str(typeset.to_data(content))
    for words in (
        "D镇、Q镇互派挂职协议",
        "林芳",
        "小钱",
        "2026年4月1日",
        "2026年9月30日",
        "不改变行政隶属关系",
        "党员组织关系",
        "工伤和意外伤害保险由派出单位承担",
        "一式四份，双方各执两份",
        "走访居民不少于一百户",
    ):
        assert words in said, words
    assert [p.name for p in content.parties] == ["中共D镇委员会", "中共Q镇委员会"]
    assert typeset.blanks(content) == ()


def test_the_last_key_issues_it_with_both_parties_numbers(reaching, cast):
    mine, _ = agreed_pair(reaching, cast)
    session = reaching(cast.dong)
    document = queries.document_of(session, session.get_one(Exchange, mine.exchange_id))
    assert document is not None
    assert document.kind is DocumentKind.AGREEMENT
    assert document.party_numbers.split("\n") == ["D委协〔2026〕1号", "Q委协〔2026〕1号"]
    assert len(session.exec(select(Document)).all()) == 1
