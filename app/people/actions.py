"""What a clerk does with the people of the town: add, appoint, end, disable, invite; and the secretary's 授权."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from app.accounts import actions as accounts
from app.accounts import rules as account_rules
from app.accounts.models import Assignment, Authorisation, Contact, Person, Role
from app.accounts.queries import find_by_login
from app.audit import actions as audit
from app.kit import clock
from app.kit.actor import Actor
from app.notifications import actions as notifications
from app.people import queries, rules
from app.people.models import DeputyDraft, LookReason, PersonDraft, PostDraft
from app.phonetics.rules import phonetic
from app.towns import queries as towns


def add(
    session: Session, town_id: UUID, draft: PersonDraft, *, own: Iterable[Role], actor: Actor
) -> tuple[Person, str]:
    """Add a colleague with a first post; the person, and the secret of the link to hand over. Refusals of `rules`."""
    rules.check_may_manage(own, {draft.post.role})
    person = Person(
        login=_free_login(session, draft),
        name=draft.name,
        town_id=town_id,
        post=draft.title,
        wants_mail=bool(draft.email),
    )
    session.add(person)
    session.flush()
    if draft.phone or draft.email:
        session.add(Contact(person_id=person.id, town_id=town_id, phone=draft.phone, email=draft.email))
    audit.record(session, actor, "people.add", f"person:{person.id}", town=town_id)
    appoint(session, person, draft.post, own=own, actor=actor)
    return person, accounts.invite(session, person, actor=actor)


def appoint(session: Session, person: Person, draft: PostDraft, *, own: Iterable[Role], actor: Actor) -> Assignment:
    """Give a role in a unit for a time; a secretary may turn the town's keys."""
    rules.check_may_manage(own, {draft.role})
    rules.check_days(draft.starts_on, draft.ends_on)
    if draft.unit_id and towns.get_unit(session, draft.unit_id).town_id != person.town_id:
        raise rules.NotInTown
    after = clock.at(draft.ends_on + timedelta(days=1), "00:00") if draft.ends_on else None
    post = Assignment(
        person_id=person.id,
        town_id=person.town_id,
        unit_id=draft.unit_id,
        role=draft.role,
        starts_at=clock.at(draft.starts_on, "00:00"),
        ends_at=after,
        may_turn_keys=draft.role is Role.SECRETARY,
    )
    session.add(post)
    audit.record(session, actor, "people.appoint", f"assignment:{post.id}", person=person.id, role=draft.role)
    return post


def end_post(session: Session, person: Person, *, post_id: UUID, own: Iterable[Role], actor: Actor) -> None:
    """A role ends now; what it allowed is gone with the next click."""
    post = queries.get_post(session, person.id, post_id)
    rules.check_may_manage(own, {post.role})
    _check_not_yourself(person, actor)
    now = session.info["now"]
    if post.ends_at is None or post.ends_at > now:
        post.ends_at = max(now, post.starts_at)
        audit.record(session, actor, "people.end_post", f"assignment:{post.id}", person=person.id)


def disable(session: Session, person: Person, *, own: Iterable[Role], actor: Actor) -> None:
    """Close an account: every browser of the person is signed out."""
    _check_person(session, person, own)
    _check_not_yourself(person, actor)
    person.disabled_at = person.disabled_at or session.info["now"]
    accounts.end_sessions(session, person.id, actor=actor)
    audit.record(session, actor, "people.disable", f"person:{person.id}")


def enable(session: Session, person: Person, *, own: Iterable[Role], actor: Actor) -> None:
    _check_person(session, person, own)
    person.disabled_at = None
    audit.record(session, actor, "people.enable", f"person:{person.id}")


def invite_again(session: Session, person: Person, *, own: Iterable[Role], actor: Actor) -> str:
    """A new one-time link for a forgotten password; earlier links end."""
    _check_person(session, person, own)
    return accounts.invite(session, person, actor=actor)


def look_at_contact(session: Session, person: Person, reason: LookReason, *, actor: Actor) -> None:
    """Note that somebody looks at a colleague's whole phone number, and why."""
    audit.record(session, actor, "people.look_at_contact", f"person:{person.id}", reason=reason)


def authorise(
    session: Session, town_id: UUID, secretary_id: UUID, draft: DeputyDraft, *, actor: Actor
) -> Authorisation:
    """授权 a deputy to sign for the secretary. The deputy is told."""
    deputy = queries.get_person(session, draft.deputy_id, town_id=town_id)
    rules.check_deputy(queries.roles_of(session, deputy.id, session.info["now"]), draft.from_on, draft.until_on)
    granted = Authorisation(
        town_id=town_id,
        secretary_id=secretary_id,
        deputy_id=deputy.id,
        from_on=draft.from_on,
        until_on=draft.until_on,
        basis=draft.basis,
    )
    session.add(granted)
    audit.record(session, actor, "people.authorise", f"authorisation:{granted.id}", deputy=deputy.id)
    notifications.tell(
        session,
        person_id=deputy.id,
        town_id=town_id,
        kind="people.authorised",
        event=f"authorisation:{granted.id}",
        title="您获得代签授权",
        text=f"{clock.chinese_date(draft.from_on)}至{clock.chinese_date(draft.until_on)}，您可以代书记签发。依据：{draft.basis}",
    )
    return granted


def end_authorisation(session: Session, authorisation_id: UUID, *, actor: Actor) -> None:
    """From now on the deputy no longer signs; the row stays as what once was."""
    granted = queries.get_authorisation(session, authorisation_id)
    yesterday = clock.to_town(session.info["now"]).date() - timedelta(days=1)
    granted.until_on = min(granted.until_on, yesterday)
    audit.record(session, actor, "people.end_authorisation", f"authorisation:{granted.id}")


def _check_person(session: Session, person: Person, own: Iterable[Role]) -> None:
    rules.check_may_manage(own, {a.role for a in queries.posts_of(session, person.id) if _lasts(session, a)})


def _lasts(session: Session, post: queries.Post) -> bool:
    return post.ends_at is None or post.ends_at > session.info["now"]


def _check_not_yourself(person: Person, actor: Actor) -> None:
    if person.id == actor.id:
        raise rules.NotYourself


def _free_login(session: Session, draft: PersonDraft) -> str:
    login = account_rules.tidy_login(draft.login)
    if not login:
        start = phonetic(draft.name).partition(" ")[0][:30] or "user"
        return rules.suggested_login(draft.name, queries.logins_like(session, start))
    if not account_rules.LOGIN.fullmatch(login):
        raise rules.BadLogin
    if find_by_login(session, login):
        raise rules.LoginTaken(login=login)
    return login
