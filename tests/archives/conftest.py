"""Issued papers of a year, without the press: the files are small stand-ins kept by their hash."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import papers
import pytest
import sqlalchemy as sa
from cast import Cast

from app.documents import actions
from app.documents.models import Document
from app.files import gateways as files
from app.kit.db import transaction
from app.kit.scopes import Reach

NOW = datetime(2026, 10, 27, 1, 0, tzinfo=UTC)
Issue = Callable[..., Document]


@pytest.fixture
def issued(engine: sa.Engine, cast: Cast, config: Any) -> Issue:
    """A document that is issued: number, content and audit entries as always, its files without layout."""
    reach = Reach(frozenset({cast.dong.id, cast.qi.id}), frozenset({cast.pair.id}))

    def issue(content: Any = None, **said: Any) -> Document:
        made = papers.draft(**said)
        given = {"partnership_id": cast.pair.id, "actor": cast.actor(cast.shen), "now": NOW}
        with transaction(engine, reach, now=NOW) as session:
            document = actions.issue(session, content or papers.minutes(), made, **given)
        with transaction(engine, reach, now=NOW) as session:
            claimed = actions.claim_next(session, NOW)
            assert claimed
            hashes = [files.keep(f"{form} {document.number}".encode()) for form in ("pdf", "docx")]
            actions.finish(session, claimed, pdf_hash=hashes[0], docx_hash=hashes[1], now=NOW)
            return claimed.document

    return issue
