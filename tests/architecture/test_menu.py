"""The menu has a place for every page that its readers open: whoever reads one sees in which area he is."""

import re

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
