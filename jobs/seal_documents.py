"""Seals that secretaries have placed are printed after the commit; the print is one more rendition of the document."""

import logging
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.documents import queries as documents
from app.kit.db import open_session, transaction
from app.kit.errors import Refusal
from app.kit.scopes import Reach
from app.seals import actions, gateways, queries
from config import Config

log = logging.getLogger(__name__)


def run(engine: sa.Engine, now: datetime, config: type[Config] | Config = Config) -> int:
    """Print whatever has more seals placed than printed; how many prints were made."""
    return sum(_print_all(engine, reach, now, config) for reach in documents.rounds(engine))


def _print_all(engine: sa.Engine, reach: Reach, now: datetime, config: type[Config] | Config) -> int:
    with open_session(engine, reach, writes=False, now=now) as session:
        waiting = [printing.document_id for printing in queries.waiting(session, now)]
    return sum(_print(engine, reach, document_id, now, config) for document_id in waiting)


def _print(engine: sa.Engine, reach: Reach, document_id: UUID, now: datetime, config: type[Config] | Config) -> bool:
    with open_session(engine, reach, writes=False, now=now) as session:
        document = documents.get_document(session, document_id)
        images = {p.place: p.sha256 for p in queries.placings_of(session, document_id)}
    try:
        data = gateways.printed(document, images, f"{config.PUBLIC_URL}/verify/{document.code}")
    except (Refusal, OSError) as failed:
        log.exception("document %s was not printed with its seals", document_id)
        with transaction(engine, reach, now=now) as session:
            actions.put_off(session, document_id, str(failed), now=now)
        return False
    with transaction(engine, reach, now=now) as session:
        return actions.keep_print(session, document_id, data, images.keys(), now=now)
