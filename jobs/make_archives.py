"""Yearly archive packages that were asked for are made after the commit, paper by paper."""

import logging
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.archives import actions, queries
from app.archives.actions import Claimed
from app.archives.models import Package
from app.audit import actions as audit
from app.deposits.gateways import Packer
from app.deposits.models import Paper
from app.deposits.rules import KEY_MARKED
from app.documents import queries as documents
from app.files import gateways as files
from app.kit import clock, making
from app.kit.db import open_session, transaction
from app.kit.errors import Refusal
from app.kit.scopes import Reach
from app.towns import queries as towns

log = logging.getLogger(__name__)


def run(engine: sa.Engine, now: datetime) -> int:
    """Make everything that waits, town by town; how many packages were finished."""
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        reaches = {
            t.id: Reach(frozenset({t.id}), towns.partnership_ids_of(session, frozenset({t.id})))
            for t in towns.all_towns(session)
        }
    return sum(_make_all(engine, reach, now, audit.keyed_hash(KEY_MARKED)) for reach in reaches.values())


def _make_all(engine: sa.Engine, reach: Reach, began: datetime, mark: str) -> int:
    """One after the other; instants run on from `began` while files are read."""
    started, done = clock.now(), 0
    while True:
        now = began + max(clock.now() - started, timedelta(0))
        with open_session(engine, reach, writes=False, now=now) as looking:
            if making.waiting(looking, Package, now) is None:
                return done
        with transaction(engine, reach, now=now) as session:
            claimed = actions.claim_next(session, key_mark=mark, now=now)
        if claimed is None:
            return done
        done += _make(engine, reach, claimed, now)


def _make(engine: sa.Engine, reach: Reach, claimed: Claimed, now: datetime) -> bool:
    try:
        zip_hash = files.keep(_packed(engine, reach, claimed, now))
    except (Refusal, OSError) as failed:
        log.exception("archive package %s was not made", claimed.package_id)
        with transaction(engine, reach, now=now) as session:
            actions.put_back(session, claimed, str(failed), now=now)
        return False
    with transaction(engine, reach, now=now) as session:
        return actions.finish(session, claimed, zip_hash=zip_hash, now=now)


def _packed(engine: sa.Engine, reach: Reach, claimed: Claimed, now: datetime) -> bytes:
    packer, [town_id] = Packer(claimed.label), reach.town_ids
    for place, line in enumerate(claimed.lines, 1):
        with open_session(engine, reach, writes=False, now=now) as session:
            document = documents.get_document(session, line.document_id)
            filed = queries.files_of(session, document, town_id)
        hashes = (document.content_hash, document.pdf_hash, document.docx_hash)
        packer.add(Paper(line.entry, *hashes, document.code, filed))
        with transaction(engine, reach, now=now) as session:
            actions.advance(session, claimed, place, f"已归入{document.number}", now=now)
    return packer.finish()
