"""Agreements of the demo after their issue: signed by test certificates, on paper, with images that say 样章."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.certificates import actions as certificates
from app.certificates.models import CertificateDraft
from app.demo.certificates import PASSPHRASE, Authority
from app.demo.seals import specimen
from app.demo.stage import Stage
from app.documents import queries as documents
from app.documents.models import Document, DocumentKind, DocumentState
from app.files import actions as files
from app.files.models import Upload
from app.kit import clock
from app.kit.actor import Actor
from app.renditions import queries as renditions
from app.scans import actions as scans
from app.seals import actions as seals
from app.seals.models import GrantDraft
from app.signing import actions as signing
from app.signing.models import SignDraft
from app.towns import queries as towns
from app.towns.models import Organ
from app.typeset import gateways as typesetting

BY_BOTH, HALFWAY, ON_PAPER = "便民服务共享", "阵地共享", "合作框架"
ALLOWED = timedelta(days=300)
BASIS = "演示：党委会关于样章图片使用的决定"


def play(stage: Stage) -> None:
    """Each organ has its test certificate; one agreement is signed by both, one waits for Q镇, one is on paper."""
    kept = {town.id: _certificates(stage, town.id) for town in stage.towns.values()}
    if both := _issued(stage, BY_BOTH):
        for key in "QD":
            _sign(stage, both, stage.towns[key].id, kept)
    if halfway := _issued(stage, HALFWAY):
        _sign(stage, halfway, stage.towns["D"].id, kept)
        for key in "DQ":
            _seal(stage, halfway, stage.towns[key].id)
    if paper := _issued(stage, ON_PAPER):
        _scan(stage, paper)


def _issued(stage: Stage, title: str) -> Document | None:
    """The agreement whose title says so; None while nothing is laid out, where fonts are missing."""
    found = select(Document).where(Document.kind == DocumentKind.AGREEMENT, Document.state == DocumentState.ISSUED)
    with stage.looking("malin") as session:
        return session.exec(found.where(col(Document.title).contains(title)).order_by(col(Document.id))).first()


def _certificates(stage: Stage, town_id: UUID) -> dict[UUID, UUID]:
    """A certificate of each organ, by organ; each organ's image, and until when it may be placed."""
    authority = Authority.make(stage.now - timedelta(days=1))
    kept = {}
    with stage.acting(stage.secretary_of(town_id)) as (session, actor):
        for organ in towns.organs_of(session, town_id):
            draft = CertificateDraft(
                organ_id=organ.id,
                data=authority.container(organ.full_name),
                passphrase=PASSPHRASE,
                revocation=[authority.revocation()],
            )
            kept[organ.id] = certificates.keep(session, draft, actor=actor, now=stage.now).id
            _allow(session, organ, actor, stage)
    return kept


def _allow(session: Session, organ: Organ, actor: Actor, stage: Stage) -> None:
    image = Upload("样章.png", specimen())
    organ.seal_file_id = files.keep_private(session, image, town_id=organ.town_id, actor=actor).id
    session.flush()
    today = clock.to_town(stage.now).date()
    grant = GrantDraft(organ_id=organ.id, from_on=today, until_on=today + ALLOWED, basis=BASIS)
    seals.authorise(session, grant, actor=actor, now=stage.now)


def _own_place(session: Session, document: Document, town_id: UUID) -> tuple[int, UUID]:
    """The printed name of a town, and the organ that bears it."""
    own = next(p for p in renditions.places_of(session, document) if p.town_id == town_id)
    assert own.organ_id, "a town's place is an organ's"  # noqa: S101  # a script's own order
    return own.index, own.organ_id


def _sign(stage: Stage, document: Document, town_id: UUID, kept: dict[UUID, dict[UUID, UUID]]) -> None:
    with stage.acting(stage.secretary_of(town_id)) as (session, actor):
        place, organ_id = _own_place(session, document, town_id)
        draft = SignDraft(place=place, certificate_id=kept[town_id][organ_id], passphrase=PASSPHRASE)
        signing.sign(session, document.id, draft, actor=actor, now=stage.now)


def _seal(stage: Stage, document: Document, town_id: UUID) -> None:
    with stage.acting(stage.secretary_of(town_id)) as (session, actor):
        place, _ = _own_place(session, document, town_id)
        seals.place(session, document.id, place, actor=actor, now=stage.now)


def _scan(stage: Stage, document: Document) -> None:
    """The printed sheet stands for the scan; D镇 has compared it, Q镇's word is still to come."""
    content, imprint = documents.content_of(document), documents.imprint_of(document, "")
    wet = typesetting.to_pdf(content, imprint, archival=False, seals={1: specimen(), 2: specimen()})
    with stage.acting(stage.clerk_of(stage.towns["D"].id)) as (session, actor):
        scan_id = scans.upload(session, document.id, [Upload("签署扫描件.pdf", wet)], actor=actor, now=stage.now).id
    with stage.acting(stage.secretary_of(stage.towns["D"].id)) as (session, actor):
        scans.confirm(session, document.id, scan_id, actor=actor, now=stage.now)
