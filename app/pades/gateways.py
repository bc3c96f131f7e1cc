"""pyHanko: sign the place of a PDF, and examine every signature of a file. Nothing here asks the network."""

import io
import logging
import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.certificates import gateways as certificates
from app.kit.threads import in_own_thread
from app.pades import rules
from app.pades.rules import ROOM_HEIGHT, ROOM_WIDTH, Examined, Order, field_of

ANY_USAGE = KeyUsageConstraints(key_usage=None)
AFTER_ANY, AFTER_THE_LAST = ModificationLevel.FORM_FILLING, ModificationLevel.LTA_UPDATES
SIGNED_APPEND_ONLY = 3
LARGEST_MARK = 150.0  # points: 53 mm; a round seal measures 42
MID = AxisAlignment.ALIGN_MID
FILLED = SimpleBoxLayoutRule(MID, MID, margins=Margins(0, 0, 0, 0), inner_content_scaling=InnerScaling.STRETCH_FILL)
UNREADABLE = Examined("", "", "", "", None, False, False, problem="文件结构已损坏")
ENDS, TAIL = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z"), 64
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # what is wrong with a file is told to whoever asked


def sign(pdf: bytes, order: Order) -> bytes:
    """The same bytes, continued by one signature with its chain and revocation lists (PAdES). Raises CannotSign."""
    try:
        return in_own_thread(_signed)(with_fields(pdf, order.places), order)
    except (SigningError, PdfError, ValidationError, PathError) as failed:
        logging.getLogger(__name__).exception("a document could not be signed")
        raise rules.CannotSign from failed


def with_fields(pdf: bytes, places: int) -> bytes:
    """The file with an empty field for every place, so that later signatures add no field; once is enough.

    The same bytes each time: a file signed elsewhere must begin with them.
    """
    reader = PdfFileReader(io.BytesIO(pdf))
    known = {field for field, _, _ in _fields(reader)}
    wanted = [place for place in range(1, places + 1) if field_of(place) not in known]
    if not wanted:
        return pdf
    rooms = _rooms(reader)
    continued = io.BytesIO(pdf)
    writer = _Repeatable(continued)
    for place in wanted:
        page, box = rooms.get(field_of(place), (0, None))
        append_signature_field(writer, SigFieldSpec(field_of(place), on_page=page, box=box))
    _only_continue(writer)
    writer.write_in_place()  # type: ignore[no-untyped-call]  # pyHanko leaves it open
    return continued.getvalue()


def _only_continue(writer: IncrementalPdfFileWriter) -> None:
    """Tell every program that it must continue the file and not write it anew."""
    form = writer.root["/AcroForm"]
    form["/SigFlags"] = generic.NumberObject(SIGNED_APPEND_ONLY)
    writer.update_container(form)


def examine(pdf: bytes, roots: Path) -> tuple[Examined, ...]:
    """Every signature of a file, in the order in which they were given. Needs neither network nor database.

    `roots`: a folder of certificates (PEM) of the authorities that count as trusted.
    """
    if b"/ByteRange" not in pdf:
        return ()
    try:
        return in_own_thread(_examined_all)(pdf, _listed(roots))
    except Exception:  # whatever a parser stumbles over in bytes that somebody else has sent
        return (UNREADABLE,)


def _examined_all(pdf: bytes, listed: Sequence[Any]) -> tuple[Examined, ...]:
    reader = PdfFileReader(io.BytesIO(pdf))
    found = list(reader.embedded_regular_signatures)
    if not ENDS.search(pdf[-TAIL:]):
        return tuple(_examined(reader, embedded, listed, "文件末尾被添加了内容") for embedded in found)
    return tuple(_examined(reader, e, listed, _problem(reader, e, is_last=e is found[-1])) for e in found)


def only_signed(pdf: bytes, before: bytes) -> bool:
    """Whether a file that begins with `before` (with fields) has more signatures and nothing else, none too large.

    A signature proves only that nothing follows it; what stood between the earlier file and the signature is seen here.
    """
    reader = PdfFileReader(io.BytesIO(pdf))
    earlier = PdfFileReader(io.BytesIO(before))
    found = DEFAULT_DIFF_POLICY.review_file(reader, earlier.xrefs.total_revisions - 1)
    if isinstance(found, SuspiciousModification) or found.modification_level > AFTER_ANY:
        return False
    known = {field for field, _, _ in _fields(earlier)}
    return all(_is_small(field.get_object()) for name, _, field in _fields(reader) if name not in known)


def _is_small(field: Any) -> bool:
    left, bottom, right, top = (float(side) for side in field.get("/Rect", (0, 0, 0, 0)))
    return abs(right - left) <= LARGEST_MARK and abs(top - bottom) <= LARGEST_MARK


class _Repeatable(IncrementalPdfFileWriter):
    """A writer that notes neither the time nor a random number, so that it writes the same bytes each time."""

    def __init__(self, pdf: io.BytesIO) -> None:
        super().__init__(pdf)
        self._document_id[1] = generic.ByteStringObject(sha256(pdf.getvalue()).digest()[:16])

    def _update_meta(self) -> None:
        """The metadata stay as they are: pyHanko would write when the fields were added."""


