"""What a community's poster tells of a month: its own sessions, its town's, and those of the towns beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.kit import clock
from app.kit.clock import chinese_date
from app.meals import queries as meals
from app.meals import rules as meal_rules
from app.meals.models import MEALS, MealPlan
from app.posters import rules
from app.posters.models import Line as PosterLine
from app.posters.models import Poster, Section, ServiceList, Sitting
from app.residents.rules import community_name
from app.services import queries as services
from app.services.models import Service, ServiceTerms
from app.services.queries import Line as ServiceLine
from app.sessions import queries as sessions
from app.sessions.queries import Line, Search
from app.towns import queries as towns
from app.towns.models import Town, Unit

MOST = 3000
NOTHING = "本月没有安排，有事请打服务台电话。"
NOTHING_MORE = "本月剩下的日子没有安排，有事请打服务台电话。"
HOW = ("到社区服务台，工作人员帮您报名，不用手机", "用手机微信扫二维码，自己报名")


def get_unit(session: Session, unit_id: UUID) -> Unit:
    return towns.get_unit(session, unit_id)


def units_around(session: Session, town_id: UUID) -> list[tuple[Town, Sequence[Unit]]]:
    """The units of one's own town, then of its partners: for whom a poster can be made."""
    return [(t, towns.units_of(session, t.id)) for t in services.towns_around(session, town_id)]


def poster_of(session: Session, unit: Unit, month: date, *, today: date) -> Poster:
    """A month for a community; of the running month what is still to come."""
    span = rules.month_span(month, today)
    empty = NOTHING if span[0].day == 1 else NOTHING_MORE
    around = services.towns_around(session, unit.town_id)
    held = _sittings(session, around, unit.town_id, span)
    sections = tuple(
        rules.section_of(heading, [h.sitting for h in held if h.belongs(town_id, ids)], span, empty)
        for heading, town_id, ids in _parts(session, unit, around)
    )
    return Poster(
        title="本月活动排片表",
        month=f"{month.year}年{month.month}月",
        community=_community(unit),
        audience=audience(around),
        sections=sections,
        how=_how(unit),
        as_of=f"本表{chinese_date(today)}印制，如有变动以服务台通知为准。",
    )


@dataclass(frozen=True)
class Held:
    """A sitting and where it is."""

    town_id: UUID
    unit_id: UUID
    sitting: Sitting

    def belongs(self, town_id: UUID, unit_ids: frozenset[UUID]) -> bool:
        return self.town_id == town_id and self.unit_id in unit_ids


def _parts(session: Session, unit: Unit, around: Sequence[Town]) -> list[tuple[str, UUID, frozenset[UUID]]]:
    """In the community, elsewhere in its town, in each town beside it: a heading, the town, its units."""
    units = towns.units_of(session, unit.town_id)
    inside = frozenset(u.id for u in _with_parts(units, unit))
    outside = frozenset(u.id for u in units) - inside
    parts = [(f"在{_community(unit)}", unit.town_id, inside), (f"在{around[0].name}其他地方", unit.town_id, outside)]
    beside = [(t, frozenset(u.id for u in towns.units_of(session, t.id))) for t in around[1:]]
    return parts + [(f"在邻近的{t.name}", t.id, ids) for t, ids in beside]


def _with_parts(units: Iterable[Unit], unit: Unit) -> list[Unit]:
    """A unit and what stands below it."""
    known = list(units)
    found = [unit]
    for one in found:
        found += [u for u in known if u.parent_id == one.id]
    return found


def _sittings(session: Session, around: Sequence[Town], home_town_id: UUID, span: tuple[date, date]) -> list[Held]:
    """What there is in the span. A kitchen's meals by its week: its sessions reach only some days ahead."""
    since, until = clock.at(span[0], "00:00"), clock.at(span[1] + timedelta(days=1), "00:00")
    plans = [plan for town in around for plan in meals.served_in(session, town.id)]
    cooking = {plan.service_id for plan in plans}
    lines = sessions.lines(session, Search(since, until, town_ids=[t.id for t in around]), limit=MOST)
    lines = [line for line in lines if line.service_id not in cooking]
    ids = {line.service_id for line in lines} | cooking
    found = session.exec(select(Service).where(col(Service.id).in_(ids)).order_by(col(Service.id))).all()
    said = {line.id: line for line in services.lines_of(session, found)}
    terms = services.terms_of_all(session, ids)
    prices = {i: price_for(terms.get(i, {}).get(home_town_id)) for i in ids}
    held = [_sitting(line, said[line.service_id], prices[line.service_id]) for line in lines]
    for plan in plans:
        held += _meals(session, plan, said[plan.service_id], prices[plan.service_id], span)
    return held


