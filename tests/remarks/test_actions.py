"""Comments by article, refused articles with counter-text, adoption in one click, files worked on outside."""

import bargaining
import pytest
from bargaining import NOW, reworded, seen

from app.agreements import actions as agreements
from app.agreements import queries
from app.agreements.rules import NotYourAgreement
from app.consents import queries as consents
from app.consents.models import ConsentState
from app.files.models import Upload
from app.remarks import actions, rules
from app.remarks import queries as remarks
from app.remarks.models import CommentDraft, ObjectionDraft
from app.typeset.models import Imprint
from app.word.gateways import to_docx


def objection(text, place, counter="", reason="期限太长"):
    return ObjectionDraft(article_id=text.articles[place].id, reason=reason, counter_text=counter)


@pytest.fixture
def refused(reaching, cast):
    """Q镇's secretary refused two articles, one of them with a counter-text."""
    agreement = bargaining.asked(reaching, cast)
    with reaching(cast.qi, now=NOW) as session:
        found = seen(session, agreement, cast.qi)
        text = queries.text_of(session, found)
        raised = [objection(text, 0, "改为共同目的。", "表述不全"), objection(text, 5)]
        seen_hash = queries.version_on_table(session, found).content_hash
        actions.refuse(session, found, seen_hash, "总体赞成", raised, actor=cast.actor(cast.xu), now=NOW)
        session.commit()
    return agreement


def test_comments_of_a_draft_stay_in_town_and_on_the_table_both_answer(reaching, cast):
    agreement = bargaining.begun(reaching, cast)
    with reaching(cast.dong, now=NOW) as ours:
        found = seen(ours, agreement, cast.dong)
        actions.comment(ours, found, CommentDraft(text="先问财政"), actor=cast.actor(cast.ma), now=NOW)
        agreements.table(ours, found, actor=cast.actor(cast.ma), now=NOW)
        ours.commit()
    with reaching(cast.qi, now=NOW) as theirs:
        found = seen(theirs, agreement, cast.qi)
        assert remarks.threads_of(theirs, found) == {}
        article = queries.text_of(theirs, found).articles[3]
        about = CommentDraft(article_id=article.id, text="联络员请写到村居")
        first = actions.comment(theirs, found, about, actor=cast.actor(cast.yan), now=NOW)
        theirs.commit()
    with reaching(cast.dong, now=NOW) as ours:
        found = seen(ours, agreement, cast.dong)
        actions.comment(ours, found, CommentDraft(text="同意", reply_to=first.id), actor=cast.actor(cast.he), now=NOW)
        actions.settle(ours, found, first.id, actor=cast.actor(cast.he), now=NOW)
        (thread,) = remarks.threads_of(ours, found)[article.id]
        assert (thread.first.town, [s.comment.text for s in thread.answers], thread.is_open) == ("Q镇", ["同意"], False)
        with pytest.raises(rules.AlreadySettled):
            actions.settle(ours, found, first.id, actor=cast.actor(cast.he), now=NOW)
        with pytest.raises(NotYourAgreement):
            actions.comment(ours, found, CommentDraft(text="局外人"), actor=cast.actor(cast.bao), now=NOW)


def test_a_refusal_by_article_is_adopted_in_one_click_and_the_keys_are_asked_anew(reaching, cast, refused):
    with reaching(cast.dong, now=NOW) as ours:
        found = seen(ours, refused, cast.dong)
        refusal = consents.last_refusal(ours, found.consent_id)
        assert refusal.reason == "总体赞成；第一条：表述不全；第六条：期限太长"
        assert refusal.counter_text == "第一条：改为共同目的。"
        first, second = (r.objection for r in remarks.objections_of(ours, found, cast.dong.id))
        with pytest.raises(rules.NoCounterText):
            actions.adopt(ours, found, [second.id], actor=cast.actor(cast.ma), now=NOW)
        actions.adopt(ours, found, [first.id], actor=cast.actor(cast.ma), now=NOW)
        assert queries.text_of(ours, found).articles[0].body == "改为共同目的。"
        assert queries.version_on_table(ours, found).note == "采纳Q镇对第一条的意见"
        assert consents.get(ours, found.consent_id).state is ConsentState.OPEN


def test_nobody_adopts_onto_an_article_that_changed_since(reaching, cast, refused):
    with reaching(cast.dong, now=NOW) as ours:
        found = seen(ours, refused, cast.dong)
        text = reworded(queries.text_of(ours, found), 0, "另一种写法。")
        agreements.save(ours, found, text, base=found.version, actor=cast.actor(cast.ma), now=NOW)
        first = remarks.objections_of(ours, found, cast.dong.id)[0].objection
        with pytest.raises(rules.ArticleChanged):
            actions.adopt(ours, found, [first.id], actor=cast.actor(cast.ma), now=NOW)


def test_with_the_last_answer_the_unchanged_text_is_put_to_the_towns_again(reaching, cast, refused):
    with reaching(cast.qi, now=NOW) as theirs:
        own = remarks.objections_of(theirs, seen(theirs, refused, cast.qi), cast.qi.id)[0].objection
        with pytest.raises(rules.OwnObjection):
            actions.answer(theirs, seen(theirs, refused, cast.qi), own.id, "好", actor=cast.actor(cast.yan), now=NOW)
    with reaching(cast.dong, now=NOW) as ours:
        found = seen(ours, refused, cast.dong)
        first, second = (r.objection for r in remarks.objections_of(ours, found, cast.dong.id))
        actions.answer(ours, found, first.id, "沿用原文", actor=cast.actor(cast.ma), now=NOW)
        assert consents.get(ours, found.consent_id).state is ConsentState.REFUSED
        actions.answer(ours, found, second.id, "三年便于衔接", actor=cast.actor(cast.ma), now=NOW)
        again = consents.get(ours, found.consent_id)
        assert (again.state, again.round, found.version) == (ConsentState.OPEN, 2, 2)


def test_a_file_worked_on_outside_is_kept_beside_the_text(reaching, cast):
    agreement = bargaining.tabled(reaching, cast)
    with reaching(cast.qi, now=NOW) as theirs:
        found = seen(theirs, agreement, cast.qi)
        upload = Upload("修改稿.docx", to_docx(queries.content_of(theirs, found), Imprint()))
        kept = actions.enclose(theirs, found, upload, "科室意见", actor=cast.actor(cast.yan), now=NOW)
        theirs.commit()
    with reaching(cast.dong) as ours:
        assert [f.id for f in remarks.files_of(ours, seen(ours, agreement, cast.dong))] == [kept.id]
        assert seen(ours, agreement, cast.dong).version == 2
