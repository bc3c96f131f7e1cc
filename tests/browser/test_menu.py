"""Everybody opens every entry of their own menu, on a desk and on a phone, in either language and edition."""

import pytest

ROLES = ["ma", "shen", "lao_chen", "gu", "operator"]


def entries(visitor):
    """Addresses offered by the whole menu, as a phone has it, read on a page that everybody may open."""
    visitor.page.goto(f"{visitor.address}/preferences/")
    links = visitor.page.eval_on_selector_all(".menu--phone nav a", "all => all.map(a => a.getAttribute('href'))")
    assert links
    return links


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("width", [320, 1280])
def test_every_entry_opens(visit, live_cast, who, width):
    visitor = visit(getattr(live_cast, who), width=width)
    for path in entries(visitor):
        visitor.go(path, name=f"empty/{who}{path.rstrip('/').replace('/', '-')}")


def test_every_entry_in_the_large_edition(visit, live_cast):
    visitor = visit(live_cast.ma, width=320, large=True)
    for path in entries(visitor):
        visitor.go(path, name=f"large/ma{path.rstrip('/').replace('/', '-')}")


def test_every_entry_in_english(visit, live_cast):
    visitor = visit(live_cast.ma, width=1280, language="en")
    for path in entries(visitor):
        visitor.go(path, name=f"english/ma{path.rstrip('/').replace('/', '-')}")


def test_the_menu_opens_on_a_phone_without_javascript(visit, live_cast):
    visitor = visit(live_cast.ma, width=320, script=False)
    visitor.go("/preferences/")
    visitor.page.locator(".menu__summary").click()
    assert visitor.page.locator(".menu--phone .menu__link").first.is_visible()
    visitor.shoot("menu-open")


def test_a_page_below_another_is_not_both(visit, live_cast):
    visitor = visit(live_cast.ma, width=1280)
    visitor.go("/agreements/in-force/")
    marked = visitor.page.eval_on_selector_all(
        ".menu__list--second [aria-current]", "all => all.map(a => a.getAttribute('href'))"
    )
    assert marked == ["/agreements/in-force/"]
