"""Keeping the words that were shown, and putting assessments on record."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.audit import actions as audit
from app.files import actions as files
from app.files.models import Upload
from app.grounds import gateways, queries, rules
from app.grounds.models import AssessmentDraft, ImpactAssessment, NoticeText
from app.kit import clock
from app.kit.actor import Actor
from app.kit.db import dialect
from app.kit.errors import NotFound
from app.kit.text import content_hash
from app.services.models import Service


def keep_notice(session: Session, service: Service, home_town_ids: Iterable[UUID], *, now: datetime) -> NoticeText:
    """The row that holds exactly what is shown today; the same words are kept once."""
    said = queries.notice_for(session, service, home_town_ids, months=gateways.months())
    content = said.content()
    mark = content_hash(content)
    if (found := queries.find_text(session, mark)) is None:
        insert = sqlite.insert if dialect(session) == "sqlite" else postgresql.insert
        row = {"id": uuid4(), "text_hash": mark, "version": said.version, "content": content, "first_shown_at": now}
        session.execute(insert(NoticeText).values(**row).on_conflict_do_nothing())
        found = queries.find_text(session, mark)
    if found is None:
        raise NotFound
    return found


def record_assessment(
    session: Session,
    draft: AssessmentDraft,
    *,
    partnership_id: UUID,
    upload: Upload | None = None,
    actor: Actor,
    now: datetime,
) -> ImpactAssessment:
    """Put the own town's assessment on record; the partner reads it. Raises NoFileNoPlace, MadeInTheFuture."""
    if actor.town_id is None:
        raise NotFound
    rules.check_assessment(draft.made_on, draft.valid_until, clock.to_town(now).date())
    if upload is None and not draft.kept_where.strip():
        raise rules.NoFileNoPlace
    kept = files.keep_shared(session, upload, partnership_id=partnership_id, actor=actor) if upload else None
    entered = {"town_id": actor.town_id, "partnership_id": partnership_id, "entered_by": actor.id, "entered_at": now}
    made = ImpactAssessment.model_validate(draft, update=entered | {"file_id": kept and kept.id})
    session.add(made)
    session.flush()
    audit.record(session, actor, "grounds.record_assessment", f"impact_assessment:{made.id}", on=made.made_on)
    return made


def withdraw_assessment(session: Session, assessment_id: UUID, *, actor: Actor, now: datetime) -> ImpactAssessment:
    """The own town's assessment holds no longer: purposes or means have changed. It stays on record (art. 56)."""
    found = queries.get_assessment(session, assessment_id)
    if found.town_id != actor.town_id or found.withdrawn_at is not None:
        raise NotFound
    found.withdrawn_at = now
    session.add(found)
    session.flush()
    audit.record(session, actor, "grounds.withdraw_assessment", f"impact_assessment:{found.id}")
    return found
