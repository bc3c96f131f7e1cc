"""The seam between Flask and the domains: one session per request, committed once, after the view succeeded."""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import CSRFProtect
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from werkzeug.exceptions import SecurityError

from app.kit import clock
from app.kit.db import make_engine, open_session, reach_of, transaction
from app.kit.errors import NotAllowed, NotFound, Refusal
from app.kit.i18n import shown_all
from app.kit.models import SubmittedForm
from app.kit.scopes import Reach

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ANYONE, SIGNED_IN = "anyone", "signed-in"
V = TypeVar("V", bound=Callable[..., Any])
R = TypeVar("R")
PARTS: dict[str, list[tuple[int, Callable[..., str]]]] = {}

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'"
)


def init_app(app: Flask) -> None:
    app.extensions["engine"] = make_engine(app.config["DATABASE_URL"])
    CSRFProtect(app)
    app.before_request(_answered_before)
    app.after_request(_settle)
    app.after_request(_add_headers)
    app.teardown_appcontext(_close)
    app.jinja_env.globals.update(
        csp_nonce=csp_nonce, form_key=form_key, may_open=may_open, page_url=page_url, parts=parts
    )
    app.register_error_handler(Refusal, _refused)
    for code in (400, 401, 403, 404, 405, 413, 422, 429):
        app.register_error_handler(code, _error_page)
    app.register_error_handler(Exception, _broken)


def allow(*roles: str) -> Callable[[V], V]:
    """Mark a view with who may call it: roles, or ANYONE / SIGNED_IN. `accounts.guards` enforces the mark."""

    def mark(view: V) -> V:
        view.allowed = frozenset(map(str, roles))  # type: ignore[attr-defined]  # the mark itself
        return view

    return mark


def engine() -> sa.Engine:
    return cast(sa.Engine, current_app.extensions["engine"])


def session() -> Session:
    """The request's session: sees what the signed-in person's towns may see, writes only on POST."""
    if "session" not in g:
        reach = g.get("reach", Reach.nothing())
        g.session = open_session(engine(), reach, writes=request.method not in SAFE, now=clock.now())
    return cast(Session, g.session)


def apart(deed: Callable[[Session], R]) -> R:
    """Do what follows by rule in a transaction of its own, after the request's was undone: it stands though that fell.

    A booking is refused because time is held for somebody else: that they are offered it must not be undone with it.
    """
    with transaction(engine(), reach_of(session()), now=clock.now()) as other:
        return deed(other)


def part_of(endpoint: str, place: int = 0) -> Callable[[V], V]:
    """Mark a function whose HTML stands on another domain's page; the page's template calls `parts(endpoint, …)`.

    So a page needs not know the domains above it that have something to say about its subject.
    """

    def mark(part: V) -> V:
        PARTS.setdefault(endpoint, []).append((place, part))
        return part

    return mark


def parts(endpoint: str, **about: Any) -> list[Markup]:
    """What other domains add to a page, in the order of their places; parts that have nothing to say are left out."""
    made = [part(**about) for _, part in sorted(PARTS.get(endpoint, ()), key=lambda one: one[0])]
    return [Markup(html) for html in made if html]  # noqa: S704 - rendered templates


def set_reach(reach: Reach) -> None:
    """What the rest of this request may see; called once, by the guards, before the session opens."""
    g.reach = reach


def is_fragment() -> bool:
    return request.headers.get("HX-Request") == "true"


def explain(refusal: Refusal) -> str:
    """A refusal in the reader's language."""
    return str(gettext(refusal.message, **shown_all(refusal.params)))


def say_on(form: Any, refusal: Refusal) -> None:
    """Undo whatever a refused deed had begun, and say on its form why it was refused."""
    session().rollback()
    form.form_errors.append(explain(refusal))


def local_path(target: str | None, otherwise: str) -> str:
    """`target` if it is a path of this site, so that nobody is sent elsewhere."""
    parts = urlsplit(target or "")
    safe = target and not parts.scheme and not parts.netloc and target.startswith("/") and "\\" not in target
    return target if safe and not target.startswith("//") else otherwise  # type: ignore[union-attr,return-value]  # safe means not None


def csp_nonce() -> str:
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return cast(str, g.csp_nonce)


def form_key() -> str:
    """What makes one filled-in form recognisable when it is sent twice."""
    return secrets.token_urlsafe(18)


def may_open(endpoint: str, person: Any) -> bool:
    """Whether a menu may offer this view to `person`: it exists and its mark admits one of today's roles."""
    allowed: frozenset[str] = getattr(current_app.view_functions.get(endpoint), "allowed", frozenset())
    if person.is_authenticated and SIGNED_IN in allowed:
        return True
    return ANYONE in allowed or not allowed.isdisjoint(map(str, getattr(person, "roles", ())))


def page_url(number: int) -> str:
    """The address of another page of the list shown now, with the same search."""
    shown = {**request.args.to_dict(flat=False), "page": [str(number)]}
    return f"{request.path}?{urlencode(shown, doseq=True)}"


def _answered_before() -> ResponseReturnValue | None:
    """The second sending of a form gets the first one's answer. The row is written with the deed itself."""
    key = request.form.get("form_key", "")[:80] if request.method == "POST" else ""
    if not key or request.endpoint is None:
        return None
    with open_session(engine(), Reach.nothing(), writes=False) as reading:
        before = reading.get(SubmittedForm, key)
    g.form_key = key
    return redirect(before.location) if before and before.location else None


def _settle(response: Response) -> Response:
    if "session" not in g:
        return response
    if response.status_code >= 400:
        g.session.rollback()
        return response
    if (key := g.get("form_key")) and response.status_code == 302:
        g.session.add(SubmittedForm(key=key, at=clock.now(), location=response.location or ""))
    try:
        g.session.commit()
    except IntegrityError as error:
        g.session.rollback()
        if key and "submitted_form" in str(error.orig):
            return cast(Response, _answered_before() or response)
        raise
    return response


def _add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=csp_nonce())
    if current_app.config["PUBLIC_URL"].startswith("https:"):
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _close(_error: BaseException | None) -> None:
    if open_one := g.pop("session", None):
        open_one.close()


def _refused(refusal: Refusal) -> ResponseReturnValue:
    code = 404 if isinstance(refusal, NotFound) else 403 if isinstance(refusal, NotAllowed) else 422
    return render_template("errors/error.html", code=code, message=explain(refusal)), code


def _error_page(error: Any) -> ResponseReturnValue:
    if isinstance(error, SecurityError):  # a foreign host name: no page of ours can be written for it
        return "400 Bad Request", 400, {"Content-Type": "text/plain"}
    return render_template("errors/error.html", code=error.code, message=""), error.code


def _broken(error: Exception) -> ResponseReturnValue:
    """Nobody reads a traceback: a reference number, and the whole story in the log."""
    if current_app.testing or current_app.debug:
        raise error
    reference = secrets.token_hex(4).upper()
    current_app.logger.exception("reference %s", reference)
    try:
        if "session" in g:
            g.session.rollback()
        return render_template("errors/error.html", code=500, message="", reference=reference), 500
    except Exception:  # the page itself asks the database who is reading; without one a line has to do
        return (
            f"500 系统暂时无法处理 / something went wrong: {reference}",
            500,
            {"Content-Type": "text/plain; charset=utf-8"},
        )
