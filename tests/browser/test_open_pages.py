"""Pages that need no sign-in, as a stranger sees them on a phone and at a desk."""

import pytest

OPEN = {"sign-in": "/sign-in", "preferences": "/preferences/", "verify": "/verify"}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", OPEN)
def test_open_pages(visit, live_cast, name, width):
    visit(width=width).go(OPEN[name], name=f"open/{name}")


@pytest.mark.parametrize("name", OPEN)
def test_open_pages_in_the_large_edition(visit, live_cast, name):
    visit(width=320, large=True).go(OPEN[name], name=f"open/large-{name}")


@pytest.mark.parametrize("width", [320, 1280])
def test_what_does_not_exist_says_so(visit, live_cast, width):
    visit(live_cast.ma, width=width).go("/nothing-here", name="open/404", expect=404)


def test_a_page_of_somebody_else_says_so(visit, live_cast):
    visit(live_cast.lao_chen).go("/people", name="open/403", expect=403)
