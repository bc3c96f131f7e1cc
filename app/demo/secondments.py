"""Two pairs of mirror postings: one that is over with all its papers, one under way with something still missing."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from app.accounts import queries as accounts
from app.appraisals import actions as appraisals
from app.appraisals import queries as appraisal_queries
from app.appraisals import rules as appraisal_rules
from app.appraisals.models import Grade, MidtermDraft, Step, StepDraft, YearDraft
from app.demo.keys import turn_all
from app.demo.stage import Stage
from app.exchanges import actions as exchanges
from app.filings import actions as filings
from app.filings.models import Authority, FilingDraft
from app.handovers import actions as handovers
from app.handovers.models import Item, Side, TickDraft
from app.handovers.rules import END, START
from app.kit import clock
from app.secondments import actions as secondments
from app.secondments import queries as postings
from app.secondments import rules
from app.secondments.models import Exchange, ExchangeDraft, HomePart, HostPart, Identity, PartyTie, Post
from app.secondments.rules import Reader, Standing
from app.whereabouts import actions as whereabouts

BEHIND, UNDER_WAY = 11, 3  # months before today
ORGANISERS = {"D": "zhumin", "Q": "shilei"}
AUTHORITIES = {"D": "崇社工备", "Q": "启社工备"}
DEPARTMENTS = {"D": "中共崇明区委组织部", "Q": "中共启东市委组织部"}


@dataclass(frozen=True)
class Sent:
    """One person's posting."""

    key: str
    login: str
    home_unit: str
    mentor: str
    host_unit: str
    host_mentor: str
    post: Post
    tie: PartyTie
    goals: tuple[str, ...]
    stand_in: str
    progress: str
    summary: str


FIRST = (
    Sent(
        "D",
        "luyao",
        "江口村党群服务中心",
        "nidekun",
        "启隆村党群服务中心",
        "wangzhe",
        Post.DIRECTOR_ASSISTANT,
        PartyTie.ATTENDS,
        (
            "学会组织旅居老人议事会，独立主持不少于两次",
            "整理一份候鸟式居民服务清单",
            "参与跨镇农技培训的组织，不少于四场",
        ),
        "chenjianping",
        "三条目标进展正常：主持议事会一次，服务清单完成初稿，参与农技培训两场。",
        "半年来走访旅居老人一百一十户，主持议事会三次，整理的候鸟式居民服务清单已在启隆村试用；组织跨镇农技培训五场，两镇村民二百余人次参加。",
    ),
    Sent(
        "Q",
        "huangyue",
        "启隆村党群服务中心",
        "wangzhe",
        "江口村党群服务中心",
        "nidekun",
        Post.DIRECTOR_ASSISTANT,
        PartyTie.NO_MEMBER,
        ("学习三级阵地的预约和排班办法", "参与网格接待日，接待居民不少于一百人次", "写出一份本镇阵地共享工作建议"),
        "yuanchong",
        "已熟悉预约和排班流程，接待居民五十余人次；工作建议正在调研。",
        "挂职期间参加网格接待日四十次，接待居民一百三十余人次，学习了三级阵地排班和预约办法，写出的阵地共享工作建议已报镇党委。",
    ),
)
SECOND = (
    Sent(
        "D",
        "linfang",
        "永隆新村社区党群服务中心",
        "nidekun",
        "兴隆社区党群服务中心",
        "wangzhe",
        Post.DIRECTOR_ASSISTANT,
        PartyTie.ATTENDS,
        (
            "学会康养社区的日间照料排班办法，能独立排出一个月的班次",
            "参与邻里调解不少于十次，独立主持不少于两次",
            "促成两个社区的文体团队结对，开展活动不少于三次",
        ),
        "luyao",
        "",
        "",
    ),
    Sent(
        "Q",
        "yuanchong",
        "兴隆社区党群服务中心",
        "wangzhe",
        "长江新村社区党群服务中心",
        "nidekun",
        Post.CENTRE_ASSISTANT,
        PartyTie.TRANSFERRED,
        (
            "学习社区食堂和助餐点的运行管理",
            "参与社区服务场次的组织，不少于二十场",
            "写出一份新建服务阵地开放方案",
        ),
        "huangyue",
        "食堂运行管理已能独立值班；参与服务场次十二场；开放方案完成提纲，请多听取居民意见。",
        "",
    ),
)


def plan(stage: Stage, today: date) -> None:
    """Put both pairs on the stage's list; everything happens as the stage moves on."""
    this_month = today.replace(day=1)
    _plan_pair(stage, FIRST, rules.plus_months(this_month, -BEHIND), is_second=False)
    _plan_pair(stage, SECOND, rules.plus_months(this_month, -UNDER_WAY), is_second=True)


