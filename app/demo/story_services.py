"""The story's services part: three signed up at once, one by phone, the last place raced, slip, list, marks, papers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

from app.demo import services as year
from app.demo.offers import OFFERS
from app.demo.residents import drafts
from app.demo.telling import NothingMade, Story
from app.enrolment import actions as enrolment
from app.feedback import actions as feedback
from app.feedback import queries as opinions
from app.feedback.models import OpinionDraft, Way
from app.indicators import rules as periods
from app.indicators.models import Length
from app.kit import clock
from app.kit.db import transaction
from app.kit.errors import Refusal
from app.kit.scopes import Reach
from app.posters import gateways as poster_papers
from app.posters import queries as posters
from app.services import actions as services
from app.sessions import actions as sessions
from app.sessions import queries as session_queries
from app.sessions.models import OccasionDraft
from app.settlement import actions as settlement
from app.settlement import gateways as papers
from app.settlement import queries as sheets
from app.signups.models import How
from app.towns import queries as towns

OFFER = replace(OFFERS[0], places=5, reserved={})
RACERS = ("chenjianping", "qianxiaolong", "luyao", "huangyue")


def play(story: Story) -> None:
    """Each step as the pages do it; the race is run by threads that begin at the same instant."""
    stage = story.stage
    stage.now += timedelta(hours=1)
    session_id, day = _offer(story)
    _poster(story, day)
    first = _sign_up_three(story, session_id)
    by_phone = _sign_up_by_phone(story, session_id)
    last = _race(story, session_id)
    _slip(story, by_phone)
    came = [*first, by_phone, last]
    stage.pass_to(clock.at(day, "11:05"))
    _tick(story, session_id, came)
    _mark(story, came)
    _settle(story, day)


def _offer(story: Story) -> tuple[UUID, date]:
    """Q镇 writes its health check down and plans a session with five places."""
    stage = story.stage
    year.lay_grounds(stage)
    day = clock.to_town(stage.now).date() + timedelta(days=10)
    begins, ends = clock.at(day, OFFER.starts), clock.at(day, OFFER.ends)
    with stage.acting("yanping") as (session, actor):
        unit = stage.units[OFFER.unit]
        made = services.write(session, OFFER.draft(unit.id), (), actor=actor, now=stage.now)
        services.publish(session, made.id, actor=actor, now=stage.now)
        planned = OccasionDraft(places=OFFER.places, starts_at=begins, ends_at=ends)
        occasion = sessions.plan_many(session, made, [planned], actor=actor, now=stage.now)[0]
        line = session_queries.line_of(session, occasion)
    story.tell(f"Q镇发布服务“{line.title}”，{line.when}，{line.places}个名额，两镇居民都可报名")
    return occasion.id, day


def _poster(story: Story, day: date) -> None:
    """本月活动排片表 for D镇's notice board, with the other side's sessions."""
    stage = story.stage
    with stage.looking("chenjianping") as session:
        unit = stage.units["长江新村社区党群服务中心"]
        poster = posters.poster_of(session, unit, day, today=clock.to_town(stage.now).date())
        data = poster_papers.to_pdf(poster)
    story.tell(f"长江新村社区印制活动排片表：{story.keep('45-活动排片表.pdf', data)}")


def _sign_up_three(story: Story, session_id: UUID) -> list[UUID]:
    stage = story.stage
    chosen = [year.draft_of(OFFER, one) for one in drafts(stage, "D")[:3]]
    with stage.acting("chenjianping") as (session, actor):
        made = enrolment.sign_up_several(session, session_id, chosen, actor=actor, now=stage.now)
        ids = [one.id for one in made]
    story.tell(f"D镇社区工作者一次为{len(ids)}位老人跨镇报名，逐人说明告知内容并取得单独同意")
    return ids


def _sign_up_by_phone(story: Story, session_id: UUID) -> UUID:
    """Without an account: the request sees the person's own town, as the public page does."""
    stage = story.stage
    person = drafts(stage, "Q")[0]
    draft = year.draft_of(OFFER, person).model_copy(update={"told_how": How.WEB, "agreed_how": How.WEB})
    reach = Reach(frozenset(t.id for t in stage.towns.values()), frozenset({stage.partnership_id}))
    with transaction(stage.engine, reach, now=stage.now) as session:
        made = enrolment.sign_up(session, session_id, draft, actor=None, now=stage.now)
        code = made.code
    story.tell(f"Q镇居民在手机上自行报名，不用注册，得到取号码{code[:4]} {code[4:]}")
    return made.id


