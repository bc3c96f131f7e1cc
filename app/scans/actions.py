"""Upload the scan of a wet-signed copy; each town says whether it agrees with the issued text."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.consents import queries as consents
from app.consents.rules import NotTheSigner, Signer
from app.documents.models import Document
from app.files.models import Upload
from app.kit.actor import Actor
from app.kit.errors import NotFound
from app.renditions import actions as renditions
from app.renditions import queries as rendition_queries
from app.renditions.models import Rendition, RenditionKind
from app.scans import gateways, queries, rules
from app.scans.models import ScanWord
from app.scans.rules import ScanState


def upload(session: Session, document_id: UUID, uploads: Sequence[Upload], *, actor: Actor, now: datetime) -> Rendition:
    """The scan of the paper that everybody has signed; it counts when every town has said that it agrees.

    Raises NotIssued, AnotherWaits, AgreedBefore, SameFile, and what `gateways.as_pdf` raises.
    """
    document = rendition_queries.get_locked(session, document_id)
    rules.check_may_upload(queries.states_of(session, document))
    names = [place.name for place in rendition_queries.places_of(session, document)]
    data = gateways.as_pdf(uploads)
    scan = renditions.keep(
        session,
        document,
        RenditionKind.SCANNED,
        data,
        names=names,
        extends=document.content_hash,
        actor=actor,
        now=now,
    )
    audit.record(session, actor, "scans.upload", f"document:{document.id}", scan=scan.id, content=document.content_hash)
    text = f"《{document.title}》（{document.number}）的纸质签署扫描件已上传，请核对与印发文本是否一致。"
    renditions.tell(session, document, f"scan:{scan.step}", title="扫描件待确认", text=text)
    return scan


def confirm(session: Session, document_id: UUID, scan_id: UUID, *, actor: Actor, now: datetime) -> ScanWord:
    """The town's signer has compared scan and text. With the last town's word the scan is published."""
    document, scan, signer = _opened(session, document_id, scan_id, actor, now)
    word = _said(session, document, scan, signer, actor, now, agrees=True)
    said = queries.words_on(session, document.id)[scan.id]
    if rules.state_of(said, rendition_queries.concerned(session, document)) is ScanState.AGREED:
        renditions.publish(session, document, scan, now=now)
        text = f"《{document.title}》（{document.number}）的扫描件已经各方确认与印发文本一致。"
        renditions.tell(session, document, f"scan:{scan.step}:agreed", title="扫描件已确认", text=text)
    return word


def refuse(session: Session, document_id: UUID, scan_id: UUID, reason: str, *, actor: Actor, now: datetime) -> ScanWord:
    """Scan and text differ, or a signature is missing: the reason is told, and another scan may follow."""
    if not reason.strip():
        raise rules.ReasonMissing
    document, scan, signer = _opened(session, document_id, scan_id, actor, now)
    word = _said(session, document, scan, signer, actor, now, agrees=False, reason=reason.strip())
    text = f"《{document.title}》（{document.number}）的扫描件被退回：{word.reason}"
    renditions.tell(session, document, f"scan:{scan.step}:refused", title="扫描件被退回", text=text)
    return word


def _opened(
    session: Session, document_id: UUID, scan_id: UUID, actor: Actor, now: datetime
) -> tuple[Document, Rendition, Signer]:
    """The document is held, so that of two last words one sees the other."""
    if actor.id is None or actor.town_id is None:
        raise NotTheSigner
    document = rendition_queries.get_locked(session, document_id)
    scan = rendition_queries.get_rendition(session, document_id, scan_id)
    if scan.kind is not RenditionKind.SCANNED:
        raise NotFound
    signer = consents.get_signer(session, actor.id, actor.town_id, now)
    said = queries.words_on(session, document.id)[scan.id]
    rules.check_may_say(said, rendition_queries.concerned(session, document), actor.town_id)
    return document, scan, signer


def _said(
    session: Session,
    document: Document,
    scan: Rendition,
    signer: Signer,
    actor: Actor,
    now: datetime,
    *,
    agrees: bool,
    reason: str = "",
) -> ScanWord:
    word = ScanWord(
        partnership_id=document.partnership_id,
        document_id=document.id,
        rendition_id=scan.id,
        content_hash=document.content_hash,
        town_id=actor.town_id,  # type: ignore[arg-type]  # a town speaks
        agrees=agrees,
        reason=reason,
        person_id=signer.person_id,
        person_name=signer.name,
        post=signer.post,
        signed_for_name=signer.signed_for,
        at=now,
    )
    session.add(word)
    session.flush()
    deed = "scans.confirm" if agrees else "scans.refuse"
    audit.record(session, actor, deed, f"document:{document.id}", scan=scan.id)
    return word
