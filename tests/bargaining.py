"""An agreement of the cast in each of its states: D镇 drafts, Q镇 is the other side. Everything is committed."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import keys
from cast import Cast
from sqlmodel import Session

from app.agreements import actions, queries
from app.agreements.models import Agreement, BeginDraft
from app.consents.models import BasisDraft, Consent, KeyDraft
from app.precedents.models import AgreementKind, AgreementText
from app.towns import queries as towns
from app.towns.models import Town

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def begun(
    reaching: Callable[..., Session], cast: Cast, kind: AgreementKind = AgreementKind.FRAMEWORK, **more: Any
) -> Agreement:
    with reaching(cast.dong, now=NOW) as session:
        organs = [towns.party_committee(session, town.id).id for town in (cast.dong, cast.qi)]
        draft = BeginDraft(cast.pair.id, kind, tuple(organs), **more)
        agreement = actions.begin(session, draft, actor=cast.actor(cast.ma), now=NOW)
        session.commit()
    return agreement


def tabled(reaching: Callable[..., Session], cast: Cast, **more: Any) -> Agreement:
    agreement = begun(reaching, cast, **more)
    with reaching(cast.dong, now=NOW) as session:
        actions.table(session, seen(session, agreement, cast.dong), actor=cast.actor(cast.ma), now=NOW)
        session.commit()
    return agreement


def asked(reaching: Callable[..., Session], cast: Cast, **more: Any) -> Agreement:
    agreement = tabled(reaching, cast, **more)
    with reaching(cast.dong, now=NOW) as session:
        actions.ask(session, seen(session, agreement, cast.dong), actor=cast.actor(cast.ma), now=NOW)
        session.commit()
    return agreement


def checked(reaching: Callable[..., Session], cast: Cast, agreement: Agreement, *towns: Town) -> None:
    """Everything inside the towns before their keys."""
    for town in towns or (cast.dong, cast.qi):
        with reaching(town, now=NOW) as session:
            keys.check(session, seen(session, agreement, town).consent_id, cast, town, NOW)
            session.commit()


def turned(reaching: Callable[..., Session], cast: Cast, agreement: Agreement, *towns: Town) -> None:
    checked(reaching, cast, agreement, *towns)
    for town in towns or (cast.dong, cast.qi):
        with reaching(town, now=NOW) as session:
            turn(session, agreement, cast, town)
            session.commit()


def turn(session: Session, agreement: Agreement, cast: Cast, town: Town) -> Consent:
    """The secretary's key on what is on the screen now."""
    found = seen(session, agreement, town)
    signer = cast.actor(keys.steps_of(cast, town)[2])
    return actions.turn_key(
        session, found, key(queries.version_on_table(session, found).content_hash), actor=signer, now=NOW
    )


def key(seen_hash: str) -> KeyDraft:
    basis = BasisDraft(committee="党委会会议", decided_on=NOW.date(), legal_review="司法所：同意")
    return KeyDraft(seen_hash=seen_hash, publicity="on_request", secrecy_checked=True, basis=basis)


def seen(session: Session, agreement: Agreement, town: Town) -> Agreement:
    return queries.get_agreement(session, agreement.id, reader_town_id=town.id)


def reworded(text: AgreementText, place: int, body: str) -> AgreementText:
    """The text with another body of the article at `place`."""
    articles = tuple(a.model_copy(update={"body": body}) if n == place else a for n, a in enumerate(text.articles))
    return text.model_copy(update={"articles": articles})
