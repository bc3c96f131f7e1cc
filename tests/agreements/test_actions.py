"""From a template to both keys on one wording: who sees it when, what drops keys, and that nothing typed is lost."""

import bargaining
import keys
import pytest
import sqlalchemy as sa
from bargaining import NOW, reworded, seen

from app.agreements import actions, queries, rules
from app.agreements.models import AgreementState
from app.consents import queries as consents
from app.consents.models import ConsentState, RefusalDraft
from app.consents.rules import ContentChanged, LegalReviewMissing
from app.kit.errors import NotFound
from app.notifications.models import Notice
from app.precedents.models import PartyText
from app.typeset import rules as typeset


def save(session, cast, agreement, town, text, base=None, note=""):
    found = seen(session, agreement, town)
    person = cast.ma if town is cast.dong else cast.yan
    base = found.version if base is None else base
    return actions.save(session, found, text, base=base, note=note, actor=cast.actor(person), now=NOW)


def test_a_draft_is_its_towns_own_until_it_is_put_to_the_partner(reaching, cast):
    agreement = bargaining.begun(reaching, cast)
    with reaching(cast.qi) as theirs:
        with pytest.raises(NotFound):
            seen(theirs, agreement, cast.qi)
        assert queries.find_all(theirs, cast.qi.id) == []

    with reaching(cast.dong, now=NOW) as ours:
        actions.table(ours, seen(ours, agreement, cast.dong), actor=cast.actor(cast.ma), now=NOW)
        ours.commit()
    with reaching(cast.qi) as theirs:
        found = seen(theirs, agreement, cast.qi)
        assert (found.state, found.edition) == (AgreementState.TABLED, 1)
        assert [v.edition for v in queries.versions_of(theirs, found)] == [1]  # what was saved before stays private
        assert "甲乙双方" in queries.content_of(theirs, found).preamble
    with reaching(cast.wai) as strangers, pytest.raises(NotFound):
        seen(strangers, agreement, cast.wai)


def test_either_town_changes_the_text_on_the_table_and_the_other_is_told(reaching, cast):
    agreement = bargaining.tabled(reaching, cast)
    with reaching(cast.qi, now=NOW) as theirs:
        text = reworded(queries.text_of(theirs, seen(theirs, agreement, cast.qi)), 0, "改过的目的。")
        assert save(theirs, cast, agreement, cast.qi, text, note="明确目的").version == 3
        theirs.commit()
    with reaching(cast.dong) as ours:
        found = seen(ours, agreement, cast.dong)
        assert found.edition == 2
        (change,) = queries.differences(ours, found, 2, 3)
        assert change.label == "第一条　合作目的"
        told = ours.exec(sa.select(Notice.title).where(Notice.kind == "agreements.changed")).all()
        assert len(told) == 2  # 文书 and 主任


def test_two_who_change_different_articles_are_joined_and_the_same_one_is_kept_beside(reaching, cast):
    agreement = bargaining.tabled(reaching, cast)
    with reaching(cast.dong, now=NOW) as ours:
        text = queries.text_of(ours, seen(ours, agreement, cast.dong))
        save(ours, cast, agreement, cast.dong, reworded(text, 0, "甲方改的目的。"))
        ours.commit()
    with reaching(cast.qi, now=NOW) as theirs:
        joined = save(theirs, cast, agreement, cast.qi, reworded(text, 1, "乙方改的原则。"), base=2)
        theirs.commit()
        aside = save(theirs, cast, agreement, cast.qi, reworded(text, 0, "乙方改的目的。"), base=2)
        theirs.commit()
        found = seen(theirs, agreement, cast.qi)
        standing = queries.text_of(theirs, found)
        assert (joined.was_merged, [a.body for a in standing.articles[:2]]) == (
            True,
            ["甲方改的目的。", "乙方改的原则。"],
        )
        mine, (conflict,) = queries.met(theirs, found, queries.get_aside(theirs, found, aside.aside_id))
        assert mine.articles[0].body == "乙方改的目的。"
        assert "甲方改的目的。" in conflict.theirs
    with reaching(cast.dong) as ours, pytest.raises(NotFound):
        queries.get_aside(ours, seen(ours, agreement, cast.dong), aside.aside_id)  # the other town's own attempt