def _plan_pair(stage: Stage, sent: tuple[Sent, ...], from_on: date, *, is_second: bool) -> None:
    until_on = rules.default_until(from_on)
    stage.later(clock.at(from_on - timedelta(days=24), "09:10"), partial(agree, stage, sent, from_on, until_on))
    for one in sent:
        stage.later(clock.at(from_on, "08:40"), partial(arrive, stage, one))
        if not (is_second and one.key == "Q"):  # one report is still missing
            stage.later(clock.at(from_on + timedelta(days=6), "10:20"), partial(report, stage, one))
        if one.progress:
            half = from_on + timedelta(days=(until_on - from_on).days // 2 + 3)
            stage.later(clock.at(half, "15:00"), partial(assess, stage, one))
    if not is_second:
        stage.later(clock.at(until_on + timedelta(days=1), "08:40"), partial(settle, stage))
        for one in sent:
            stage.later(clock.at(until_on, "16:30"), partial(leave, stage, one))
            stage.later(clock.at(until_on + timedelta(days=5), "09:30"), partial(appraise, stage, one))


def agree(stage: Stage, sent: tuple[Sent, ...], from_on: date, until_on: date) -> UUID:
    """Begun, filled in by both sides, signed by both; returns the pair's id."""
    partner = stage.towns["Q"]
    name = f"{from_on.year}年{'上' if from_on.month <= 6 else '下'}半年互派挂职"
    draft = ExchangeDraft(partner_town_id=partner.id, name=name, from_on=from_on, until_on=until_on)
    with stage.acting(ORGANISERS["D"]) as (session, actor):
        exchange_id = exchanges.begin(session, draft, actor=actor, now=stage.now).id
    for one in sent:
        _fill_home(stage, exchange_id, one)
    for one in sent:
        _fill_host(stage, exchange_id, one)
    with stage.acting("malin") as (session, actor):
        consent_id = exchanges.ask(session, session.get_one(Exchange, exchange_id), actor=actor, now=stage.now).id
    turn_all(
        stage,
        consent_id,
        lambda session, key, actor: exchanges.turn_key(
            session, session.get_one(Exchange, exchange_id), key, actor=actor, now=stage.now
        ),
    )
    return exchange_id


def _fill_home(stage: Stage, exchange_id: UUID, one: Sent) -> None:
    stage.now += timedelta(hours=2)
    year, month = clock.to_town(stage.now).year, clock.to_town(stage.now).month
    part = HomePart(
        person_id=stage.people[one.login].id,
        identity=Identity.COMMUNITY_WORKER,
        home_unit_id=stage.units[one.home_unit].id,
        home_mentor_id=stage.people[one.mentor].id,
        party_tie=one.tie,
        basis=f"{stage.towns[one.key].name}党委会{year}年{month}月研究同意",
        goals=list(one.goals),
        agreement_number=f"{one.key}委协〔{year}〕{2 * month + (one in FIRST)}号",
    )
    with stage.acting(ORGANISERS[one.key]) as (session, actor):
        exchanges.fill_home(session, session.get_one(Exchange, exchange_id), part, actor=actor, now=stage.now)


def _fill_host(stage: Stage, exchange_id: UUID, one: Sent) -> None:
    stage.now += timedelta(hours=2)
    part = HostPart(
        host_unit_id=stage.units[one.host_unit].id, post=one.post, host_mentor_id=stage.people[one.host_mentor].id
    )
    host = "Q" if one.key == "D" else "D"
    with stage.acting(ORGANISERS[host]) as (session, actor):
        exchanges.fill_host(session, session.get_one(Exchange, exchange_id), part, actor=actor, now=stage.now)


def arrive(stage: Stage, one: Sent) -> None:
    """The first day: the pledge, the checklist, who stands in at home."""
    posting_id = _posting_id(stage, one)
    with stage.acting(one.login) as (session, actor):
        secondments.pledge(session, postings.get_locked(session, posting_id), actor=actor, now=stage.now)
    _tick(stage, one, posting_id, START)
    with stage.acting(ORGANISERS[one.key]) as (session, actor):
        handovers.name_stand_in(
            session,
            postings.get_locked(session, posting_id),
            stage.people[one.stand_in].id,
            "负责日常接待和网格走访。",
            actor=actor,
            now=stage.now,
        )


def _tick(stage: Stage, one: Sent, posting_id: UUID, phase: tuple[tuple[Item, Side, str], ...]) -> None:
    who = {Side.SECONDEE: one.login, Side.HOME: one.mentor, Side.HOST: one.host_mentor}
    for item, side, _text in phase:
        with stage.acting(who[side]) as (session, actor):
            standing = _standing(stage, who[side], posting_id)
            draft = TickDraft(item=item, done_on=clock.to_town(stage.now).date())
            handovers.tick(session, standing, draft, actor=actor, now=stage.now)


def report(stage: Stage, one: Sent) -> None:
    posting_id = _posting_id(stage, one)
    today = clock.to_town(stage.now).date()
    draft = FilingDraft(
        authority=Authority.SOCIAL_WORK, filed_on=today, number=f"{AUTHORITIES[one.key]}〔{today.year}〕{today.month}号"
    )
    with stage.acting(ORGANISERS[one.key]) as (session, actor):
        posting = postings.get_locked(session, posting_id)
        filings.note(session, posting, "start", draft, actor=actor, now=stage.now)


def assess(stage: Stage, one: Sent) -> None:
    posting_id, today = _posting_id(stage, one), clock.to_town(stage.now).date()
    draft = MidtermDraft(held_on=today, progress=one.progress, advice="继续按目标推进。", grade=Grade.COMPETENT)
    standing = _standing(stage, one.host_mentor, posting_id)
    with stage.acting(one.host_mentor) as (session, actor):
        appraisals.assess_midterm(session, standing, draft, actor=actor, now=stage.now)


def settle(stage: Stage) -> None:
    """What the morning's job does when a posting is over."""
    for login in ORGANISERS.values():
        with stage.acting(login) as (session, actor):
            if actor.town_id:
                whereabouts.settle(session, actor.town_id, stage.now)


def leave(stage: Stage, one: Sent) -> None:
    _tick(stage, one, _posting_id(stage, one), END)


def appraise(stage: Stage, one: Sent) -> None:
    """The five boxes, one a day."""
    posting_id, host = _posting_id(stage, one), "Q" if one.key == "D" else "D"
    said = "该同志政治素质好，作风踏实，能较快适应岗位，较好完成了挂职目标，群众反映良好。"
    steps: tuple[tuple[str, Step, str, dict[str, object]], ...] = (
        (one.login, Step.SUMMARY, one.summary, {}),
        (one.host_mentor, Step.HOST_UNIT, said, {}),
        (ORGANISERS[host], Step.HOST_COMMITTEE, "经党委会研究，同意挂职单位鉴定意见。", {"grade": Grade.EXCELLENT}),
        (ORGANISERS[one.key], Step.HOME_COMMITTEE, "同意挂职镇党委意见。", {}),
        (ORGANISERS[one.key], Step.ORGANISATION, "同意。", {"organ": DEPARTMENTS[one.key]}),
    )
    for login, step, text, more in steps:
        stage.now += timedelta(days=1)
        standing = _standing(stage, login, posting_id)
        draft = StepDraft.model_validate({"step": step, "text": text, "on": clock.to_town(stage.now).date()} | more)
        with stage.acting(login) as (session, actor):
            appraisals.fill(session, standing, draft, actor=actor, now=stage.now)
    if one.key == "D":  # the other one's year is still to be told
        _tell_years(stage, one, posting_id)


def _tell_years(stage: Stage, one: Sent, posting_id: UUID) -> None:
    standing = _standing(stage, one.host_mentor, posting_id)
    for year in appraisal_rules.years_of(standing.posting):
        said = "政治坚定，勤勉务实，与居民关系融洽，廉洁自律；完成了商定的挂职目标。"
        with stage.acting(one.host_mentor) as (session, actor):
            attended = appraisal_queries.attendance_of(session, standing.posting, year)
            draft = YearDraft(year=year, performance=said, attendance=attended, grade=Grade.EXCELLENT)
            appraisals.assess_year(session, standing, draft, actor=actor, now=stage.now)


def _standing(stage: Stage, login: str, posting_id: UUID) -> Standing:
    person = stage.people[login]
    with stage.looking(login) as session:
        roles = frozenset(r.role for r in accounts.roles_at(session, person.id, stage.now))
        assert person.town_id  # noqa: S101  # everybody on the stage has a town
        reader = Reader(person.id, person.town_id, roles)
        return postings.get_secondment(session, posting_id, reader=reader, now=stage.now)


def _posting_id(stage: Stage, one: Sent) -> UUID:
    with stage.looking(one.login) as session:
        return postings.of_person(session, stage.people[one.login].id)[0].id
