"""挂职通知 of one town: composed from what both signed, three steps, a number, then fixed; private to the town."""

from datetime import UTC, datetime

import pytest
from keys import check
from postings import agreed_pair, key_draft
from sqlmodel import select

from app.circulars import actions, queries, rules
from app.circulars.models import Circular, CircularDraft
from app.secondments.models import Exchange
from app.towns.models import Organ

NOW = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
DRAFT = CircularDraft(to=rules.SEND_TO, copies_to="崇明区委组织部，Q镇党委", entered_number="D委干〔2026〕3号")


@pytest.fixture
def exchange(reaching, cast):
    mine, _ = agreed_pair(reaching, cast)
    with reaching(cast.dong, now=NOW) as session:
        return session.get_one(Exchange, mine.exchange_id)


def sign(session, cast, exchange, circular):
    consent = actions.submit(session, exchange, circular, actor=cast.actor(cast.ma), now=NOW)
    check(session, consent.id, cast, cast.dong, NOW)
    return actions.turn_key(session, circular, key_draft(consent), actor=cast.actor(cast.shen), now=NOW)


def test_the_notice_names_who_leaves_and_who_comes(reaching, cast, exchange):
    session = reaching(cast.dong, now=NOW)
    notice = queries.content_of(actions.write(session, exchange, DRAFT, actor=cast.actor(cast.ma), now=NOW))
    said = "".join(block.text for block in notice.body)
    assert notice.title == "关于林芳、小钱同志挂职的通知"
    assert "林芳同志（D镇党群服务中心，社区工作者）到Q镇党群服务中心挂职，挂任居（村）委会主任助理" in said
    assert "小钱同志（Q镇党群服务中心，社区工作者）到D镇党群服务中心挂职" in said
    assert "不改变行政隶属关系" in said
    assert notice.copies_to == ("崇明区委组织部", "Q镇党委")


def test_signed_it_has_its_number_and_day_and_stays(reaching, cast, exchange):
    session = reaching(cast.dong, now=NOW)
    circular = actions.write(session, exchange, DRAFT, actor=cast.actor(cast.ma), now=NOW)
    sign(session, cast, exchange, circular)
    assert (circular.number, str(circular.formed_on)) == ("D委干〔2026〕3号", "2026-03-12")
    with pytest.raises(rules.IsSigned):
        actions.write(session, exchange, DRAFT, actor=cast.actor(cast.ma), now=NOW)
    session.commit()
    assert reaching(cast.qi).exec(select(Circular)).all() == []


def test_without_a_register_of_its_own_the_organ_counts_here(reaching, cast, exchange):
    session = reaching(cast.dong, now=NOW)
    blank = DRAFT.model_copy(update={"entered_number": ""})
    with pytest.raises(rules.NumberMissing):
        actions.write(session, exchange, blank, actor=cast.actor(cast.ma), now=NOW)
    organ = session.exec(select(Organ).where(Organ.town_id == cast.dong.id)).one()
    organ.own_numbers = True
    session.add(organ)
    circular = actions.write(session, exchange, blank, actor=cast.actor(cast.ma), now=NOW)
    sign(session, cast, exchange, circular)
    assert circular.number == "D委干〔2026〕1号"


def test_another_text_in_the_steps_begins_them_again(reaching, cast, exchange):
    session = reaching(cast.dong, now=NOW)
    circular = actions.write(session, exchange, DRAFT, actor=cast.actor(cast.ma), now=NOW)
    consent = actions.submit(session, exchange, circular, actor=cast.actor(cast.ma), now=NOW)
    check(session, consent.id, cast, cast.dong, NOW)
    other = DRAFT.model_copy(update={"copies_to": ""})
    actions.write(session, exchange, other, actor=cast.actor(cast.ma), now=NOW)
    assert consent.round == 2
