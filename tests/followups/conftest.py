"""A resolution of the joint meeting that D镇 must carry out."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from app.followups import actions
from app.followups.models import Followup

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DUE = date(2026, 3, 31)


@pytest.fixture
def assigned(reaching: Callable[..., Session], cast) -> Callable[..., Followup]:
    """Assign something, as the minutes do when they are issued."""

    def assign(source: str = "resolution:1", towns=None, due_on: date | None = DUE) -> Followup:
        with reaching(cast.dong, now=NOW) as session:
            made = actions.assign(
                session,
                partnership_id=cast.pair.id,
                source=source,
                source_title="2026年第12号议定事项",
                source_url="/minutes/1",
                text="开放多功能厅供两镇老年协会使用",
                towns=towns or [cast.dong.id],
                unit_name="D镇党群服务中心",
                person_name="朱敏",
                due_on=due_on,
                actor=cast.actor(cast.ma),
                now=NOW,
            )
            session.commit()
            session.expunge_all()
        return made

    return assign
