"""/verify: what anybody may learn from a printed code or from a file that they hold. The file itself is never sent."""

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import allow_anyone
from app.documents import queries as documents
from app.documents.rules import shown_code, typed_code
from app.kit import clock
from app.kit.web import session
from app.pades.rules import State
from app.renditions import queries as renditions
from app.renditions.rules import KIND_NAMES
from app.signing.rules import STATE_NAMES, STATE_NOTES, STATE_TONES
from app.verification import queries, rules
from app.verification.forms import VerifyForm

bp = Blueprint("verification", __name__, url_prefix="/verify")
looks = rules.Looks()


@bp.get("")
@allow_anyone
def start() -> ResponseReturnValue:
    form = VerifyForm(request.args)
    if code := typed_code(form.code.data or ""):
        return redirect(url_for(".show", code=code, hash=form.hash.data or None))
    typed = rules.tidy_hash(form.hash.data or "")
    if not typed:
        return _form_page(form, asked=bool(request.args))
    _look()
    if code := queries.find_code_of(session(), typed):
        return redirect(url_for(".show", code=code, hash=typed))
    return _form_page(form, unknown_file=True), 404


@bp.get("/<code>")
@allow_anyone
def show(code: str) -> ResponseReturnValue:
    """Title, numbers, organs, dates, hashes, signatures, correction: nothing else, not for those who try codes out."""
    _look()
    form = VerifyForm(request.args, code=code)
    face = documents.find_code(session(), code)
    if face is None:
        return _form_page(form, asked=True), 404
    faces = renditions.faces_of(session(), face.code)
    typed = form.hash.data or ""
    found = rules.rendition_of(faces, typed)
    return render_template(
        "verification/show.html",
        face=face,
        faces=faces,
        typed=typed,
        matched=rules.matches(face, typed),
        found=found,
        signatures=[(s["name"], date.fromisoformat(s["on"]), State(s["state"])) for s in rules.signatures_of(faces)],
        code=shown_code(face.code),
        rules=rules,
        kinds=KIND_NAMES,
        states=STATE_NAMES,
        notes=STATE_NOTES,
        tones=STATE_TONES,
    )


def _form_page(form: VerifyForm, *, asked: bool = False, unknown_file: bool = False) -> str:
    return render_template("verification/start.html", form=form, asked=asked, unknown_file=unknown_file)


def _look() -> None:
    try:
        looks.check(request.remote_addr or "", clock.now())
    except rules.TooManyLooks:
        abort(429)
