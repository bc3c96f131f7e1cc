"""The menu has a place for every page that its readers open: whoever reads one sees in which area he is."""

import re
from pathlib import Path

from app import create_app
from app.kit.web import ANYONE
from config import Config

AREAS = "templates/layouts/_areas.html"
ASIDE = {"", "notices", "profile", "preferences", "privacy", "subscription", "status", "audit", "files", "static"}


def test_every_page_belongs_to_an_area_of_the_menu():
    with open(AREAS, encoding="utf-8") as file:
        known = {
            path
            for listed in re.findall(r'"\), \[([^\]]*)\], \[', file.read())
            for path in re.findall(r'"([\w-]+)"', listed)
        }
    app = create_app(Config())
    firsts = {
        rule.rule.split("/")[1]
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and ANYONE not in getattr(app.view_functions[rule.endpoint], "allowed", {ANYONE})
    }
    assert sorted(firsts - known - ASIDE) == [], f"give them an area in {AREAS}"
    assert sorted(known - {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}) == []


def test_every_view_that_a_template_names_exists():
    """`may_open` of a name that is gone hides its link for ever and says nothing."""
    named = {
        (endpoint, str(path))
        for path in Path("templates").rglob("*.html")
        for endpoint in re.findall(r"(?:may_open|url_for)\(\s*[\"']([a-z_]+\.[a-z_]+)[\"']", path.read_text("utf-8"))
    }
    views = create_app(Config()).view_functions
    assert sorted(pair for pair in named if pair[0] not in views) == []
