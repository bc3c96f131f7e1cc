"""The list and its particulars: who may read which copy, on both databases."""

import pytest
from gathering import MONDAY

from app.kit.errors import NotFound
from app.participants import actions, queries, rules
from app.participants.models import ParticipantDraft

XU = {
    "name": "徐建国",
    "unit": "党委",
    "post": "党委书记",
    "phone": "13812341234",
    "meal": "用餐",
    "car_plate": "苏F12345",
}


def add(session, cast, meeting, clerk, **given):
    return actions.put_on_list(
        session,
        ParticipantDraft(**given),
        meeting_id=meeting.id,
        partnership_id=meeting.partnership_id,
        host_id=meeting.host_id,
        actor=cast.actor(clerk),
        now=MONDAY,
    )


def test_the_host_gets_a_copy_of_the_guests_particulars(acting, cast, convened):
    with acting(cast.qi) as session:
        person = add(session, cast, convened, cast.yan, **XU)
    for town in (cast.qi, cast.dong):
        with acting(town) as session:
            (contact,) = queries.contacts_of(session, convened.id).values()
            assert (contact.phone, contact.car_plate) == ("13812341234", "苏F12345")
    with acting(cast.qi) as session:
        found = queries.get_participant(session, person.id, meeting_id=convened.id)
        draft = ParticipantDraft(**(XU | {"phone": "13900001111"}))
        actions.correct(session, found, draft, host_id=convened.host_id, actor=cast.actor(cast.yan), now=MONDAY)
    with acting(cast.dong) as session:
        (contact,) = queries.contacts_of(session, convened.id).values()
        assert contact.phone == "13900001111"


def test_the_guests_do_not_get_the_hosts_phones(acting, cast, convened):
    with acting(cast.dong) as session:
        add(session, cast, convened, cast.ma, name="沈卫东", post="党委书记", phone="13700000000")
    with acting(cast.qi) as session:
        assert [p.name for p in queries.of_meeting(session, convened.id)] == ["沈卫东"]
        assert queries.contacts_of(session, convened.id) == {}


def test_strangers_see_neither_list_nor_phones(acting, cast, convened):
    with acting(cast.qi) as session:
        person = add(session, cast, convened, cast.yan, **XU)
    with acting(cast.wai) as session:
        assert queries.of_meeting(session, convened.id) == []
        assert queries.contacts_of(session, convened.id) == {}
        with pytest.raises(NotFound):
            queries.get_participant(session, person.id, meeting_id=convened.id)


def test_who_is_taken_off_leaves_no_phone_behind(acting, cast, convened):
    with acting(cast.qi) as session:
        person = add(session, cast, convened, cast.yan, **XU)
        actions.take_off_list(session, person, actor=cast.actor(cast.yan))
    for town in (cast.qi, cast.dong):
        with acting(town) as session:
            assert queries.of_meeting(session, convened.id) == []
            assert queries.contacts_of(session, convened.id) == {}


def test_another_towns_clerk_changes_nothing(acting, cast, convened):
    with acting(cast.qi) as session:
        person = add(session, cast, convened, cast.yan, **XU)
    with acting(cast.dong) as session:
        found = queries.get_participant(session, person.id, meeting_id=convened.id)
        for deed in (
            lambda: actions.take_off_list(session, found, actor=cast.actor(cast.ma)),
            lambda: actions.correct(
                session,
                found,
                ParticipantDraft(name="别人"),
                host_id=convened.host_id,
                actor=cast.actor(cast.ma),
                now=MONDAY,
            ),
        ):
            with pytest.raises(rules.OtherTownsList):
                deed()


def test_meals_are_counted_for_the_kitchen(acting, cast, convened):
    with acting(cast.dong) as session:
        add(session, cast, convened, cast.ma, name="甲", meal="用餐")
        add(session, cast, convened, cast.ma, name="乙", meal="清真")
        add(session, cast, convened, cast.ma, name="丙", meal="用餐")
        assert [(m.meal, m.people) for m in queries.meals(session, convened.id)] == [("清真", 1), ("用餐", 2)]
