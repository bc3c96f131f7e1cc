from datetime import date
from uuid import UUID, uuid4

import pytest

from app.rotation.rules import Cancel, Join, Skip, Swap, rotation
from app.series import rules
from app.series.models import Proposal, ProposalKind, ProposalState, SeriesDraft, Turn, TurnState

A, B, C = (UUID(int=n) for n in (1, 2, 3))
NAMES = {A: "D镇", B: "Q镇", C: "H镇"}


def turn(**change):
    data = {"number": 3, "nominal_on": date(2026, 10, 1), "day": date(2026, 10, 1), "host_id": A, "whose_id": A}
    scope = {"series_id": uuid4(), "partnership_id": uuid4(), "period_on": date(2026, 10, 1)}
    return Turn(**(data | scope | change))


def why(members, events, number):
    return [str(s) for s in rules.why_host(rotation(members, events, number)[-1], NAMES)]


@pytest.mark.parametrize(
    ("events", "number", "said"),
    [
        ([], 1, ["计入次数最少的有几个镇（各0次），按约定次序轮到D镇承办"]),
        ([], 2, ["Q镇计入次数最少（0次），轮到承办"]),
        ([Cancel(1)], 1, ["会议取消，不计入任何镇的次数"]),
        ([Skip(1, A)], 1, ["D镇因故不承办，欠一次，今后先还", "Q镇计入次数最少（0次），轮到承办"]),
        ([Skip(1, A)], 2, ["D镇此前因故未承办，欠的一次在本次还上"]),
        (
            [Swap(1, A, B)],
            1,
            [
                "计入次数最少的有几个镇（各0次），按约定次序轮到D镇承办",
                "经各镇确认对调，由Q镇承办，次数记在D镇，由D镇日后还轮",
            ],
        ),
        (
            [Swap(1, A, B)],
            2,
            ["Q镇计入次数最少（0次），轮到承办", "D镇在此前的对调中欠Q镇一次，本次由D镇还轮，次数记在Q镇"],
        ),
        (
            [Swap(1, A, B), Skip(1, B)],
            1,
            ["计入次数最少的有几个镇（各0次），按约定次序轮到D镇承办", "原约定的对调未能执行，已作废"],
        ),
    ],
    ids=str,
)
def test_every_turn_says_how_its_host_was_chosen(events, number, said):
    assert why([A, B], events, number) == said


def test_a_newcomers_turn_is_explained_too():
    assert why([A, B], [Join(2, C)], 3) == ["H镇计入次数最少（0次），轮到承办"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "None"),
        ({"day": date(2026, 10, 8), "cause": "国庆节"}, "原定2026年10月1日，遇国庆节顺延至10月8日"),
        (
            {"day": date(2026, 10, 8), "cause": "防汛应急", "is_postponed": True},
            "原定2026年10月1日，改期至2026年10月8日，原因：防汛应急",
        ),
        ({"day": date(2026, 10, 9)}, "原定2026年10月1日，由承办镇确定为2026年10月9日"),
    ],
)
def test_a_moved_day_says_why(change, said):
    assert str(rules.moved_in_words(turn(**change))) == said


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (ProposalKind.SWAP, "第3次会议由D镇对调给Q镇承办"),
        (ProposalKind.SKIP, "第3次会议D镇因故不承办"),
        (ProposalKind.JOIN, "D镇加入轮值"),
        (ProposalKind.FOUND, "设立轮值安排：联席会议"),
        (ProposalKind.TERMS, "调整轮值安排：联席会议"),
    ],
)
def test_a_proposal_has_a_title_in_words(kind, title):
    proposal = Proposal(kind=kind, town_id=A, other_id=B, draft={"name": "联席会议"})
    assert str(rules.title_of(proposal, NAMES, 3)) == title


def test_the_numbers_are_said_in_words():
    draft = SeriesDraft(name="联席会议", first_on=date(2026, 11, 1), order=[A, B])
    assert [str(s) for s in rules.terms_in_words(draft)] == [
        "会前15天截止征集议题",
        "会前7天发会议通知",
        "会前3天、1天各提醒参会一次",
        "会后5个工作日内起草会议纪要",
        "提前排定6次会议，会前45天起由承办镇确认时间地点",
    ]


@pytest.mark.parametrize("state", [TurnState.HELD, TurnState.CANCELLED])
def test_a_turn_that_is_over_stays_as_it_is(state):
    with pytest.raises(rules.TurnIsOver):
        rules.check_turn(turn(state=state))


def test_a_repaying_turn_is_not_swapped_again():
    with pytest.raises(rules.OwesThisTurn):
        rules.check_swap(turn(host_id=B, whose_id=A), C, [A, B, C])


@pytest.mark.parametrize(("taker", "refusal"), [(A, rules.SwapWithItself), (C, rules.NotThatTown)])
def test_a_swap_is_with_another_town_of_the_series(taker, refusal):
    with pytest.raises(refusal):
        rules.check_swap(turn(), taker, [A, B])


def test_two_questions_about_one_turn_are_not_open_at_once():
    turn_id = uuid4()
    for state, is_refused in [(ProposalState.OPEN, True), (ProposalState.REFUSED, False)]:
        others = [Proposal(kind=ProposalKind.SWAP, turn_id=turn_id, state=state)]
        if is_refused:
            with pytest.raises(rules.AlreadyProposed):
                rules.check_alone(others, turn_id)
        else:
            rules.check_alone(others, turn_id)


def test_the_keys_fit_the_terms_and_their_words():
    draft = SeriesDraft(name="联席会议", first_on=date(2026, 11, 1), order=[A, B])
    content = rules.content_of(draft, rules.terms_in_words(draft))
    other = rules.content_of(draft.model_copy(update={"order": [B, A]}), rules.terms_in_words(draft))
    assert content["words"] == other["words"]
    assert content != other
