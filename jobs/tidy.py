"""Take away what nobody needs any more: ended sessions, failed sign-ins, answered forms, job runs, old phones."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col

from app.accounts import actions as accounts
from app.kit import lease
from app.kit.db import transaction
from app.kit.models import SubmittedForm
from app.kit.scopes import Reach
from app.planning import actions as planning
from app.planning.queries import rounds

FORMS, RUNS = timedelta(days=7), timedelta(days=90)


def run(engine: sa.Engine, now: datetime) -> int:
    with transaction(engine, Reach.nothing(), now=now) as session:
        forms = session.execute(sa.delete(SubmittedForm).where(col(SubmittedForm.at) < now - FORMS))
        gone: int = forms.rowcount  # type: ignore[attr-defined]  # a DELETE counts its rows
        gone += accounts.tidy_sessions(session, now=now) + lease.forget_runs(session, before=now - RUNS)
    for _, reach in rounds(engine):
        with transaction(engine, reach, now=now) as session:
            gone += planning.forget_particulars(session, now=now)
    return gone
