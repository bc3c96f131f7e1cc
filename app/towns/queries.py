"""Which towns there are, and who stands together with whom."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.kit.errors import NotFound
from app.kit.prepared import Prepared
from app.towns.models import Organ, Partnership, PartnershipState, PartnershipTown, SharingBasis, Town, Unit

ONE, OTHER = sa.orm.aliased(PartnershipTown), sa.orm.aliased(PartnershipTown)
STANDING_WITH = (
    sa.select(col(Partnership.id))
    .join(ONE, col(ONE.partnership_id) == col(Partnership.id))
    .join(OTHER, col(OTHER.partnership_id) == col(Partnership.id))
    .where(col(ONE.town_id) == sa.bindparam("one"), col(ONE.left_on).is_(None), col(OTHER.left_on).is_(None))
    .where(col(Partnership.state) == PartnershipState.ACTIVE)
)
STANDING_TOGETHER = STANDING_WITH.where(col(OTHER.town_id) == sa.bindparam("other")).order_by(col(Partnership.name))
TOGETHER = Prepared(STANDING_TOGETHER)
PARTNERS = Prepared(STANDING_WITH.with_only_columns(col(OTHER.town_id)).order_by(col(OTHER.town_id)))

NAMES = Prepared(
    sa.select(col(Town.id), col(Town.name))
    .where(col(Town.id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(Town.name))
)
STANDS_IN = Prepared(
    sa.select(col(PartnershipTown.partnership_id))
    .where(
        col(PartnershipTown.town_id).in_(sa.bindparam("ids", expanding=True)), col(PartnershipTown.left_on).is_(None)
    )
    .order_by(col(PartnershipTown.partnership_id))
)


def get_town(session: Session, town_id: UUID) -> Town:
    town = session.get(Town, town_id)
    if town is None:
        raise NotFound
    return town


def all_towns(session: Session) -> Sequence[Town]:
    return session.exec(select(Town).order_by(col(Town.name), col(Town.id))).all()


def names_of(session: Session, town_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Short names by id, for pages."""
    ids = list(town_ids)
    return {row.id: row.name for row in NAMES.run(session, {"ids": ids})} if ids else {}


def partnership_ids_of(session: Session, town_ids: frozenset[UUID]) -> frozenset[UUID]:
    """Every partnership, proposed ones included, in which one of the towns stands today."""
    return frozenset(row.partnership_id for row in STANDS_IN.run(session, {"ids": list(town_ids)}))


def partnerships_of(session: Session, town_id: UUID) -> Sequence[Partnership]:
    """The active partnerships of a town, by name."""
    found = (
        select(Partnership)
        .join(PartnershipTown, col(PartnershipTown.partnership_id) == col(Partnership.id))
        .where(PartnershipTown.town_id == town_id, col(PartnershipTown.left_on).is_(None))
        .where(Partnership.state == PartnershipState.ACTIVE)
    )
    return session.exec(found.order_by(col(Partnership.name))).all()


def get_partnership(session: Session, partnership_id: UUID, *, reader_town_id: UUID) -> Partnership:
    """The partnership, for one of its towns only."""
    partnership = session.get(Partnership, partnership_id)
    if partnership is None or reader_town_id not in {t.id for t in towns_of(session, partnership_id)}:
        raise NotFound
    return partnership


def towns_of(session: Session, partnership_id: UUID) -> Sequence[Town]:
    """The towns of a partnership in their order."""
    found = (
        select(Town)
        .join(PartnershipTown, col(PartnershipTown.town_id) == col(Town.id))
        .where(PartnershipTown.partnership_id == partnership_id, col(PartnershipTown.left_on).is_(None))
    )
    return session.exec(found.order_by(col(PartnershipTown.place))).all()


def partnerships_with(session: Session, one: UUID, other: UUID) -> list[UUID]:
    """The active partnerships that hold both towns, by name; of a town with itself all that it stands in."""
    return [row.id for row in TOGETHER.run(session, {"one": one, "other": other})]


def partner_ids(session: Session, town_id: UUID) -> frozenset[UUID]:
    """The towns that share an active partnership with a town; a town with two neighbours has both."""
    return frozenset(row.town_id for row in PARTNERS.run(session, {"one": town_id})) - {town_id}


def are_partners(session: Session, one: UUID, other: UUID) -> bool:
    """True when some active partnership holds both towns."""
    return bool(partnerships_with(session, one, other))


def common_partnership(session: Session, one: UUID, other: UUID) -> UUID | None:
    """The active partnership that holds both towns, the first by name where there are several."""
    return next(iter(partnerships_with(session, one, other)), None)


def units_of(session: Session, town_id: UUID) -> Sequence[Unit]:
    return session.exec(select(Unit).where(Unit.town_id == town_id).order_by(col(Unit.tier), col(Unit.name))).all()


def get_unit(session: Session, unit_id: UUID) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    return unit


def organs_of(session: Session, town_id: UUID) -> Sequence[Organ]:
    """A town's issuing organs, the party committee first."""
    found = select(Organ).where(Organ.town_id == town_id)
    return session.exec(found.order_by(col(Organ.is_party_committee).desc(), col(Organ.full_name))).all()


def party_committee(session: Session, town_id: UUID) -> Organ | None:
    return next(iter(organs_of(session, town_id)), None)


def bases_of(session: Session, partnership_id: UUID, *, kind: str = "") -> Sequence[SharingBasis]:
    """Everything that ever allowed the towns of a partnership to share, the newest first."""
    found = select(SharingBasis).where(SharingBasis.partnership_id == partnership_id)
    if kind:
        found = found.where(SharingBasis.kind == kind)
    return session.exec(found.order_by(col(SharingBasis.valid_from).desc(), col(SharingBasis.id))).all()


def basis_between(session: Session, kind: str, one: UUID, other: UUID, *, on: date) -> SharingBasis | None:
    """What allows these two towns to share on that day; of several the one that lasts longest, None without any.

    The session must reach their partnership.
    """
    found = select(SharingBasis).where(SharingBasis.kind == kind, SharingBasis.valid_from <= on)
    found = found.where(sa.or_(col(SharingBasis.valid_until).is_(None), col(SharingBasis.valid_until) >= on))
    found = found.where(col(SharingBasis.partnership_id).in_(partnerships_with(session, one, other)))
    rows = [basis for basis in session.exec(found.order_by(col(SharingBasis.id))) if basis.binds(one, other)]
    return max(rows, key=lambda basis: basis.valid_until or date.max, default=None)
