"""Sign a place of a document, here or elsewhere. Each signature continues the file of the one before it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.audit import actions as audit
from app.certificates import actions as certificates
from app.certificates import queries as certificate_queries
from app.certificates import rules as certificate_rules
from app.certificates.models import SigningCertificate
from app.consents import queries as consents
from app.consents.rules import NotTheSigner, Signer
from app.documents import gateways as files
from app.documents.models import Document
from app.kit import clock
from app.kit.actor import Actor
from app.pades.rules import Examined, Order, field_of
from app.renditions import actions as renditions
from app.renditions import queries as rendition_queries
from app.renditions.models import RenditionKind
from app.renditions.rules import Place
from app.signing import gateways, queries, rules
from app.signing.models import Signature, SignDraft


@dataclass(frozen=True)
class _Deed:
    """What a signature is given with: who, for which place of which document, by which certificate, when."""

    document: Document
    place: Place
    signer: Signer
    certificate: SigningCertificate
    is_elsewhere: bool
    at: datetime


def sign(session: Session, document_id: UUID, draft: SignDraft, *, actor: Actor, now: datetime) -> Signature:
    """Sign one of the own town's places with a certificate of that organ.

    The document is held meanwhile (a tenth of a second), so that two towns at once sign one after the other.
    Raises NotTheSigner, OnSecondment, NotIssued, NotYourPlace, AlreadySigned, WrongPassphrase, Ended, Expired,
    RevocationOld or CannotSign.
    """
    signer = _signer(session, actor, now)
    document = rendition_queries.get_locked(session, document_id)
    places = rendition_queries.places_of(session, document)
    place = rendition_queries.get_place(session, document, draft.place, actor.town_id)
    rules.check_free((s.place for s in queries.of_document(session, document.id)), place.index, place.name)
    kept = certificate_queries.get_certificate(session, draft.certificate_id, town_id=actor.town_id)
    _check_certificate(kept, place, now)
    deed = _Deed(document, place, signer, kept, False, now)
    base, _ = queries.base_of(session, document)
    signed = gateways.sign(files.kept(document, base), _order(deed, len(places), draft.passphrase))
    return _keep(session, signed, base, deed, actor)


def keep_signed(session: Session, document_id: UUID, data: bytes, *, actor: Actor, now: datetime) -> Signature:
    """A file that was signed with another program: our bytes, one more signature, by a certificate of the organ.

    Raises as `sign`, and NotOurFile, NothingSigned, TooManySigned, NotIntact, AnotherText or
    ForeignCertificate.
    """
    signer = _signer(session, actor, now)
    document = rendition_queries.get_locked(session, document_id)
    base, _ = queries.base_of(session, document)
    before = _with_fields(session, document, base)
    if not gateways.continues(data, before):
        raise rules.NotOurFile
    found = rules.added(gateways.examine(before), gateways.examine(data))
    if not gateways.only_signed(data, before):
        raise rules.AnotherText
    place = rendition_queries.get_place(session, document, _place_of(session, document, found, actor), actor.town_id)
    rules.check_free((s.place for s in queries.of_document(session, document.id)), place.index, place.name)
    kept = _registered(session, place, found, now)
    return _keep(session, data, base, _Deed(document, place, signer, kept, True, now), actor)


def to_sign(session: Session, document: Document) -> bytes:
    """The file to be signed elsewhere: the latest one, with an empty field for every place."""
    base, _ = queries.base_of(session, document)
    return _with_fields(session, document, base)


def _with_fields(session: Session, document: Document, base: str) -> bytes:
    places = rendition_queries.places_of(session, document)
    return gateways.with_fields(files.kept(document, base), len(places))


def examined(document: Document, sha256: str) -> tuple[Examined, ...]:
    """Every signature of a rendition, examined now."""
    return gateways.examine(files.kept(document, sha256))


def _order(deed: _Deed, places: int, passphrase: str) -> Order:
    container, at = certificates.unlocked(deed.certificate, passphrase), clock.to_town(deed.at)
    who, shown_at = deed.place.name, f"{at:%Y-%m-%d %H:%M}"
    return Order(
        place=deed.place.index,
        places=places,
        organ=who,
        certificate=container.certificate,
        chain=container.chain,
        key=container.key,
        revocation=deed.certificate.revocation,
        at=at,
        mark=gateways.mark(who, deed.signer.name, shown_at, is_trial=deed.certificate.is_trial),
    )


def _keep(session: Session, data: bytes, base: str, deed: _Deed, actor: Actor) -> Signature:
    document, now = deed.document, deed.at
    names = [s.organ for s in queries.of_document(session, document.id)] + [deed.place.name]
    kept = renditions.keep(
        session, document, RenditionKind.SIGNED, data, names=names, extends=base, actor=actor, now=now
    )
    signature = _signature(deed, kept.id)
    session.add(signature)
    session.flush()
    found = examined(document, kept.sha256)
    renditions.publish(session, document, kept, _states(session, document, found), now=now)
    subject = f"document:{document.id}"
    audit.record(session, actor, "signing.sign", subject, place=deed.place.index, fingerprint=signature.fingerprint)
    _tell(session, deed)
    return signature


def _states(session: Session, document: Document, found: tuple[Examined, ...]) -> list[dict[str, str]]:
    """For the public page: which organ, on which day, and what the examination of the file says."""
    by_certificate = {s.fingerprint: s for s in queries.of_document(session, document.id)}
    given = [(by_certificate[e.fingerprint], e) for e in found if e.fingerprint in by_certificate]
    return [
        {"name": s.organ, "on": clock.to_town(s.signed_at).date().isoformat(), "state": e.state.value} for s, e in given
    ]


def _signature(deed: _Deed, rendition_id: UUID) -> Signature:
    certificate, signer = deed.certificate, deed.signer
    return Signature(
        partnership_id=deed.document.partnership_id,
        document_id=deed.document.id,
        rendition_id=rendition_id,
        town_id=certificate.town_id,
        place=deed.place.index,
        organ=deed.place.name,
        signer_id=signer.person_id,
        signer_name=signer.name,
        post=signer.post,
        signed_for_name=signer.signed_for,
        subject=certificate.subject,
        issuer=certificate.issuer,
        serial=certificate.serial,
        fingerprint=certificate.fingerprint,
        valid_until=clock.to_town(certificate.valid_until).date(),
        is_trial=certificate.is_trial,
        is_elsewhere=deed.is_elsewhere,
        signed_at=deed.at,
    )


def _check_certificate(kept: SigningCertificate, place: Place, now: datetime) -> None:
    if kept.organ_id != place.organ_id:
        raise rules.ForeignCertificate(subject=kept.subject, organ=place.name)
    certificate_rules.check_in_use(kept, now)


def _place_of(session: Session, document: Document, found: Examined, actor: Actor) -> int:
    """By the name of the field; a program that made a field of its own signs the town's only free place."""
    places = rendition_queries.places_of(session, document)
    named = next((p.index for p in places if field_of(p.index) == found.field), 0)
    signed = {s.place for s in queries.of_document(session, document.id)}
    free = [p.index for p in places if p.town_id == actor.town_id and p.index not in signed]
    return named or (free[0] if len(free) == 1 else 0)


