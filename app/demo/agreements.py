"""Agreements of the demo: three in force, one close to renewal, one whose refused article became a topic."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from app.agreements import actions as agreements
from app.agreements import queries
from app.agreements.models import Agreement, BeginDraft
from app.concluding import actions as concluding
from app.consents.models import KeyDraft
from app.demo.keys import Turn, turn_all, turn_one
from app.demo.stage import Stage
from app.kit import clock
from app.kit.actor import Actor
from app.precedents.models import AgreementKind, AgreementText
from app.precedents.rules import add_months
from app.remarks import actions as remarks
from app.remarks.models import CommentDraft, ObjectionDraft
from app.topics import actions as topics
from app.topics.models import TopicDraft
from app.towns import queries as towns

COMMITTEE, GOVERNMENT = "委", "府"
FILLED = {
    "项目名称": "启隆界河南岸步道和照明改造",
    "项目地点": "界河南岸长江新村社区至兴隆社区段",
    "建设内容和规模": "整修步道1.2公里，更新路灯46盏，增设休息座椅20处",
    "受益范围": "长江新村社区、兴隆社区及沿线居民约3200户",
}
FEE = "项目总投资约86万元，由双方各承担一半；竣工后的养护费用由双方各承担一半，每年一月底前付清。"
REASON = "养护资金须经本镇年度预算安排，建议按实际受益面积分摊，并写明次年预算后支付。"
COUNTER = "项目养护费用由各方按实际受益面积分摊，列入各方次年部门预算后三十日内支付；未列入预算前，由牵头方垫付。"


@dataclass(frozen=True)
class Plan:
    """An agreement that was concluded: by which organs, how long ago, and for how long."""

    kind: AgreementKind
    organ: str
    days_ago: int
    """When it was concluded; it holds from the first of the next month on."""
    months: int
    """Its term; 0: the year that ends in a few weeks."""
    numbers: tuple[int, int]


PLANS = (
    Plan(AgreementKind.SERVICES, GOVERNMENT, 410, 36, (4, 6)),
    Plan(AgreementKind.FRAMEWORK, COMMITTEE, 350, 0, (36, 41)),  # time to renew
    Plan(AgreementKind.VENUES, GOVERNMENT, 330, 36, (7, 9)),
)


def plan(stage: Stage, today: date) -> None:
    """Put the agreements on the stage's list."""
    for one in PLANS:
        _lay(stage, today - timedelta(days=one.days_ago), one)
    stage.later(clock.at(today - timedelta(days=6), "10:20"), lambda: _discuss(stage, today))


def _lay(stage: Stage, day: date, one: Plan) -> None:
    """What would have happened before the first day of the stage happens on it."""
    stage.later(max(clock.at(day, "09:40"), stage.now), lambda: conclude(stage, one, day))


def conclude(stage: Stage, one: Plan, day: date) -> UUID:
    """Drafted by D镇, put to Q镇, checked and signed by both, numbered from both registers."""
    today = day + timedelta(days=one.days_ago)
    term = whole_months(add_months(day.replace(day=1), 1), one.months) if one.months else ending_year(today)
    agreement_id, consent_id = ask(stage, one.kind, one.organ, term)
    for key, number in zip("DQ", one.numbers, strict=True):
        give_number(stage, agreement_id, key, number_of(stage, key, one.organ, number))
    turn_all(stage, consent_id, key_of(stage, agreement_id))
    return agreement_id


def whole_months(from_on: date, months: int) -> tuple[date, date]:
    """2026年1月1日 to 2028年12月31日, as clerks agree on terms."""
    return from_on, add_months(from_on, months) - timedelta(days=1)


def ending_year(today: date) -> tuple[date, date]:
    """Twelve months that end in three to eight weeks, with a month."""
    after = add_months(today.replace(day=1), 1 if today.day <= 10 else 2)
    return add_months(after, -12), after - timedelta(days=1)


