"""/agreements/in-force: which agreements hold today; and what other pages say about the agreement they stand on."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.guards import allow, current_town_id
from app.agreements.models import Agreement, AgreementState
from app.consents.rules import HANDLERS
from app.kit import clock
from app.kit.web import part_of, session
from app.kit.xlsx import MIMETYPE as XLSX
from app.kit.xlsx import to_xlsx
from app.towns import queries as towns
from app.towns.models import BasisKind
from app.validity import queries, rules
from app.validity.forms import LifeForm
from app.venues.models import Venue

bp = Blueprint("validity", __name__, url_prefix="/agreements/in-force")


@bp.get("/")
@allow(*HANDLERS)
def index() -> ResponseReturnValue:
    """Those that end first come first."""
    form = LifeForm(request.args)
    rows = queries.standings(session(), current_town_id(), clock.today(), life=form.wanted())
    return render_template("validity/index.html", rows=rows, form=form, lives=rules.LIVES, tones=rules.TONES)


@bp.get("/list.xlsx")
@allow(*HANDLERS)
def export() -> ResponseReturnValue:
    """As the filter shows it."""
    head = [_("协议"), _("编号"), _("各方"), _("期限"), _("状态"), _("作为依据")]
    rows = [
        (s.agreement.title, s.number, s.parties, s.term, _(rules.LIVES[s.life]), "、".join(_(w) for w in s.switches))
        for s in queries.standings(session(), current_town_id(), clock.today(), life=LifeForm(request.args).wanted())
    ]
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''agreements.xlsx"}
    return Response(to_xlsx(_("生效协议"), head, rows), mimetype=XLSX, headers=headers)


@part_of("negotiations.show")
def of_agreement(agreement: Agreement) -> str:
    """Number, paper, term and what followed, on the page of a signed agreement."""
    if agreement.state is not AgreementState.CONCLUDED:
        return ""
    standing = queries.standing_of(session(), agreement, clock.today())
    return render_template("validity/_standing.html", s=standing, lives=rules.LIVES, tones=rules.TONES)


@part_of("sharing.show")
def of_venue(venue: Venue, town_id: UUID) -> str:
    """On which agreement a venue is shared."""
    return _footing(BasisKind.VENUES, venue.town_id, town_id)


def _footing(kind: BasisKind, one: UUID, other: UUID) -> str:
    footing = queries.footing(session(), kind, one, other, clock.today())
    return render_template("validity/_footing.html", footing=footing)


@part_of("services.show")
def of_service(service: queries.OfTown) -> str:
    """On which agreements the residents of each partner town come to a service."""
    today, own = clock.today(), current_town_id()
    others = [own] if own != service.town_id else sorted(_partners(own))
    said = [
        (name, queries.footing(session(), BasisKind.PERSONAL_DATA, service.town_id, other, today))
        for other, name in towns.names_of(session(), others).items()
    ]
    return render_template("validity/_footings.html", said=said)


def _partners(town_id: UUID) -> set[UUID]:
    members = (t.id for p in towns.partnerships_of(session(), town_id) for t in towns.towns_of(session(), p.id))
    return set(members) - {town_id}