def test_both_keys_fit_the_one_content_that_is_printed(reaching, cast):
    agreement = bargaining.asked(reaching, cast)
    bargaining.turned(reaching, cast, agreement, cast.qi)
    with reaching(cast.dong, now=NOW) as ours:
        keys.check(ours, seen(ours, agreement, cast.dong).consent_id, cast, cast.dong, NOW)
        consent = bargaining.turn(ours, agreement, cast, cast.dong)
        ours.commit()
        found = seen(ours, agreement, cast.dong)
        assert (found.state, found.formed_on) == (AgreementState.CONCLUDED, NOW.date())
        assert consent.content_hash == typeset.content_hash(queries.content_of(ours, found))
        assert consent.content["facts"]["until_on"] == "2029-11-30"
        with pytest.raises(rules.NotEditable):
            save(ours, cast, agreement, cast.dong, reworded(queries.text_of(ours, found), 0, "晚了。"))


def test_a_change_drops_the_keys_and_a_key_on_the_text_before_is_refused(reaching, cast):
    agreement = bargaining.asked(reaching, cast)
    bargaining.turned(reaching, cast, agreement, cast.dong)
    bargaining.checked(reaching, cast, agreement, cast.qi)
    with reaching(cast.qi, now=NOW) as theirs:
        found = seen(theirs, agreement, cast.qi)
        before = queries.version_on_table(theirs, found).content_hash
        save(theirs, cast, agreement, cast.qi, reworded(queries.text_of(theirs, found), 0, "新的目的。"))
        consent = consents.get(theirs, found.consent_id)
        assert (consents.keys_of(theirs, consent), consent.round) == ([], 2)
        assert [k.turned_by_name for k in consents.fallen_keys(theirs, consent)] == ["沈卫东"]
        with pytest.raises(ContentChanged):
            actions.turn_key(theirs, found, bargaining.key(before), actor=cast.actor(cast.xu), now=NOW)


def test_a_key_needs_committee_and_legal_review_behind_it(reaching, cast):
    agreement = bargaining.asked(reaching, cast)
    bargaining.checked(reaching, cast, agreement, cast.qi)
    with reaching(cast.qi, now=NOW) as theirs:
        found = seen(theirs, agreement, cast.qi)
        draft = bargaining.key(queries.version_on_table(theirs, found).content_hash)
        draft.basis.legal_review = ""
        with pytest.raises(LegalReviewMissing):
            actions.turn_key(theirs, found, draft, actor=cast.actor(cast.xu), now=NOW)


def test_a_refused_text_is_changed_and_asked_anew(reaching, cast):
    agreement = bargaining.asked(reaching, cast)
    with reaching(cast.qi, now=NOW) as theirs:
        found = seen(theirs, agreement, cast.qi)
        seen_hash = queries.version_on_table(theirs, found).content_hash
        actions.refuse(
            theirs, found, RefusalDraft(seen_hash=seen_hash, reason="期限太长"), actor=cast.actor(cast.xu), now=NOW
        )
        theirs.commit()
    with reaching(cast.dong, now=NOW) as ours:
        found = seen(ours, agreement, cast.dong)
        text = queries.text_of(ours, found)
        terms = text.terms.model_copy(update={"until_on": text.terms.from_on.replace(year=2027)})
        save(ours, cast, agreement, cast.dong, text.model_copy(update={"terms": terms}))
        assert consents.get(ours, found.consent_id).state is ConsentState.OPEN
        assert "至2027年12月1日止" in str(queries.content_of(ours, found).articles)  # the article follows the fact


