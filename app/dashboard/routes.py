"""/: each person's to-do list; /status for the operator; /audit for the auditor."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.accounts.guards import allow, allow_operator, allow_signed_in, current_person, current_town_id
from app.accounts.models import Role
from app.audit import queries as audits
from app.dashboard import gateways, queries, rules
from app.dashboard.forms import AuditSearchForm
from app.kit import clock, lease
from app.kit.web import engine, session

bp = Blueprint("dashboard", __name__)


@bp.get("/")
@allow_signed_in
def home() -> ResponseReturnValue:
    """The operator has no business here: the machine's state is his home."""
    person = current_person()
    if person.has(Role.OPERATOR):
        return redirect(url_for(".status"))
    reader = queries.Reader(person.id, current_town_id(), person.roles, person.partnership_ids, person.name)
    home = queries.home_of(session(), reader, now=clock.now())
    urgent = queries.due_days(home.tasks, clock.today())
    return render_template("dashboard/home.html", home=home, urgent=urgent, today=clock.today())


@bp.get("/status")
@allow_operator
def status() -> ResponseReturnValue:
    return render_template(
        "dashboard/status.html",
        checks=gateways.checks(current_app.config, engine(), lease.find_lease(session()), clock.now()),
        jobs=queries.jobs(session()),
        failures=lease.last_failures(session()),
    )


@bp.get("/audit")
@allow(Role.AUDITOR)
def audit() -> ResponseReturnValue:
    """The chain of the auditor's own town, newest first; `verify=1` recomputes it."""
    form = AuditSearchForm(request.args)
    valid = form.validate()
    asked = audits.Search(
        deed=(form.deed.data or "").strip() if valid else "",
        subject=(form.subject.data or "").strip() if valid else "",
        from_on=form.from_on.data if valid else None,
        until_on=form.until_on.data if valid else None,
    )
    page = audits.search(session(), current_town_id(), asked, page=request.args.get("page", 1, type=int))
    names = accounts.names_of(session(), {entry.actor_id for entry in page.rows if entry.actor_id})
    report = None
    if request.args.get("verify") == "1":
        report = audits.verify(session(), current_town_id(), current_app.config["AUDIT_KEY"])
    return render_template(
        "dashboard/audit.html", page=page, form=form, names=names, report=report, field_of=rules.field_of
    )
