"""A list cut into pages: nothing is lost or shown twice, and any number typed into the address leads somewhere."""

import pytest
from sqlmodel import col, select

from app.accounts.models import Person
from app.kit.paging import page_of

PEOPLE = select(Person).order_by(col(Person.login))


def test_the_pages_together_are_the_list(session):
    everybody = session.exec(PEOPLE).all()
    first = page_of(session, PEOPLE, 1, size=4)
    shown = [person for number in range(1, first.pages + 1) for person in page_of(session, PEOPLE, number, size=4).rows]
    assert shown == everybody
    assert first.total == len(everybody)


@pytest.mark.parametrize(("asked", "shown"), [(-3, 1), (0, 1), (2, 2), (999, "last")])
def test_numbers_outside_the_list_mean_its_nearest_end(session, asked, shown):
    page = page_of(session, PEOPLE, asked, size=4)
    assert page.number == (page.pages if shown == "last" else shown)
    assert page.rows


def test_an_empty_list_has_one_empty_page(session):
    page = page_of(session, PEOPLE.where(col(Person.login) == "nobody"), 1)
    assert (page.rows, page.number, page.pages, page.total) == ([], 1, 1, 0)
