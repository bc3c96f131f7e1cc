"""Services and sessions of both towns, for the tests of whatever builds on them. A conftest imports the fixtures."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from rooms import MONDAY, Span, span

from app.kit.actor import Actor
from app.services import actions as services
from app.services.models import Kind, Service, ServiceDraft
from app.sessions import actions as sessions
from app.sessions.models import OccasionDraft, ServiceSession

SAID = {
    "name": "健康体检",
    "kind": Kind.HEALTH,
    "description": "量血压、测血糖、心电图，结果当场告知。",
    "bring": "身份证、医保卡，请空腹。",
    "staff": "钱医生",
    "phone": "0513-80000001",
    "place": "二楼体检中心",
    "eligibility": "年满60周岁的居民",
}


def service_draft(unit, **given: object) -> ServiceDraft:
    return ServiceDraft(**SAID | {"unit_id": unit.id} | given)


def occasion_draft(when: Span | None = None, **given: object) -> OccasionDraft:
    when = when or span()
    return OccasionDraft(**{"starts_at": when.starts_at, "ends_at": when.ends_at, "places": 10} | given)


@pytest.fixture
def service(acting, cast) -> Callable[..., Service]:
    """Add a published service of a unit; Q镇's centre if nothing else is said."""

    def add(unit=None, actor: Actor | None = None, *, terms=(), publish: bool = True, **given: object) -> Service:
        unit, actor = unit or cast.qi_centre, actor or cast.actor(cast.yan)
        town = cast.qi if unit.town_id == cast.qi.id else cast.dong
        with acting(town) as there:
            made = services.write(there, service_draft(unit, **given), terms, actor=actor, now=MONDAY)
            if publish:
                services.publish(there, made.id, actor=actor, now=MONDAY)
        return made

    return add


@pytest.fixture
def occasion(acting, cast) -> Callable[..., ServiceSession]:
    """Add a session of a service, with places kept for home towns where that is said."""

    def add(
        of: Service, when: Span | None = None, *, reserved: Mapping[UUID, int] | None = None, **given: object
    ) -> ServiceSession:
        town = cast.qi if of.town_id == cast.qi.id else cast.dong
        with acting(town) as there:
            draft = occasion_draft(when, **given)
            now = MONDAY - timedelta(days=1)
            system = Actor.system(town.id)
            return sessions.plan_many(there, of, [draft], reserved=reserved or {}, actor=system, now=now)[0]

    return add