def _registered(session: Session, place: Place, found: Examined, now: datetime) -> SigningCertificate:
    assert place.organ_id is not None  # noqa: S101 - the place is the town's own
    kept = certificate_queries.find_same(session, place.organ_id, found.fingerprint)
    if kept is None:
        raise rules.ForeignCertificate(subject=found.subject, organ=place.name)
    certificate_rules.check_days(kept.valid_from, kept.valid_until, now)
    if kept.ended_at is not None:
        raise certificate_rules.Ended
    return kept


def _tell(session: Session, deed: _Deed) -> None:
    signed = {s.place for s in queries.of_document(session, deed.document.id)}
    places = rendition_queries.places_of(session, deed.document)
    left = [p.name for p in places if p.town_id and p.index not in signed]
    follows = f"还有{'、'.join(left)}待签署。" if left else "各方均已签署，可以下载签署件。"
    renditions.tell(
        session,
        deed.document,
        f"signed:{deed.place.index}",
        title=f"{deed.place.name}已电子签署",
        text=f"《{deed.document.title}》（{deed.document.number}）：{deed.place.name}已电子签署，{follows}",
        but=deed.certificate.town_id if left else None,
    )


def _signer(session: Session, actor: Actor, now: datetime) -> Signer:
    if actor.id is None or actor.town_id is None:
        raise NotTheSigner
    return consents.get_signer(session, actor.id, actor.town_id, now)
