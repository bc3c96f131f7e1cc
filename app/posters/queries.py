"""What a community's poster tells of a month: its own sessions, its town's, and those of the towns beside it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.kit import clock
from app.kit.clock import chinese_date
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
HOW = ("到社区服务台，工作人员帮您报名，不用手机", "用手机微信扫二维码，自己报名")


def get_unit(session: Session, unit_id: UUID) -> Unit:
    return towns.get_unit(session, unit_id)


def units_around(session: Session, town_id: UUID) -> list[tuple[Town, Sequence[Unit]]]:
    """The units of one's own town, then of its partners: for whom a poster can be made."""
    return [(t, towns.units_of(session, t.id)) for t in services.towns_around(session, town_id)]


def poster_of(session: Session, unit: Unit, month: date, *, today: date) -> Poster:
    """A month for a community; of the running month what is still to come."""
    span = rules.month_span(month, today)
    around = services.towns_around(session, unit.town_id)
    lines = _lines(session, [t.id for t in around], span)
    sittings = _sittings(session, lines, unit.town_id)
    sections = tuple(
        rules.section_of(heading, [sittings[line.id] for line in lines if line.id in ids], span, NOTHING)
        for heading, ids in _parts(session, unit, around, lines)
    )
    return Poster(
        title="便民活动安排",
        month=f"{month.year}年{month.month}月",
        community=_community(unit),
        audience=audience(around),
        sections=sections,
        how=_how(unit),
        as_of=f"本表{chinese_date(today)}印制，如有变动以服务台通知为准。",
    )


def _lines(session: Session, town_ids: Sequence[UUID], span: tuple[date, date]) -> list[Line]:
    since, until = clock.at(span[0], "00:00"), clock.at(span[1] + timedelta(days=1), "00:00")
    return sessions.lines(session, Search(since, until, town_ids=town_ids), limit=MOST)


def _parts(session: Session, unit: Unit, around: Sequence[Town], lines: Iterable[Line]) -> list[tuple[str, set[UUID]]]:
    """In the community, elsewhere in its town, in each town beside it: headings with the sessions under them."""
    inside = {u.id for u in _with_parts(towns.units_of(session, unit.town_id), unit)}
    known = list(lines)
    own = {line.id for line in known if line.unit_id in inside}
    town = {line.id for line in known if line.town_id == unit.town_id} - own
    parts = [(f"在{_community(unit)}", own), (f"在{around[0].name}其他地方", town)]
    return parts + [(f"在邻近的{t.name}", {line.id for line in known if line.town_id == t.id}) for t in around[1:]]


def _with_parts(units: Iterable[Unit], unit: Unit) -> list[Unit]:
    """A unit and what stands below it."""
    known = list(units)
    found = [unit]
    for one in found:
        found += [u for u in known if u.parent_id == one.id]
    return found


def _sittings(session: Session, lines: Sequence[Line], home_town_id: UUID) -> Mapping[UUID, Sitting]:
    ids = {line.service_id for line in lines}
    found = session.exec(select(Service).where(col(Service.id).in_(ids)).order_by(col(Service.id))).all()
    said = {line.id: line for line in services.lines_of(session, found)}
    terms = services.terms_of_all(session, ids)
    prices = {i: price_for(terms.get(i, {}).get(home_town_id)) for i in ids}
    return {line.id: _sitting(line, said[line.service_id], prices[line.service_id]) for line in lines}


def _sitting(line: Line, said: ServiceLine, price: str) -> Sitting:
    begins, ends = clock.to_town(line.starts_at), clock.to_town(line.ends_at)
    return Sitting(
        on=begins.date(),
        starts=begins.time(),
        ends=ends.time(),
        title=line.title,
        place=f"{line.unit_name} {line.place}".strip(),
        price=price,
        who=said.eligibility,
        bring=said.bring,
        phone=said.phone,
        unit_name=line.unit_name,
        notes="" if line.by_sign_up else "不用报名，直接来",
    )


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
