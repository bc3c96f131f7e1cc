"""Reports that were asked for are made after the commit: chapter by chapter, then the Word file and the evidence."""

import logging
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.files import gateways as files
from app.indicators.models import Chapter
from app.kit import clock, making
from app.kit.db import open_session, transaction
from app.kit.errors import Refusal
from app.kit.scopes import Reach
from app.reports import actions, gateways, queries
from app.reports.actions import Claimed
from app.reports.models import Report
from app.towns import queries as towns

log = logging.getLogger(__name__)


def run(engine: sa.Engine, now: datetime) -> int:
    """Make everything that waits, town by town; how many reports were finished."""
    with open_session(engine, Reach.nothing(), writes=False, now=now) as session:
        reaches = [
            Reach(frozenset({t.id}), towns.partnership_ids_of(session, frozenset({t.id})))
            for t in towns.all_towns(session)
        ]
    return sum(_make_all(engine, reach, now) for reach in reaches)


def _make_all(engine: sa.Engine, reach: Reach, began: datetime) -> int:
    """One after the other; instants run on from `began` while files are made."""
    started, done = clock.now(), 0
    while True:
        now = began + max(clock.now() - started, timedelta(0))
        with open_session(engine, reach, writes=False, now=now) as looking:
            if making.waiting(looking, Report, now) is None:
                return done
        with transaction(engine, reach, now=now) as session:
            claimed = actions.claim_next(session, today=clock.to_town(now).date(), now=now)
        if claimed is None:
            return done
        done += _make(engine, reach, claimed, now)


def _make(engine: sa.Engine, reach: Reach, claimed: Claimed, now: datetime) -> bool:
    try:
        docx, folder, count = _files(engine, reach, claimed, now)
        docx_hash, zip_hash = files.keep(docx), files.keep(folder)
    except (Refusal, OSError) as failed:
        log.exception("report %s was not made", claimed.report_id)
        with transaction(engine, reach, now=now) as session:
            actions.put_back(session, claimed, str(failed), now=now)
        return False
    with transaction(engine, reach, now=now) as session:
        return actions.finish(session, claimed, docx_hash=docx_hash, zip_hash=zip_hash, files=count, now=now)


def _files(engine: sa.Engine, reach: Reach, claimed: Claimed, now: datetime) -> tuple[bytes, bytes, int]:
    chapters: list[Chapter] = []
    for place, write in enumerate(queries.CHAPTERS):
        with open_session(engine, reach, writes=False, now=now) as session:
            chapters.append(write(session, claimed.asked))
        _say(engine, reach, claimed, place + 1, f"已写好“{chapters[-1].title}”", now)
    with open_session(engine, reach, writes=False, now=now) as session:
        frame = queries.frame_of(session, claimed.asked, claimed.title)
    docx = gateways.to_docx(frame, chapters)
    _say(engine, reach, claimed, len(chapters) + 1, "正在整理迎检台账", now)
    return docx, *gateways.to_zip(frame, chapters, docx)


def _say(engine: sa.Engine, reach: Reach, claimed: Claimed, done: int, step: str, now: datetime) -> None:
    with transaction(engine, reach, now=now) as session:
        actions.advance(session, claimed, done, step, now=now)
