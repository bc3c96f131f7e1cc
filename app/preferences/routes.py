"""How a reader wants pages shown: language and 长辈版, kept in the browser's session cookie."""

from flask import Blueprint, current_app, redirect, render_template, request
from flask import session as cookie
from flask.typing import ResponseReturnValue

from app.accounts.guards import allow_anyone
from app.kit.locale import LANGUAGE, LARGE
from app.kit.web import local_path

bp = Blueprint("preferences", __name__, url_prefix="/preferences")


@bp.get("/")
@allow_anyone
def index() -> ResponseReturnValue:
    return render_template("preferences/index.html")


@bp.post("/language")
@allow_anyone
def set_language() -> ResponseReturnValue:
    if (chosen := request.form.get(LANGUAGE)) in current_app.config["LANGUAGES"]:
        cookie[LANGUAGE] = chosen
    return _back()


@bp.post("/large")
@allow_anyone
def set_large() -> ResponseReturnValue:
    cookie[LARGE] = bool(request.form.get(LARGE))
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(local_path(request.form.get("next"), "/"))
