"""Components rendered alone: no database, a request of nobody."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from pages import check

from app import create_app
from config import Config


@pytest.fixture(scope="session")
def bare_app(tmp_path_factory):
    config = Config()
    config.TESTING = True
    config.DATABASE_URL = f"sqlite:///{tmp_path_factory.mktemp('bare')}/none.db"
    config.SECRET_KEY = config.AUDIT_KEY = "of-this-test-only"
    return create_app(config)


@pytest.fixture
def render(bare_app) -> Iterator[Callable[..., BeautifulSoup]]:
    """`render(name, source, **values)`: a snippet that uses the component `name`, checked and parsed."""

    def one(name: str, source: str, **values: Any) -> BeautifulSoup:
        text = render_template_string(f'{{% from "components/{name}.html" import {name} %}}{source}', **values)
        check(text)
        return BeautifulSoup(text, "html5lib")

    with bare_app.test_request_context("/here?page=2&town=D"):
        yield one
