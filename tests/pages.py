"""A test client that reads every page it gets as HTML5 and checks what no page may lack."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import html5lib
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
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


@contextmanager
def writing_nothing(app: Flask) -> Iterator[None]:
    """A GET may be prefetched, repeated and crawled: it changes no row."""
    written: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(sql)

    sa.event.listen(app.extensions["engine"], "before_cursor_execute", note)
    try:
        yield
    finally:
        sa.event.remove(app.extensions["engine"], "before_cursor_execute", note)
    assert not written, f"a GET wrote: {written[0]}"


class CheckedClient(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        between_deeds(self.application.extensions.get("test_sessions", []))
        with writing_nothing(self.application) if kwargs.get("method", "GET") == "GET" else nullcontext():
            response = super().open(*args, **kwargs)
        for name, value in response.headers:
            assert (name + value).isascii(), f"no server can send the header {name}: {value}"
        if response.mimetype == "text/html" and response.text and response.status_code not in (301, 302, 303):
            check(response.text)
        return response


def check(text: str) -> None:
    """Well-formed HTML5; on whole pages one h1; ids that are unique and lead somewhere; names; nothing inline."""
    whole = text.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(strict=False)
    (parser.parse if whole else parser.parseFragment)(text)
    problems = [str(e) for e in parser.errors if e[1] not in {"expected-doctype-but-got-chars"}]
    assert not problems, problems
    page = BeautifulSoup(text, "html5lib")
    if whole:
        assert len(page.find_all("h1")) == 1, "one h1"
        assert page.find("html", lang=True), "the page's language"
    _check_ids(page, whole=whole)
    _check_names(page)
    inline = page.find_all(lambda tag: tag.has_attr("style") or any(name.startswith("on") for name in tag.attrs))
    assert not inline + page.find_all("style"), inline


def _check_ids(page: BeautifulSoup, *, whole: bool) -> None:
    """Ids are unique, and on whole pages every reference to an id leads somewhere."""
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    if not whole:
        return
    for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for tag in page.find_all(attrs={attribute: True}):
            asked = tag[attribute] if isinstance(tag[attribute], list) else tag[attribute].split()
            assert set(asked) <= set(ids), f"nothing has the id of {tag}"[:300]
    for link in page.find_all("a", href=lambda href: href and href.startswith("#") and href != "#"):
        assert link["href"][1:] in ids, f"{link} leads nowhere"


def _check_names(page: BeautifulSoup) -> None:
    """Whatever is filled in or pressed has a name; pictures say what they show; a table has heads."""
    labelled = {label.get("for") for label in page.find_all("label")}
    for field in page.find_all(["input", "select", "textarea"]):
        if field.get("type") in UNLABELLED or field.find_parent("label"):
            continue
        assert field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby"), str(field)
    for pressed in page.find_all(["button", "a", "summary"]):
        picture = pressed.find("img", alt=True)
        name = pressed.get_text(strip=True) or pressed.get("aria-label") or (picture and picture["alt"])
        assert name, f"nobody knows what this does: {pressed}"
    assert not page.find_all("img", alt=False), "a picture without alt"
    for table in page.find_all("table"):
        assert table.find("th"), f"a table without heads: {table}"[:300]
