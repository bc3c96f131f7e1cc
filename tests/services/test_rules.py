"""What a service must say, and which way its states go."""

import pytest
from catalogue import SAID

from app.bookings.models import Use
from app.services import rules
from app.services.models import Kind, Service, ServiceDraft, ServiceState

NOBODY = "00000000-0000-0000-0000-000000000001"


def draft(**given) -> ServiceDraft:
    return ServiceDraft(**SAID | {"unit_id": NOBODY} | given)


def test_all_that_residents_ask_is_said():
    assert rules.missing(draft(), unit_phone="") == []
    assert rules.missing(draft(phone=""), unit_phone="0513-1") == []
    assert rules.missing(draft(phone="", place="", eligibility=""), unit_phone="") == ["服务对象", "地点", "咨询电话"]
    assert rules.missing(draft(by_sign_up=False), unit_phone="") == ["服务时间"]


@pytest.mark.parametrize(
    ("given", "sensitive"),
    [
        ({"kind": Kind.HEALTH}, True),
        ({"kind": Kind.MEDIATION}, True),
        ({"kind": Kind.DINING}, False),
        ({"kind": Kind.AFTER_SCHOOL, "asks_guardian": True}, True),
        ({"kind": Kind.LECTURE, "is_marked_sensitive": True}, True),
    ],
)
def test_health_mediation_and_children_are_sensitive(given, sensitive):
    service = Service.model_construct(**SAID | {"asks_guardian": False, "is_marked_sensitive": False} | given)
    assert service.is_sensitive is sensitive


def test_states_go_one_way():
    service = Service.model_construct(state=ServiceState.ENDED)
    assert not any(rules.may_become(service, state) for state in ServiceState)
    with pytest.raises(rules.WrongState, match="已停办"):
        rules.check_editable(service)


def test_a_venue_is_booked_for_what_the_service_is():
    assert rules.use_of(Kind.MEDIATION) is Use.MEDIATION
    assert rules.use_of(Kind.DINING) is Use.SERVICE


def test_what_is_asked_beyond_the_name_is_told_beforehand():
    assert rules.asks(draft()) == []
    told = rules.asks(draft(min_age=60, asks_guardian=True, asks_contact=True))
    assert [said[:5] for said in told] == ["年满60周", "未满14周", "紧急联系人"[:5]]
