"""/secondments/<id>/log/draft: the log's form saves itself here, and a version of another device is put away."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import ValidationError

from app.accounts.guards import allow, current_person
from app.accounts.models import Role
from app.accounts.rules import device_of
from app.jottings import actions, queries, rules
from app.jottings.models import Words
from app.kit import clock
from app.kit.errors import NotFound
from app.kit.web import session
from app.secondments import queries as secondments
from app.secondments.models import Secondment
from app.secondments.rules import Reader

bp = Blueprint("jottings", __name__, url_prefix="/secondments/<uuid:secondment_id>/log/draft")
AUTHORS = (Role.SECONDEE, Role.WORKER, Role.CLERK, Role.ORGANISER, Role.OFFICE_HEAD)


@bp.post("")
@allow(*AUTHORS)
def save(secondment_id: UUID) -> ResponseReturnValue:
    """Answers in JSON: which version stands now, and what to say about it."""
    posting, now = _own(secondment_id), clock.now()
    try:
        day = date.fromisoformat(request.form.get("day", ""))
        words = Words.model_validate({f: request.form.get(f, "") for f in Words.model_fields})
    except (ValueError, ValidationError):
        return jsonify(said=_("有内容超出长度，尚未自动保存")), 422
    kept = actions.save(
        session(),
        posting,
        day,
        words,
        base=_base(),
        typed_at=rules.typed_at(request.form.get("age", 0, type=int), now),
        device=device_of(request.user_agent.string),
        now=now,
    )
    others = rules.asides(
        queries.versions_of(session(), person_id=posting.person_id, secondment_id=posting.id, day=day)
    )
    said = _("草稿已保存 %(time)s", time=clock.wall_time(now))
    return jsonify(base=str(kept.id), revision=kept.revision, said=said, others=len(others))


@bp.post("/<uuid:jotting_id>/drop")
@allow(*AUTHORS)
def drop(secondment_id: UUID, jotting_id: UUID) -> ResponseReturnValue:
    posting = _own(secondment_id)
    version = queries.get_version(session(), jotting_id, person_id=posting.person_id)
    day = version.day
    actions.drop(session(), version)
    flash(_("已删除这个版本"))
    return redirect(url_for("logs.write", secondment_id=posting.id, day=day.isoformat()))


def _own(secondment_id: UUID) -> Secondment:
    """The reader's own posting, or 404."""
    reader = Reader.of(current_person())
    standing = secondments.get_secondment(session(), secondment_id, reader=reader, now=clock.now())
    if not standing.is_secondee:
        raise NotFound
    return standing.posting


def _base() -> tuple[UUID, int] | None:
    base, revision = request.form.get("base", type=UUID), request.form.get("revision", type=int)
    return (base, revision) if base and revision else None
