from datetime import date

import agreed
import pytest

from app.cadence.models import AvoidDraft, AvoidKind, DayKind, WhenClosed
from app.proposals.forms import OWN_PERIODS, SeriesForm, typed

SPRING = AvoidDraft(kind=AvoidKind.SPRING_FESTIVAL, name="春节前后", days_before=5, days_after=20)
FLOOD = AvoidDraft(kind=AvoidKind.ONCE, name="防汛应急", from_on=date(2027, 7, 1), until_on=date(2027, 7, 20))
YEAR_END = AvoidDraft(kind=AvoidKind.YEARLY, name="年终考核", from_on=date(2026, 12, 20), until_on=date(2026, 12, 31))


def shown(app, cast, draft):
    with app.test_request_context():
        return SeriesForm(data=typed(draft)).offer([(cast.dong.id, "D镇"), (cast.qi.id, "Q镇")])


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"avoid": [SPRING, FLOOD, YEAR_END]},
        {"day_kind": DayKind.LAST_WEEKDAY, "weekday": 4, "when_closed": WhenClosed.NEXT_WEEK},
        {"day_kind": DayKind.DAY_OF_MONTH, "day_of_month": 31, "starts_at": "09:30", "ends_at": "11:00"},
        {"reminder_days": [5, 2], "minutes_days": 3, "plan_ahead": 8},
    ],
    ids=str,
)
def test_what_is_in_force_comes_back_unchanged_from_its_form(app, cast, change):
    draft = agreed.draft(cast, **change)
    assert shown(app, cast, draft).draft() == draft


def test_there_is_always_an_empty_line_for_another_avoided_time(app, cast):
    assert len(shown(app, cast, agreed.draft(cast)).avoid) == OWN_PERIODS
    many = [FLOOD.model_copy(update={"name": f"防汛{n}"}) for n in range(4)]
    assert len(shown(app, cast, agreed.draft(cast, avoid=many)).avoid) == 5


def test_every_place_in_the_order_offers_every_town(app, cast):
    form = shown(app, cast, agreed.draft(cast, order=[cast.qi.id, cast.dong.id]))
    assert [entry.data for entry in form.order] == [str(cast.qi.id), str(cast.dong.id)]
    assert [[c.label for c in entry.choices] for entry in form.order] == [["D镇", "Q镇"]] * 2