def ask(stage: Stage, kind: AgreementKind, organ: str, term: tuple[date, date]) -> tuple[UUID, UUID]:
    """From the template to 提请签发; the ids of agreement and consent."""
    with stage.acting("malin") as (session, actor):
        organs = tuple(_organ(session, stage.towns[key].id, organ) for key in "DQ")
        draft = BeginDraft(stage.partnership_id, kind, organs)
        agreement = agreements.begin(session, draft, actor=actor, now=stage.now)
        text = with_term(queries.text_of(session, agreement), term)
        agreements.save(session, agreement, text, base=agreement.version, actor=actor, now=stage.now)
        agreements.table(session, agreement, actor=actor, now=stage.now)
        consent = agreements.ask(session, agreement, actor=actor, now=stage.now)
        return agreement.id, consent.id


def with_term(text: AgreementText, term: tuple[date, date]) -> AgreementText:
    """The template with its dates, and with what a clerk fills in by hand."""
    words = text.model_dump_json()
    for place, filled in FILLED.items():
        words = words.replace(f"{{待填：{place}}}", filled)
    text = AgreementText.model_validate_json(words)
    terms = text.terms.model_copy(update={"from_on": term[0], "until_on": term[1], "fee": text.terms.fee or FEE})
    return text.model_copy(update={"terms": terms})


def give_number(stage: Stage, agreement_id: UUID, key: str, number: str) -> None:
    """The clerk of a town enters the number from its register."""
    with stage.acting(stage.clerk_of(stage.towns[key].id)) as (session, actor):
        found = _found(session, agreement_id, actor)
        concluding.give_number(session, found, number, actor=actor, now=stage.now)


def number_of(stage: Stage, key: str, organ: str, number: int) -> str:
    """D府协〔2026〕7号, of the year that the stage is in."""
    return f"{key}{organ}协〔{clock.to_town(stage.now).year}〕{number}号"


def key_of(stage: Stage, agreement_id: UUID) -> Turn:
    def turn(session: Session, draft: KeyDraft, actor: Actor) -> object:
        return concluding.turn_key(session, _found(session, agreement_id, actor), draft, actor=actor, now=stage.now)

    return turn


def _discuss(stage: Stage, today: date) -> None:
    """项目共建 is on the table: Q镇 comments, refuses the article on costs, and the refusal becomes a topic."""
    from_on = (today + timedelta(days=40)).replace(day=1)
    term = whole_months(from_on, 24)
    agreement_id, consent_id = ask(stage, AgreementKind.PROJECT, GOVERNMENT, term)
    stage.now += timedelta(hours=5)
    with stage.acting("yanping") as (session, actor):
        found = _found(session, agreement_id, actor)
        text = queries.text_of(session, found)
        cost = next((a for a in text.articles if "费用" in a.heading or "资金" in a.heading), text.articles[1])
        said = CommentDraft(article_id=text.articles[0].id, text="建议在这一条写明项目起止地点，便于报批。")
        remarks.comment(session, found, said, actor=actor, now=stage.now)
        article_id = cost.id
    turn_one(stage, consent_id, stage.towns["D"].id, key_of(stage, agreement_id))
    stage.now += timedelta(hours=20)
    with stage.acting("xujianguo") as (session, actor):
        found = _found(session, agreement_id, actor)
        seen = queries.version_on_table(session, found).content_hash
        no = ObjectionDraft(article_id=article_id, reason=REASON, heading=cost.heading, counter_text=COUNTER)
        remarks.refuse(session, found, seen, "其余各条同意。", [no], actor=actor, now=stage.now)
    with stage.acting("malin") as (session, actor):
        found = _found(session, agreement_id, actor)
        draft = topics.propose_refused(session, consent_id, found.title, actor=actor, now=stage.now)
        topics.submit(session, draft, actor=actor, now=stage.now)
        draft_id = draft.id
    with stage.acting("shenweidong") as (session, actor):
        topics.pass_draft(session, session.get_one(TopicDraft, draft_id), actor=actor, now=stage.now)


def _organ(session: Session, town_id: UUID, organ: str) -> UUID:
    found = towns.organs_of(session, town_id)
    return next(o.id for o in found if o.is_party_committee == (organ == COMMITTEE))


def _found(session: Session, agreement_id: UUID, actor: Actor) -> Agreement:
    assert actor.town_id, "people of a town handle agreements"  # noqa: S101  # a script's own order
    return queries.get_agreement(session, agreement_id, reader_town_id=actor.town_id)