def test_gaps_and_references_that_lead_nowhere_are_refused_before_any_key_is_asked(reaching, cast):
    agreement = bargaining.tabled(reaching, cast)
    with reaching(cast.dong, now=NOW) as ours:
        found = seen(ours, agreement, cast.dong)
        text = queries.text_of(ours, found)
        save(ours, cast, agreement, cast.dong, reworded(text, 0, "见{第:罚则}和{附件:清单}。"))
        with pytest.raises(rules.PlacesUnknown, match=r"附件:清单.*第:罚则"):
            actions.ask(ours, found, actor=cast.actor(cast.ma), now=NOW)


def test_costs_that_nobody_filled_in_are_refused_before_any_key_is_asked(reaching, cast):
    agreement = bargaining.tabled(reaching, cast)
    with reaching(cast.dong, now=NOW) as session:
        found = seen(session, agreement, cast.dong)
        text = queries.text_of(session, found)
        open_one = text.model_copy(update={"terms": text.terms.model_copy(update={"fee": ""})})
        actions.save(session, found, open_one, base=found.version, actor=cast.actor(cast.ma), now=NOW)
        with pytest.raises(rules.PlacesUnknown, match="费用"):
            actions.ask(session, found, actor=cast.actor(cast.ma), now=NOW)


def test_a_gap_is_named_as_a_clerk_would_and_a_reference_as_it_was_typed():
    assert rules.as_said("{待填：项目名称}") == "项目名称"
    assert rules.as_said("{第:罚则}") == "{第:罚则}"


def test_an_enterprise_without_an_account_is_a_party_and_the_copies_follow(reaching, cast):
    agreement = bargaining.tabled(reaching, cast)
    with reaching(cast.dong, now=NOW) as ours:
        found = seen(ours, agreement, cast.dong)
        text = queries.text_of(ours, found)
        farm = PartyText(name="崇启农业科技有限公司", credit_code="91310151MA1J0ABC1X", representative="施军")
        save(ours, cast, agreement, cast.dong, text.model_copy(update={"parties": (*text.parties, farm)}))
        content = queries.content_of(ours, found)
        assert content.facts.copies == 6
        assert content.parties[2].details == ("统一社会信用代码：91310151MA1J0ABC1X", "法定代表人（负责人）：施军")
        assert len(queries.towns_in(ours, found)) == 2
        with pytest.raises(rules.TooFewTowns):
            save(ours, cast, agreement, cast.dong, text.model_copy(update={"parties": (text.parties[0], farm)}))


def test_only_the_drafting_town_asks_recalls_and_withdraws(reaching, cast):
    agreement = bargaining.asked(reaching, cast)
    with reaching(cast.qi, now=NOW) as theirs:
        found = seen(theirs, agreement, cast.qi)
        for deed in (actions.recall, actions.withdraw):
            with pytest.raises(rules.NotTheDrafter):
                deed(theirs, found, reason="不签了", actor=cast.actor(cast.yan), now=NOW)
    with reaching(cast.dong, now=NOW) as ours:
        found = seen(ours, agreement, cast.dong)
        actions.recall(ours, found, reason="再议", actor=cast.actor(cast.ma), now=NOW)
        assert found.state is AgreementState.TABLED
        actions.ask(ours, found, actor=cast.actor(cast.ma), now=NOW)
        actions.withdraw(ours, found, reason="不签了", actor=cast.actor(cast.ma), now=NOW)
        assert found.state is AgreementState.WITHDRAWN


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreement_version SET note = 'x'",
        "DELETE FROM agreement_version",
        "UPDATE agreement SET state = 'concluded'",
    ],
)
def test_the_database_keeps_versions_and_needs_keys(reaching, cast, raw, statement):
    agreement = bargaining.asked(reaching, cast)
    table = statement.replace("UPDATE", "").replace("DELETE FROM", "").split()[0]
    column = "agreement_id" if table == "agreement_version" else "id"
    marked = f"{statement} WHERE {column} = '{agreement.id}'"
    assert not raw(sa.text(marked), cast.dong)
    assert not raw(sa.text(marked.replace(str(agreement.id), agreement.id.hex)), cast.dong)
