"""Queued documents become files: claimed by a lease, laid out after the commit, stored by hash, then 已印发."""

import logging
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.documents import actions, gateways, queries
from app.documents.actions import Claimed
from app.files import gateways as files
from app.kit import clock
from app.kit.db import transaction
from app.kit.errors import Refusal
from app.kit.scopes import Reach
from config import Config

log = logging.getLogger(__name__)


def run(engine: sa.Engine, now: datetime, config: type[Config] | Config = Config) -> int:
    """Render everything that waits; how many documents were issued."""
    return sum(_render_all(engine, reach, now, config) for reach in queries.rounds(engine))


def _render_all(engine: sa.Engine, reach: Reach, began: datetime, config: type[Config] | Config) -> int:
    """Every waiting document of one partnership; instants run on from `began` while pages are laid out."""
    started, done = clock.now(), 0
    while True:
        now = began + max(clock.now() - started, timedelta(0))
        with transaction(engine, reach, now=now) as session:
            claimed = actions.claim_next(session, now)
        if claimed is None:
            return done
        done += _render(engine, reach, claimed, now, config)


def _render(engine: sa.Engine, reach: Reach, claimed: Claimed, now: datetime, config: type[Config] | Config) -> bool:
    try:
        made = gateways.make_files(claimed, f"{config.PUBLIC_URL}/verify/{claimed.code}")
        pdf_hash, docx_hash = map(files.keep, made)
    except (Refusal, OSError) as failed:
        log.exception("document %s was not rendered", claimed.document_id)
        with transaction(engine, reach, now=now) as session:
            actions.put_back(session, claimed, str(failed), now=now)
        return False
    with transaction(engine, reach, now=now) as session:
        return actions.finish(session, claimed, pdf_hash=pdf_hash, docx_hash=docx_hash, now=now)