def _meals(session: Session, plan: MealPlan, said: ServiceLine, price: str, span: tuple[date, date]) -> list[Held]:
    """A meal on each day on which it is served."""
    days = [span[0] + timedelta(days=n) for n in range((span[1] - span[0]).days + 1)]
    hours = [clock.to_town(meal_rules.at_minute(span[0], m)).time() for m in (plan.serves_from, plan.serves_until)]
    one = Sitting(
        on=span[0],
        starts=hours[0],
        ends=hours[1],
        title=rules.meal_title(said.name, MEALS[plan.meal]),
        place=f"{said.unit_name} {said.place}".strip(),
        price=price or plan.price,
        who=said.eligibility,
        bring=said.bring,
        phone=said.phone,
        notes=f"{meal_rules.closes_in_words(plan)}订餐",
    )
    served = meals.served_days(session, plan, days)
    return [Held(said.town_id, said.unit_id, replace(one, on=day)) for day in served]


def _sitting(line: Line, said: ServiceLine, price: str) -> Held:
    begins, ends = clock.to_town(line.starts_at), clock.to_town(line.ends_at)
    sitting = Sitting(
        on=begins.date(),
        starts=begins.time(),
        ends=ends.time(),
        title=line.title,
        place=f"{line.unit_name} {line.place}".strip(),
        price=price,
        who=said.eligibility,
        bring=said.bring,
        phone=said.phone,
        notes="" if line.by_sign_up else "不用报名，直接来",
    )
    return Held(line.town_id, line.unit_id, sitting)


def price_for(terms: ServiceTerms | None) -> str:
    """What a home town's residents pay, in the words of the service."""
    return "，".join(filter(None, [terms.price, terms.subsidy])) if terms else ""


def list_of(session: Session, unit: Unit, *, today: date) -> ServiceList:
    """便民服务清单: everything that is published, the community's own first; codes are drawn by whoever prints."""
    around = services.towns_around(session, unit.town_id)
    found = session.exec(services.public_catalogue(session, [t.id for t in around], services.Search())).all()
    lines = services.lines_of(session, found)
    terms = services.terms_of_all(session, [line.id for line in lines])
    inside = {u.id for u in _with_parts(towns.units_of(session, unit.town_id), unit)}
    own = [line for line in lines if line.unit_id in inside]
    town = [line for line in lines if line.town_id == unit.town_id and line.unit_id not in inside]
    parts = [(f"在{_community(unit)}", own), (f"在{around[0].name}其他地方", town)]
    parts += [(f"在邻近的{t.name}", [line for line in lines if line.town_id == t.id]) for t in around[1:]]
    return ServiceList(
        title="便民服务清单",
        community=_community(unit),
        audience=audience(around),
        sections=tuple(_list_section(heading, some, terms, unit.town_id) for heading, some in parts),
        how=_how(unit),
        as_of=f"本清单{chinese_date(today)}印制，如有变动以服务台通知为准。",
    )


def _list_section(
    heading: str, lines: Iterable[ServiceLine], terms: Mapping[UUID, Mapping[UUID, ServiceTerms]], home: UUID
) -> Section:
    made = tuple(_list_line(line, price_for(terms.get(line.id, {}).get(home))) for line in lines)
    return Section(heading=heading, lines=made, empty="暂时没有服务项目。")


def _list_line(line: ServiceLine, price: str) -> PosterLine:
    details = (price, line.eligibility, f"请带：{line.bring}" if line.bring else "", line.reason)
    return PosterLine(
        days=line.hours,
        hours="",
        title=line.name,
        place=f"{line.unit_name} {line.place}".strip(),
        details=tuple(d for d in details if d),
        phone=line.phone,
        address=f"/convenience/{line.id}",
    )


def audience(around: Sequence[Town]) -> str:
    """D镇、Q镇居民都可以参加."""
    names = "、".join(t.name for t in around)
    return f"{names}居民都可以参加" if len(around) > 1 else f"{names}居民可以参加"


def _community(unit: Unit) -> str:
    return community_name(unit.name)


def _how(unit: Unit) -> tuple[str, ...]:
    said = (HOW[0], f"打服务台电话 {unit.phone}" if unit.phone else "", HOW[1])
    return tuple(f"{'①②③'[n]} {words}" for n, words in enumerate(filter(None, said)))
