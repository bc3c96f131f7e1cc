"""A document in the register, queued or issued, for the tests of pages and of the renderer."""

from collections.abc import Callable

import papers
import pytest
import sqlalchemy as sa
from cast import Cast

from app.documents import actions
from app.documents.models import Document, IssueDraft
from app.kit import clock
from app.kit.db import transaction
from app.kit.scopes import Reach
from app.typeset.models import Official

Issue = Callable[..., Document]


@pytest.fixture
def reach(cast: Cast) -> Reach:
    """What the renderer sees of the pair."""
    return Reach(frozenset({cast.dong.id, cast.qi.id}), frozenset({cast.pair.id}))


@pytest.fixture
def queued(engine: sa.Engine, cast: Cast, reach: Reach) -> Issue:
    """Issue one document in a transaction of its own; it waits for the renderer."""

    def issue(content: Official | None = None, said: IssueDraft | None = None) -> Document:
        with transaction(engine, reach) as session:
            return actions.issue(
                session,
                content or papers.minutes(),
                said or papers.draft(),
                partnership_id=cast.pair.id,
                actor=cast.actor(cast.shen),
                now=clock.now(),
            )

    return issue
