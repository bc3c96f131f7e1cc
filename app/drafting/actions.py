"""What the host's clerk does with the text of minutes: begin, save, bring the progress up to date."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.drafting import queries, rules
from app.drafting.models import MinutesDraft, MinutesRevision, MinutesText
from app.kit.actor import Actor
from app.meetings import actions as meeting_actions
from app.meetings.models import Meeting, MeetingState
from app.towns import queries as towns


@dataclass(frozen=True)
class Saved:
    """What became of a save. `aside_id`: it met a newer text on the same passage and was kept beside it."""

    revision: int
    was_merged: bool = False
    aside_id: UUID | None = None


def begin(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> MinutesDraft:
    """Open the editor with everything the system knows: opening, 上次议定事项落实情况, one item per topic, closing."""
    check_writer(session, meeting, actor, now)
    rules.check_begin(meeting.state)
    draft = MinutesDraft(
        town_id=meeting.host_id, meeting_id=meeting.id, due_on=queries.due_on(session, meeting), begun_at=now
    )
    session.add(draft)
    session.flush()
    text = queries.first_text(session, meeting, now=now)
    _keep(session, draft, text, base=0, automatic=True, actor=actor, now=now)
    meeting_actions.advance(session, meeting, MeetingState.DRAFTING, actor=actor, now=now)
    audit.record(session, actor, "drafting.begin", f"meeting:{meeting.id}")
    return draft


def save(
    session: Session,
    meeting: Meeting,
    text: MinutesText,
    *,
    base: int,
    automatic: bool = False,
    actor: Actor,
    now: datetime,
) -> Saved:
    """Keep what was typed. `base` is the revision that the author had on the screen.

    If somebody saved meanwhile, changes to different passages are joined; changes to the same passage are shown side
    by side, and what was typed is kept beside the text that stands.
    """
    check_writer(session, meeting, actor, now)
    rules.check_editable(meeting.state)
    draft = queries.get_draft(session, meeting, lock=True)
    standing = queries.text_at(session, draft, draft.revision)
    if base == draft.revision:
        if text != standing:
            _keep(session, draft, text, base=base, automatic=automatic, actor=actor, now=now)
        return Saved(draft.revision)
    merged, conflicts = rules.merge(queries.text_at(session, draft, base), standing, text)
    if conflicts:
        aside = _aside(session, draft, text, base=base, actor=actor, now=now)
        return Saved(draft.revision, aside_id=aside.id)
    if merged != standing:
        _keep(session, draft, merged, base=draft.revision, automatic=automatic, actor=actor, now=now)
    return Saved(draft.revision, was_merged=True)


def refresh_followups(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> Saved:
    """Fill 上次议定事项落实情况 again from the follow-ups as they are now."""
    draft = queries.get_draft(session, meeting)
    text = queries.text_at(session, draft, draft.revision)
    words = queries.followup_words(session, meeting, now=now)
    items = [i if i.topic_id else i.model_copy(update={"summary": words}) for i in text.items]
    newer = text.model_copy(update={"items": items})
    return save(session, meeting, newer, base=draft.revision, actor=actor, now=now)


def check_writer(session: Session, meeting: Meeting, actor: Actor, now: datetime) -> None:
    """Only the host's office writes; anybody else is refused with the host's name."""
    roles = queries.roles_of(session, actor.id, actor.town_id, now)
    host = towns.get_town(session, meeting.host_id).name
    rules.check_writer(roles, actor.town_id, meeting.host_id, host=host)


def _keep(
    session: Session,
    draft: MinutesDraft,
    text: MinutesText,
    *,
    base: int,
    automatic: bool,
    actor: Actor,
    now: datetime,
) -> None:
    draft.revision += 1
    row = _row(draft, text, base, actor, now)
    row.number, row.is_automatic = draft.revision, automatic
    session.add_all([draft, row])
    session.flush()
    audit.record(session, actor, "drafting.save", f"meeting:{draft.meeting_id}", revision=draft.revision)


def _aside(
    session: Session, draft: MinutesDraft, text: MinutesText, *, base: int, actor: Actor, now: datetime
) -> MinutesRevision:
    row = _row(draft, text, base, actor, now)
    session.add(row)
    session.flush()
    audit.record(session, actor, "drafting.keep_aside", f"meeting:{draft.meeting_id}", base=base, aside=row.id)
    return row


def _row(draft: MinutesDraft, text: MinutesText, base: int, actor: Actor, now: datetime) -> MinutesRevision:
    return MinutesRevision(
        town_id=draft.town_id,
        draft_id=draft.id,
        base=base,
        text=text.model_dump(mode="json"),
        author_id=actor.id,
        author_name=actor.name,
        at=now,
    )
