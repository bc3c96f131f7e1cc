"""Note a report. The caller commits."""

from datetime import datetime

from sqlmodel import Session

from app.audit import actions as audit
from app.filings import queries, rules
from app.filings.models import Filing, FilingDraft
from app.kit import clock
from app.kit.actor import Actor
from app.secondments.models import Secondment


def note(
    session: Session, posting: Secondment, occasion: str, draft: FilingDraft, *, actor: Actor, now: datetime
) -> Filing:
    """The home town has reported its own person, or says why it need not."""
    if actor.id is None or actor.town_id != posting.home_town_id:
        raise rules.OnlyHomeFiles
    known = {o.key: o for o in queries.occasions_of(session, [posting])[posting.id]}
    if occasion not in known:
        raise rules.NoSuchOccasion
    if not known[occasion].is_missing:
        raise rules.FiledAlready
    rules.check_draft(draft, today=clock.to_town(now).date())
    filing = Filing.model_validate(
        draft,
        update={
            "secondment_id": posting.id,
            "home_town_id": posting.home_town_id,
            "host_town_id": posting.host_town_id,
            "occasion": occasion,
            "noted_by": actor.id,
            "noted_at": now,
        },
    )
    session.add(filing)
    session.flush()
    audit.record(session, actor, "filings.note", f"filing:{filing.id}", posting=posting.id, occasion=occasion)
    return filing
