"""A pair of mirror postings for tests: 林芳 of D镇 goes to Q镇, 小钱 of Q镇 comes to D镇."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from cast import Cast
from keys import check_all, draft_for
from sqlmodel import Session

from app.consents import queries as consents
from app.consents.models import BasisDraft, KeyDraft
from app.exchanges import actions
from app.exchanges import queries as exchanges
from app.secondments.models import Exchange, ExchangeDraft, HomePart, HostPart, Identity, PartyTie, Post, Secondment

FROM, UNTIL = date(2026, 4, 1), date(2026, 9, 30)
NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
GOALS = ["学会组织居民议事会并独立主持两次", "整理一份场地共享工作流程", "走访居民不少于一百户"]

Reaching = Callable[..., Session]


def home_part(cast: Cast, key: str = "dong", **changed: object) -> HomePart:
    """What a town states about its person; D镇 sends 林芳, Q镇 sends 小钱."""
    person, mentor = (cast.lin, cast.lao_chen) if key == "dong" else (cast.qian, cast.yan)
    stated = {
        "person_id": person.id,
        "identity": Identity.COMMUNITY_WORKER,
        "home_unit_id": getattr(cast, f"{key}_centre").id,
        "home_mentor_id": mentor.id,
        "party_tie": PartyTie.ATTENDS,
        "basis": "党委会2026年3月2日研究同意",
        "goals": GOALS,
    }
    return HomePart.model_validate(stated | changed)


def host_part(cast: Cast, key: str = "qi", **changed: object) -> HostPart:
    mentor = cast.tang if key == "qi" else cast.zhu
    unit = getattr(cast, f"{key}_centre")
    offered = {"host_unit_id": unit.id, "post": Post.DIRECTOR_ASSISTANT, "host_mentor_id": mentor.id}
    return HostPart.model_validate(offered | changed)


def begun(session: Session, cast: Cast, from_on: date = FROM, until_on: date = UNTIL, now: datetime = NOW) -> Exchange:
    draft = ExchangeDraft(partner_town_id=cast.qi.id, name="2026年互派挂职", from_on=from_on, until_on=until_on)
    return actions.begin(session, draft, actor=cast.actor(cast.zhu), now=now)


def filled(session: Session, cast: Cast, now: datetime = NOW, **days: date) -> Exchange:
    """Both sides filled in, nobody asked yet; the whole by one session for speed."""
    exchange = begun(session, cast, now=now, **days)
    zhu, shi = cast.actor(cast.zhu), cast.actor(cast.shi)
    actions.fill_home(session, exchange, home_part(cast), actor=zhu, now=now)
    actions.fill_home(session, exchange, home_part(cast, "qi"), actor=shi, now=now)
    actions.fill_host(session, exchange, host_part(cast), actor=shi, now=now)
    actions.fill_host(session, exchange, host_part(cast, "dong"), actor=zhu, now=now)
    return exchange


def key_draft(consent: object) -> KeyDraft:
    basis = BasisDraft(committee="党委会", decided_on=date(2026, 3, 2))
    return draft_for(consent).model_copy(update={"basis": basis})


def agreed_pair(
    reaching: Reaching, cast: Cast, from_on: date = FROM, until_on: date = UNTIL, now: datetime = NOW
) -> tuple[Secondment, Secondment]:
    """Asked, signed by both and committed: 林芳's posting and 小钱's."""
    with reaching(cast.dong, now=now) as session:
        exchange = filled(session, cast, now, from_on=from_on, until_on=until_on)
        consent_id = actions.ask(session, exchange, actor=cast.actor(cast.ma), now=now).id
        session.commit()
    check_all(reaching, consent_id, cast, now)
    for town, signer in ((cast.dong, cast.shen), (cast.qi, cast.xu)):
        with reaching(town, now=now) as session:
            mine = session.get_one(Exchange, exchange.id)
            draft = key_draft(consents.get(session, consent_id))
            actions.turn_key(session, mine, draft, actor=cast.actor(signer), now=now)
            session.commit()
    with reaching(cast.dong, now=now) as session:
        both = exchanges.postings_of(session, exchange.id)
        mine = next(p for p in both if p.home_town_id == cast.dong.id)
        return mine, next(p for p in both if p is not mine)
