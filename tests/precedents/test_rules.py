"""The words of agreements: templates, numbering, facts that articles cannot contradict, what follows an agreement."""

from datetime import date
from uuid import uuid4

import pytest

from app.contracts import rules as contracts
from app.precedents import gateways, rules
from app.precedents.models import (
    AgreementKind,
    AnnexText,
    ArticleText,
    PartyText,
    Relation,
    Switch,
    TermsText,
)
from app.typeset import rules as typeset

TODAY = date(2026, 11, 23)
PARTIES = [PartyText(town_id=uuid4(), organ_id=uuid4(), name=f"{name}镇人民政府") for name in "DQ"]
NAMES = {"各镇": "D镇、Q镇", "联合体": "红梅同心毗邻党建联合体"}
SUBJECTS = {"目的", "费用", "安全", "期限", "变更", "争议", "份数", "附则"}


def first(kind=AgreementKind.FRAMEWORK, parties=PARTIES):
    return rules.first_text(kind, gateways.get(kind), parties, NAMES, ["D镇", "Q镇"], TODAY)


def said(text):
    return [block.text for block in contracts.body(rules.wording(text))]


@pytest.mark.parametrize("kind", list(AgreementKind))
def test_every_template_is_whole_and_refers_only_to_what_is_there(kind):
    text = first(kind)
    usual = [a for a in ("venues", "services", "postings") if "附件" in str(text.articles)]
    text = text.model_copy(update={"annexes": tuple(AnnexText(source=s, title=s) for s in usual)})
    assert {a.key for a in text.articles} >= SUBJECTS
    assert [p for p in rules.unknown_places(text) if "待填" not in p] == []
    assert typeset.blanks(rules.wording(text)) == ()
    assert "〔" not in str(rules.wording(text))


def test_services_name_what_the_law_asks_of_common_processing():
    words = "".join(said(first(AgreementKind.SERVICES)))
    for must in ("告知", "单独同意", "监护人", "删除", "影响评估", "泄露", "连带责任", "查阅"):
        assert must in words
    assert first(AgreementKind.SERVICES).terms.switches == (Switch.SERVICES, Switch.PERSONAL_DATA)


def test_the_articles_say_the_facts_and_follow_them():
    text = first()
    assert "本协议自2026年12月1日起至2029年11月30日止。期满前六十日，双方协商是否续签；续签的，另行签订协议。" in said(
        text
    )
    terms = TermsText(from_on=date(2027, 1, 1), copies_each=3, fee="由甲方承担。", switches=(Switch.VENUES,))
    changed = said(text.model_copy(update={"terms": terms, "parties": (*PARTIES, PartyText(name="崇启农业公司"))}))
    assert any("自2027年1月1日起执行，未约定终止日期" in s for s in changed)
    assert any("一式九份，各方各执三份" in s for s in changed)
    assert "由甲方承担。" in changed
    assert "双方" in "".join(said(text))
    assert "各方" not in "".join(said(text))
    assert "双方" not in "".join(changed)
    assert any("相互开放和预约场地的依据" in s for s in changed)
    assert rules.facts_of(text).copies == 4


def test_typed_numbers_give_way_to_the_place_and_references_follow():
    body = "甲方负责：\n(三)开门；\n（一）供电：\n1.照明；\n2、空调。\n1.5倍以下不计。\n其余另议，见{第:期限}。"
    article = rules.article_of(ArticleText(heading="分工", body=body))
    assert [i.text for i in article.items] == ["开门；", "供电："]
    assert article.items[1].points == ("照明；", "空调。")
    assert article.closing == "1.5倍以下不计。\n其余另议，见{第:期限}。"
    text = first()
    moved = text.model_copy(update={"articles": (*text.articles[1:], text.articles[0])})
    assert any("按照第七条约定的期限执行" in s for s in said(moved))


def test_what_is_still_open_is_a_gap_and_cannot_be_asked_for_keys():
    text = first(AgreementKind.PROJECT)
    assert "{待填：项目名称}" in rules.unknown_places(text)
    assert any("项目名称" in s and "{" not in s for s in said(text))
    assert rules.open_facts(text) == ("费用",)
    filled = text.model_copy(update={"terms": text.terms.model_copy(update={"fee": "各承担一半。"})})
    assert rules.open_facts(filled) == ()


def test_a_renewal_takes_the_next_term_and_a_termination_names_what_it_ends():
    text = first(AgreementKind.VENUES)
    renewed = rules.sequel(rules.Earlier(text, ""), Relation.RENEWAL, None, TODAY)
    assert (renewed.terms.from_on, renewed.terms.until_on) == (date(2028, 12, 1), date(2030, 11, 30))
    assert {a.id for a in renewed.articles}.isdisjoint(a.id for a in text.articles)
    earlier = rules.Earlier(text, "D府协〔2026〕3号\nQ府协〔2026〕5号")
    ended = rules.sequel(earlier, Relation.TERMINATION, gateways.get(Relation.TERMINATION), TODAY)
    assert ended.title == "解除《D镇、Q镇党群服务阵地共享协议》协议"
    assert "（D府协〔2026〕3号、Q府协〔2026〕5号）" in ended.preamble
    assert any("原协议自2026年12月1日起解除" in s for s in said(ended))
    more = rules.sequel(earlier, Relation.SUPPLEMENT, gateways.get(Relation.SUPPLEMENT), TODAY)
    assert more.terms.until_on == text.terms.until_on


@pytest.mark.parametrize(
    ("from_on", "until_on", "expected"),
    [
        (date(2026, 12, 1), date(2027, 11, 30), (date(2027, 12, 1), date(2028, 11, 30))),
        (date(2026, 3, 15), date(2027, 3, 14), (date(2027, 3, 15), date(2028, 3, 13))),
        (date(2026, 3, 15), None, (date(2026, 3, 15), None)),
    ],
)
def test_the_next_term_is_as_long_as_the_last(from_on, until_on, expected):
    terms = rules.next_term(TermsText(from_on=from_on, until_on=until_on))
    assert (terms.from_on, terms.until_on) == expected