def _race(story: Story, session_id: UUID) -> UUID:
    """Four workers of both towns want the last place at the same instant."""
    stage, gate = story.stage, Barrier(len(RACERS))

    def press(login: str) -> UUID | None:
        town = stage.key_of(stage.people[login].town_id)  # type: ignore[arg-type]  # workers have a town
        person = drafts(stage, town)[10 + RACERS.index(login)]
        gate.wait(30)
        try:
            with stage.acting(login) as (session, actor):
                chosen = year.draft_of(OFFER, person)
                return enrolment.sign_up(session, session_id, chosen, actor=actor, now=stage.now).id
        except Refusal:
            return None

    with ThreadPoolExecutor(len(RACERS)) as pool:
        won = [made for made in pool.map(press, RACERS) if made]
    if len(won) != 1:
        raise NothingMade("同时报最后一个名额应恰有一人报上")
    story.tell(f"{len(RACERS)}名工作者同时报最后1个名额，恰有1人报上，其余被告知名额已满、可候补或改报其他场次")
    return won[0]


def _slip(story: Story, sign_up_id: UUID) -> None:
    stage = story.stage
    with stage.looking("qianxiaolong") as session:
        visit, occasion, service = opinions.get_visit(session, sign_up_id)
        line = session_queries.line_of(session, occasion)
        told = [line.title, line.when, f"{line.unit_name} {line.place}", f"请带：{service.bring}"]
        text = "\n".join([*told, f"取号码：{visit.code}"])
    story.tell(f"打印报名凭条：{story.keep('46-报名凭条.txt', text.encode())}")


def _tick(story: Story, session_id: UUID, came: list[UUID]) -> None:
    """Four came, one did not."""
    stage = story.stage
    with stage.acting("yanping") as (session, actor):
        changed = enrolment.tick_all(session, session_id, came[:4], came[4:], actor=actor, now=stage.now)
    if changed != len(came):
        raise NothingMade("到场登记不完整")
    story.tell("服务单位按名单登记到场：到场4人，未到1人")


def _mark(story: Story, came: list[UUID]) -> None:
    """Marks behind their links, one of them low; it is answered."""
    stage = story.stage
    for sign_up_id, score in zip(came[:4], (5, 4, 5, 2), strict=True):
        with stage.acting("yanping") as (session, actor):
            visit = opinions.get_visit(session, sign_up_id)
            draft = OpinionDraft(score=score, words="等候时间太长" if score == 2 else "")
            opinion_id = feedback.give(session, *visit, draft, way=Way.LINK, now=stage.now)
    stage.now += timedelta(days=1)
    with stage.acting("yanping") as (session, actor):
        opinion = opinions.get_opinion(session, opinion_id, town_id=stage.towns["Q"].id)
        feedback.answer(session, opinion, year.REMEDY, actor=actor, now=stage.now)
        shown = opinions.scores_of(session, [visit[2].id])
    if shown:
        raise NothingMade("不足5人评价时不应公布平均分")
    story.tell("居民凭一次性链接评价4次，其中1条低分由服务单位整改答复；不足5人，平均分暂不公布")


def _settle(story: Story, day: date) -> None:
    """The month is over: what crossed the border stands in the ledger, the sheet is printed for both to sign."""
    stage = story.stage
    month = periods.around(Length.MONTH, day)
    stage.pass_to(clock.at(month.last + timedelta(days=1), "03:20"))
    for town in stage.towns.values():
        reach = Reach(frozenset({town.id}), frozenset({stage.partnership_id}))
        with transaction(stage.engine, reach, now=stage.now) as session:
            settlement.enter(session, town.id, now=stage.now)
    with stage.looking("malin") as session:
        partnership = next(iter(towns.partnerships_of(session, stage.towns["D"].id)))
        sheet = sheets.sheet_of(session, partnership, month)
        kept = story.keep("47-共享服务月度结算单.pdf", papers.to_pdf(sheet))
    story.tell(f"{month.first.month}月共享服务结算单，双方数字一致，体检不足5人的不显示：{kept}")