class _Signer(signers.PdfSigner):
    """pyHanko writes the machine's time; the product's clock says when it is."""

    at: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _Picture(PdfContent):
    """The first page of a PDF in memory, as the look of a signature."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(box=BoxConstraints(ROOM_WIDTH, ROOM_HEIGHT))
        self.pdf = pdf

    def render(self) -> bytes:
        page = self.writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)), page_ix=0)  # type: ignore[union-attr]  # set before it is drawn
        self.resources.xobject["/Mark"] = page
        return b"/Mark Do"


def _signed(pdf: bytes, order: Order) -> bytes:
    chain = [_asn1(c) for c in order.chain]
    registry = SimpleCertificateStore.from_certs(chain)
    own = _asn1(order.certificate)
    secret = order.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    key = asn1_keys.PrivateKeyInfo.load(secret)
    about = signers.PdfSignatureMetadata(
        field_name=field_of(order.place),
        md_algorithm="sha256",
        name=order.organ,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=True,
        signer_key_usage=set(),
        validation_context=_context([chain[-1] if chain else own], chain, _lists(order.revocation), order.at),
    )
    signer = _Signer(
        about,
        signer=signers.SimpleSigner(signing_cert=own, signing_key=key, cert_registry=registry),
        stamp_style=StaticStampStyle(
            border_width=0, background=_Picture(order.mark), background_layout=FILLED, background_opacity=1.0
        ),
    )
    signer.at = order.at
    written = io.BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), existing_fields_only=True, output=written)
    return written.getvalue()


def _rooms(reader: PdfFileReader) -> dict[str, tuple[int, Any]]:
    """The rooms for signatures that the typesetter left in the file: page and box by name."""
    names = reader.root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    pages = [reader.find_page_for_modification(i)[0].reference for i in range(int(reader.root["/Pages"]["/Count"]))]
    rooms: dict[str, tuple[int, Any]] = {}
    for index in range(0, len(names), 2):
        target = names[index + 1]
        left, top = float(target[2]), float(target[3])
        box = (left, top - ROOM_HEIGHT, left + ROOM_WIDTH, top)
        rooms[str(names[index])] = (pages.index(target.raw_get(0).reference), tuple(round(v) for v in box))
    return rooms


def _fields(reader: PdfFileReader) -> list[Any]:
    return list(enumerate_sig_fields(reader))


def _examined(reader: PdfFileReader, embedded: Any, listed: Sequence[Any], problem: str) -> Examined:
    certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
    described = certificates.describe(certificate)
    at = embedded.self_reported_timestamp
    return Examined(
        field=embedded.field_name,
        subject=described.subject,
        issuer=described.issuer,
        fingerprint=described.fingerprint,
        signed_at=at,
        is_trial=described.is_trial,
        is_listed=any(_leads_to(reader, embedded, root, at) for root in listed),
        problem=problem,
    )


def _problem(reader: PdfFileReader, embedded: Any, *, is_last: bool) -> str:
    """What is wrong with a signature, in words; empty when bytes, chain and revocation lists hold by themselves.

    After the last signature only its validation data may follow; after an earlier one others may sign.
    """
    at, allowed = embedded.self_reported_timestamp, AFTER_THE_LAST if is_last else AFTER_ANY
    try:
        status = validate_pdf_signature(embedded, _own_context(reader, embedded, at), key_usage_settings=ANY_USAGE)
    except Exception:  # the structures below a signature are read by three libraries, each with errors of its own
        return "签名数据已损坏"
    if not (status.intact and status.valid):
        return "文件内容已被改动"
    if status.modification_level is None or status.modification_level > allowed:
        return "签署之后文件又有改动"
    return "" if status.trusted else "证书链或吊销信息不完整"


def _own_context(reader: PdfFileReader, embedded: Any, at: datetime | None, root: Any = None) -> Any:
    """Everything from the file: the root that it brings with it, its chain, its revocation lists."""
    brought = [*embedded.other_embedded_certs, *_stored(reader)]
    tops = [c for c in brought if c.self_signed != "no"]
    return _context([root] if root else tops, brought, _stored_lists(reader), at)


def _leads_to(reader: PdfFileReader, embedded: Any, root: Any, at: datetime | None) -> bool:
    try:
        context = _own_context(reader, embedded, at, root)
        return bool(validate_pdf_signature(embedded, context, key_usage_settings=ANY_USAGE).trusted)
    except (SignatureValidationError, ValidationError, PdfError, ValueError):
        return False


def _store(reader: PdfFileReader) -> Any:
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None


def _stored(reader: PdfFileReader) -> list[Any]:
    store = _store(reader)
    return list(store.load_certs()) if store else []


def _stored_lists(reader: PdfFileReader) -> list[Any]:
    store = _store(reader)
    return [asn1_crl.CertificateList.load(c.get_object().data) for c in store.crls] if store else []


def _context(roots: Sequence[Any], others: Sequence[Any], lists: Sequence[Any], at: datetime | None) -> Any:
    return ValidationContext(
        trust_roots=list(roots),
        other_certs=list(others),
        crls=list(lists),
        moment=at,
        allow_fetching=False,
        revocation_mode="hard-fail" if lists else "soft-fail",
    )


def _lists(pem: bytes) -> list[Any]:
    found = asn1_pem.unarmor(pem, multiple=True) if pem else ()
    return [asn1_crl.CertificateList.load(der) for _, _, der in found]


def _listed(roots: Path) -> list[Any]:
    """The authorities on the installation's list."""
    files = sorted(roots.glob("*.pem")) if roots.is_dir() else []
    found = [c for file in files for c in x509.load_pem_x509_certificates(file.read_bytes())]
    return [_asn1(certificate) for certificate in found]


def _asn1(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
