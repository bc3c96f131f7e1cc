"""/privacy: what the product keeps about people, why and how long; for everybody who signs in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.guards import allow_signed_in
from app.privacy import rules

bp = Blueprint("privacy", __name__, url_prefix="/privacy")


@bp.get("")
@allow_signed_in
def index() -> ResponseReturnValue:
    return render_template("privacy/index.html", entries=rules.entries())
