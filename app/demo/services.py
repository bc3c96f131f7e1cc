"""A year of shared services on both sides: who is offered what, who comes, who waits, what they say of it."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from app.demo import lunches
from app.demo.offers import OFFERS, Offer
from app.demo.residents import drafts
from app.demo.rolls import Rolls
from app.demo.stage import Stage
from app.enrolment import actions as enrolment
from app.feedback import actions as feedback
from app.feedback import queries as opinions
from app.feedback.models import OpinionDraft, Way
from app.grounds import actions as grounds
from app.grounds import queries as ground_queries
from app.grounds.models import AssessmentDraft
from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.residents.models import ResidentDraft
from app.services import actions as services
from app.services.models import SENSITIVE, Service, TermsDraft
from app.sessions import actions as sessions
from app.sessions.models import OccasionDraft, ServiceSession
from app.settlement import actions as settlement
from app.signups.models import Agreed, DeclaredDraft, How, SignUpDraft, SignUpState
from app.tallies import actions as tallies
from app.towns import actions as towns
from app.towns.models import BasisDraft, BasisKind

WEEKS_BEHIND, WEEKS_AHEAD = 49, 5
AHEAD = timedelta(days=18)
TELLS, STAYS_AWAY = 0.08, 0.06
PRAISE = ("态度很好，讲得清楚", "来回有人接，方便", "安排得有条理", "等候时间比上次短", "", "", "", "")
COMPLAINTS = {True: "等候区座椅太少，老人站了半个多小时。", False: "抽血窗口只开了一个，排了一个小时。"}
REMEDY = "已增加座椅20把，并按预约时段分批叫号；已在窗口向居民说明。"
People = dict[str, list[ResidentDraft]]


def play(stage: Stage, today: date) -> None:
    """The whole year in its order; the stage stands at its last instant afterwards."""
    stage.now = clock.at(today - timedelta(weeks=WEEKS_BEHIND + 2), "09:10")
    lay_grounds(stage)
    chance = random.Random(20260305)  # noqa: S311  # the same year every time, not a secret
    held = sorted(_sessions(stage, today), key=lambda pair: (pair[1].starts_at, pair[0].name))
    people, rolls = {key: drafts(stage, key) for key in stage.towns}, Rolls()
    midnight = clock.at(today, "00:00")
    for offer, occasion in held:
        if occasion.ends_at < midnight:
            _hold(stage, offer, occasion, people, rolls, chance)
    lunches.play(stage, today, people, rolls)
    over = [one for offer, one in held if offer is OFFERS[0] and one.ends_at < midnight]
    _complain(stage, over, today)
    _close_books(stage, today)
    stage.now = clock.at(today - timedelta(days=1), "15:20")
    ahead = [(offer, one) for offer, one in held if midnight < one.starts_at < midnight + AHEAD]
    sought = next((one.id for offer, one in ahead if offer is OFFERS[0]), None)
    for offer, occasion in ahead:
        _sign_up(stage, offer, occasion, people, chance, more=8 if occasion.id == sought else 0)


def lay_grounds(stage: Stage) -> None:
    """What lets a town see the other's residents: a basis, unless an agreement gave one, and each town's assessment."""
    on = clock.to_town(stage.now).date() - timedelta(days=20)
    one, other = (stage.towns[key].id for key in ("D", "Q"))
    with stage.acting("malin") as (session, actor):
        if ground_queries.find_basis(session, one, other, on) is None:
            basis = BasisDraft(
                partnership_id=stage.partnership_id,
                kind=BasisKind.PERSONAL_DATA,
                valid_from=on,
                document="毗邻镇共享服务个人信息共同处理约定",
            )
            towns.write_basis(session, basis, actor=actor)
    summary = (
        "评估共享服务报名中共同处理居民姓名、电话的必要性、风险和保护措施：最少收集、默认打码、到期删除，风险可控。"
    )
    for town in stage.towns.values():
        with stage.acting(stage.clerk_of(town.id)) as (session, actor):
            said = AssessmentDraft(made_on=on, summary=summary, kept_where=f"{town.name}党政办档案室")
            grounds.record_assessment(session, said, partnership_id=stage.partnership_id, actor=actor, now=stage.now)


def _sessions(stage: Stage, today: date) -> Iterator[tuple[Offer, ServiceSession]]:
    """Every service with its sessions, a year behind and a month ahead."""
    for offer in OFFERS:
        unit = stage.units[offer.unit]
        clerk = stage.clerk_of(unit.town_id)
        with stage.acting(clerk) as (session, actor):
            said = [TermsDraft(town_id=stage.towns[key].id, **words) for key, words in offer.terms.items()]
            made = services.write(session, offer.draft(unit.id), said, actor=actor, now=stage.now)
            services.publish(session, made.id, actor=actor, now=stage.now)
            planned = [_occasion(offer, day) for day in _days(offer, today)]
            kept = {stage.towns[key].id: places for key, places in offer.reserved.items()}
            found = sessions.plan_many(session, made, planned, reserved=kept, actor=actor, now=stage.now)
        yield from ((offer, one) for one in found)


def _days(offer: Offer, today: date) -> list[date]:
    monday = today - timedelta(days=today.weekday())
    weeks = range(-WEEKS_BEHIND, WEEKS_AHEAD + 1)
    return [monday + timedelta(weeks=w, days=offer.weekday - 1) for w in weeks if w % offer.every == offer.phase]


def _occasion(offer: Offer, day: date) -> OccasionDraft:
    return OccasionDraft(starts_at=clock.at(day, offer.starts), ends_at=clock.at(day, offer.ends), places=offer.places)


def _hold(
    stage: Stage, offer: Offer, occasion: ServiceSession, people: People, rolls: Rolls, chance: random.Random
) -> None:
    """A session that is over: who came, who stayed away, who waited in vain; a few say what they think of it."""
    roll = [(one, _fate(chance)) for one in _wanting(offer, people, chance)]
    chance.shuffle(roll)
    late = [(one, SignUpState.UNMET) for one, _ in roll[occasion.places :]]
    stage.now = occasion.starts_at - timedelta(days=3, hours=2)
    with stage.acting(stage.clerk_of(occasion.town_id)) as (session, actor):
        service = session.get_one(Service, occasion.service_id)
        every = [*roll[: occasion.places], *late]
        made = rolls.enter(session, occasion, service, every, actor=actor, made_at=stage.now)
    stage.now = occasion.ends_at + timedelta(minutes=10)
    told = [one for one in made.get(SignUpState.ATTENDED, []) if chance.random() < TELLS]
    if told:
        _tell(stage, occasion, told, chance)


def _fate(chance: random.Random) -> SignUpState:
    return SignUpState.ABSENT if chance.random() < STAYS_AWAY else SignUpState.ATTENDED


def _wanting(offer: Offer, people: People, chance: random.Random, more: int = 0) -> list[ResidentDraft]:
    """So many of each town as usually come, a few more or less."""
    wanted = ((key, max(1, usual + chance.randint(-2, 3)) + more) for key, usual in offer.comes.items())
    return [one for key, number in wanted for one in chance.sample(people[key], number)]


def _sign_up(
    stage: Stage, offer: Offer, occasion: ServiceSession, people: People, chance: random.Random, more: int
) -> None:
    """A session to come: workers of both towns sign their residents up, and who finds no place waits."""
    by_town: dict[UUID, list[SignUpDraft]] = {}
    for one in _wanting(offer, people, chance, more):
        by_town.setdefault(one.home_town_id, []).append(draft_of(offer, one))
    for town_id, chosen in by_town.items():
        with stage.acting(offer.workers[stage.key_of(town_id)]) as (session, actor):
            enrolment.sign_up_each(session, occasion.id, chosen, actor=actor, now=stage.now, wait=True)


def draft_of(offer: Offer, person: ResidentDraft) -> SignUpDraft:
    """As a worker writes it down: told by word of mouth, asked for what the service asks for."""
    said: dict[str, str] = {}
    if offer.asks_guardian:
        said |= {"guardian_name": f"{person.name[0]}建华", "guardian_phone": person.phone}
    if offer.asks_contact:
        said |= {"emergency_name": f"{person.name[0]}志强", "emergency_phone": person.phone}
    by = None
    if offer.kind in SENSITIVE or offer.asks_guardian:
        by = Agreed.GUARDIAN if offer.asks_guardian else Agreed.SELF
    return SignUpDraft(
        person=person,
        declared=DeclaredDraft(**said),
        age_seen=offer.min_age,
        agreed_by=by,
        agreed_how=How.WRITTEN if by else None,
    )


def _tell(stage: Stage, occasion: ServiceSession, told: Sequence[UUID], chance: random.Random) -> None:
    with stage.acting(stage.clerk_of(occasion.town_id)) as (session, _actor):
        for one in told:
            draft = OpinionDraft(score=chance.choice((5, 5, 5, 4, 4, 3)), words=chance.choice(PRAISE))
            feedback.give(session, *opinions.get_visit(session, one), draft, way=Way.SCREEN, now=stage.now)


def _complain(stage: Stage, held: Sequence[ServiceSession], today: date) -> None:
    """One low mark a while ago, answered by its unit; one from the last session, still waiting."""
    clerk = stage.clerk_of(held[-1].town_id)
    for occasion, is_answered in ((held[-3], True), (held[-1], False)):
        stage.now = (
            occasion.ends_at + timedelta(hours=2) if is_answered else clock.at(today - timedelta(days=2), "19:40")
        )
        with stage.acting(clerk) as (session, actor):
            came = opinions.came_without_mark(session, occasion.id)[0]
            said = OpinionDraft(score=2 if is_answered else 1, words=COMPLAINTS[is_answered])
            visit = opinions.get_visit(session, came.id)
            opinion_id = feedback.give(session, *visit, said, way=Way.LINK, now=stage.now)
        if is_answered:
            stage.now += timedelta(days=2)
            with stage.acting(clerk) as (session, actor):
                opinion = opinions.get_opinion(session, opinion_id, town_id=occasion.town_id)
                feedback.answer(session, opinion, REMEDY, actor=actor, now=stage.now)


def _close_books(stage: Stage, today: date) -> None:
    """What the nights did: places given across the border entered, counts folded."""
    stage.now = clock.at(today, "03:20")
    for town in stage.towns.values():
        reach = Reach(frozenset({town.id}), frozenset({stage.partnership_id}))
        with transaction(stage.engine, reach, now=stage.now) as session:
            settlement.enter(session, town.id, now=stage.now, back=400)
            tallies.fold(session, town.id)
