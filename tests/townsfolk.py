"""Residents of both towns and what allows the towns to keep their data together. A conftest imports the fixtures."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from rooms import MONDAY
from sqlmodel import Session

from app.grounds import actions as grounds
from app.grounds.models import AssessmentDraft
from app.kit.actor import Actor
from app.residents.models import ResidentDraft
from app.signups.models import Agreed, DeclaredDraft, How, SignUpDraft
from app.towns import actions as towns
from app.towns.models import BasisDraft, BasisKind, Town

LI, WANG, GU, SHI = "李秀英", "王桂兰", "顾阿大", "施小妹"
PHONES = {LI: "13800001111", WANG: "13800002222", GU: "13900003333", SHI: "13900004444"}


def person(town: Town, name: str = LI, phone: str = "", community_id: UUID | None = None) -> ResidentDraft:
    phone = phone or PHONES.get(name, "13700005555")
    return ResidentDraft(name=name, phone=phone, home_town_id=town.id, community_id=community_id)


def wish(town: Town, name: str = LI, phone: str = "", **given: object) -> SignUpDraft:
    """A sign-up for the health check of tests/catalogue.py: sensitive, so agreed to by word of mouth."""
    declared = {k: given.pop(k) for k in list(given) if k in DeclaredDraft.model_fields}
    community_id = given.pop("community_id", None)
    said = {"agreed_by": Agreed.SELF, "agreed_how": How.SPOKEN} | given
    return SignUpDraft(person=person(town, name, phone, community_id), declared=DeclaredDraft(**declared), **said)


@pytest.fixture
def basis(acting, cast) -> None:
    """An agreement on residents' data, entered by hand."""
    with acting(cast.dong) as there:
        draft = BasisDraft(
            partnership_id=cast.pair.id, kind=BasisKind.PERSONAL_DATA, valid_from=date(2026, 1, 1), document="合作协议"
        )
        towns.write_basis(there, draft, actor=Actor.system(cast.dong.id))


@pytest.fixture
def assess(acting, cast) -> Callable[[Town], None]:
    """Put a town's assessment on record."""

    def record(town: Town) -> None:
        draft = AssessmentDraft(
            made_on=date(2026, 1, 10), summary="评估了报名信息的范围、权限和风险", kept_where="档案室"
        )
        with acting(town) as there:
            actor = cast.actor(cast.ma if town is cast.dong else cast.yan)
            grounds.record_assessment(there, draft, partnership_id=cast.pair.id, actor=actor, now=MONDAY)

    return record


@pytest.fixture
def ground(basis, assess, cast) -> None:
    """Both towns may keep residents' data together."""
    assess(cast.dong)
    assess(cast.qi)


@pytest.fixture
def dong(reaching, cast) -> Session:
    return reaching(cast.dong)


@pytest.fixture
def qi(reaching, cast) -> Session:
    return reaching(cast.qi)
