"""A test client that reads every page it gets as HTML5 and checks what no page may lack."""

from typing import Any

import html5lib
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


def between_deeds(sessions: list[Session]) -> None:
    """End the test's own transactions, so that the next deed does not wait for them and they see what it did."""
    for session in sessions:
        assert not session.new, "the test has rows that it did not commit"
        session.rollback()
        session.expire_all()


class CheckedClient(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        between_deeds(self.application.extensions.get("test_sessions", []))
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.text and response.status_code not in (301, 302, 303):
            check(response.text)
        return response


def check(text: str) -> None:
    """Well-formed HTML5; on whole pages one h1; unique ids; a label for every input; no inline style or script."""
    whole = text.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(strict=False)
    (parser.parse if whole else parser.parseFragment)(text)
    problems = [str(e) for e in parser.errors if e[1] not in {"expected-doctype-but-got-chars"}]
    assert not problems, problems
    page = BeautifulSoup(text, "html5lib")
    if whole:
        assert len(page.find_all("h1")) == 1, "one h1"
        assert page.html and page.html.get("lang"), "the page's language"
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    labelled = {label.get("for") for label in page.find_all("label")}
    for field in page.find_all(["input", "select", "textarea"]):
        if field.get("type") in UNLABELLED or field.find_parent("label"):
            continue
        assert field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby"), str(field)
    assert not page.find_all(style=True), "inline style"
