"""Who is signed in, and whether a view's mark lets them call it. The marks themselves are `kit.web.allow`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from app.accounts import queries
from app.accounts.models import Role
from app.accounts.rules import ROLE_NAMES
from app.audit.models import OPERATOR
from app.kit import clock, web
from app.kit.actor import Actor
from app.kit.db import open_session
from app.kit.locale import LANGUAGE, LARGE
from app.kit.scopes import Reach
from app.towns import queries as towns

SEEN = "seen"
KEPT = (LANGUAGE, LARGE)  # what outlives a sign-in and a sign-out
WITH_OLD_PASSWORD = {
    "accounts.change_password",
    "accounts.sign_out",
    "preferences.set_language",
    "preferences.set_large",
}
allow_anyone = web.allow(web.ANYONE)
allow_signed_in = web.allow(web.SIGNED_IN)
allow_operator = web.allow(Role.OPERATOR)


def allow(*roles: Role) -> Callable[[web.V], web.V]:
    """Mark a view for people who hold one of these roles today."""
    return web.allow(*roles)


@dataclass(frozen=True)
class SignedIn:
    """The signed-in person as this request sees them: today's roles, towns and unit."""

    id: UUID
    session_id: UUID
    name: str
    post: str
    town_id: UUID | None
    town_name: str
    unit_ids: frozenset[UUID]
    roles: frozenset[Role]
    town_ids: frozenset[UUID]
    partnership_ids: frozenset[UUID]
    may_turn_keys: bool
    must_change_password: bool = False
    work_town_id: UUID | None = None
    """The host's town while on secondment; None: the own one."""

    is_authenticated = is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.session_id)

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def reach(self) -> Reach:
        towns_seen = self.town_ids | ({OPERATOR} if Role.OPERATOR in self.roles else set())
        return Reach(towns_seen, self.partnership_ids, self.id)


def init_app(app: Flask) -> None:
    manager = LoginManager(app)
    manager.user_loader(lambda session_id: _load(UUID(session_id), clock.now()))
    app.before_request(_enforce)
    app.jinja_env.globals.update(current_user=current_user, Role=Role)  # for macros too
    app.jinja_env.filters["role_name"] = lambda role: gettext(ROLE_NAMES[role])


def current_person() -> SignedIn:
    """The signed-in person; only in views that are not open to anyone."""
    return cast(SignedIn, current_user._get_current_object())


@dataclass(frozen=True)
class _Entering(UserMixin):
    """Whoever just proved to be somebody; from the next request on `_load` says who."""

    session_id: UUID

    def get_id(self) -> str:
        return str(self.session_id)


def enter(session_id: UUID) -> None:
    """Sign this browser in. Everything an earlier visitor left in the cookie goes, the CSRF token too."""
    _empty_cookie()
    cookie[SEEN] = clock.now().isoformat()
    login_user(_Entering(session_id))


def leave() -> None:
    """Forget who this browser was."""
    logout_user()
    _empty_cookie()


def _empty_cookie() -> None:
    kept = {name: cookie[name] for name in KEPT if name in cookie}
    cookie.clear()
    cookie.update(kept)


def current_actor() -> Actor:
    person = current_person()
    return Actor(person.id, person.town_id, person.name)


def current_town_id() -> UUID:
    """The town the signed-in person acts for; the operator has none and sees nothing."""
    town_id = current_person().town_id
    if town_id is None:
        abort(404)
    return town_id


def work_town_id() -> UUID:
    """The town whose venues the person runs and books as its own: on secondment the host's (0057)."""
    return current_person().work_town_id or current_town_id()


def work_actor() -> Actor:
    """The person acting for the town they work in; only for venues and their bookings."""
    person = current_person()
    return Actor(person.id, person.work_town_id or person.town_id, person.name)


def _load(session_id: UUID, now: datetime) -> SignedIn | None:
    """The person behind a session that has not ended, idled out or grown too old."""
    settings = current_app.config
    seen = datetime.fromisoformat(cookie.get(SEEN, "1970-01-01T00:00:00+00:00"))
    if now - seen > settings["SESSION_IDLE"]:
        return None
    with open_session(web.engine(), Reach.nothing(), writes=False, now=now) as session:
        found = queries.find_signed_in(session, session_id, since=now - settings["SESSION_ABSOLUTE"])
        if found is None:
            return None
        roles = queries.roles_at(session, found.id, now)
        own = [found.town_id] if roles else []  # on secondment the home town stays the person's town
        town_ids = frozenset(t for t in (*own, *(r.town_id for r in roles)) if t)
        return SignedIn(
            id=found.id,
            session_id=session_id,
            name=found.name,
            post=found.post,
            town_id=found.town_id,
            town_name=towns.names_of(session, [found.town_id])[found.town_id] if found.town_id else "",
            unit_ids=frozenset(r.unit_id for r in roles if r.unit_id),
            roles=frozenset(r.role for r in roles),
            town_ids=town_ids,
            partnership_ids=towns.partnership_ids_of(session, town_ids),
            may_turn_keys=queries.may_turn_keys(roles),
            work_town_id=next((r.town_id for r in roles if r.role is Role.SECONDEE), None),
            must_change_password=found.password_due_at is not None and found.password_due_at <= now,
        )


def _enforce() -> ResponseReturnValue | None:
    """Nobody gets past a view's mark; a view without a mark is closed to everybody."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    allowed: frozenset[str] = getattr(view, "allowed", frozenset())
    if current_user.is_authenticated:
        web.set_reach(current_person().reach)
        cookie[SEEN] = clock.now().isoformat()
    if web.ANYONE in allowed:
        return None
    if not current_user.is_authenticated:
        if request.method in web.SAFE:
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        abort(401)
    if web.SIGNED_IN not in allowed and allowed.isdisjoint(map(str, current_person().roles)):
        abort(403)
    g.signed_in = current_person()
    if g.signed_in.must_change_password and request.endpoint not in WITH_OLD_PASSWORD:
        return redirect(url_for("accounts.change_password"))
    return None
