from datetime import date

import pytest

from app.accounts.models import Role
from app.people import rules


def test_the_proper_reading_of_a_surname_makes_the_login():
    assert rules.suggested_login("单静", set()) == "shanjing"
    assert rules.suggested_login("马琳", {"malin", "malin2"}) == "malin3"


def test_a_rare_name_still_gets_a_login():
    assert rules.suggested_login("Anna", set()) == "anna"


def test_clerks_manage_everybody_but_the_highest():
    for role in (Role.WORKER, Role.CLERK, Role.ORGANISER, Role.SECONDEE, Role.MENTOR):
        rules.check_may_manage({Role.CLERK}, {role})
    for role in (Role.SECRETARY, Role.OFFICE_HEAD, Role.AUDITOR):
        with pytest.raises(rules.AboveYou):
            rules.check_may_manage({Role.CLERK, Role.OFFICE_HEAD}, {Role.WORKER, role})
        rules.check_may_manage({Role.SECRETARY}, {role})


@pytest.mark.parametrize("roles", [set(), {Role.SECRETARY}, {Role.SECONDEE, Role.CLERK}, {Role.AUDITOR}])
def test_not_everybody_can_be_a_deputy(roles):
    with pytest.raises(rules.NoDeputy):
        rules.check_deputy(roles, date(2026, 3, 1), date(2026, 3, 31))


def test_a_deputy_signs_for_a_year_at_most():
    with pytest.raises(rules.DeputyTooLong):
        rules.check_deputy({Role.ORGANISER}, date(2026, 3, 1), date(2027, 4, 1))
    with pytest.raises(rules.EndsBeforeStart):
        rules.check_deputy({Role.ORGANISER}, date(2026, 3, 2), date(2026, 3, 1))
