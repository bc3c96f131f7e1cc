"""Photos of a signed copy become one PDF: pixels only, nothing that a camera or a scanner wrote beside them."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from time import struct_time

from PIL import Image

from app.files import gateways as files
from app.files import rules as file_rules
from app.files.models import Kind, Upload
from app.scans import rules

A4 = (8.27, 11.69)  # inches
LONGEST = 2400  # pixels of a page's longer side: 205 dots per inch, enough for a seal and small print
ACTING, NAMED = ("/OpenAction", "/AA", "/AcroForm"), ("/JavaScript", "/EmbeddedFiles")
BEGAN: struct_time = datetime(2000, 1, 1, tzinfo=UTC).timetuple()


def as_pdf(uploads: Sequence[Upload]) -> bytes:
    """One PDF as it was sent, or the photos in their order.

    Raises NothingSent, Mixed, TooMany, NoPlainPdf, and what `files.rules.check` raises.
    """
    if not uploads:
        raise rules.NothingSent
    kinds = [file_rules.check(upload.data, rules.KINDS) for upload in uploads]
    if kinds == [Kind.PDF]:
        _check_plain(uploads[0].data)
        return uploads[0].data
    if Kind.PDF in kinds:
        raise rules.Mixed
    if len(kinds) > rules.MOST_PHOTOS:
        raise rules.TooMany(most=rules.MOST_PHOTOS)
    return _of_photos([_page(u.data, kind) for u, kind in zip(uploads, kinds, strict=True)])


def _check_plain(pdf: bytes) -> None:
    """Raises NoPlainPdf when it is encrypted, broken, empty, or carries anything that acts."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # it loads when it is needed

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        names = reader.root.get("/Names", {})
        acts = any(key in reader.root for key in ACTING) or any(key in names for key in NAMED)
        pages = int(reader.root["/Pages"]["/Count"])
    except Exception as broken:  # whatever a parser stumbles over in bytes that somebody has sent
        raise rules.NoPlainPdf from broken
    if acts or reader.encrypted or not pages:
        raise rules.NoPlainPdf


def _page(data: bytes, kind: Kind) -> Image.Image:
    """A photo upright on white; drawn anew, so that no place and no device is left in it."""
    jpeg, _, _ = files.scaled(files.without_metadata(data, kind), kind, LONGEST)
    return Image.open(io.BytesIO(jpeg))


def _of_photos(pages: Sequence[Image.Image]) -> bytes:
    written = io.BytesIO()
    dots = max(max(p.width / A4[0], p.height / A4[1]) for p in pages)
    first, *others = pages
    first.save(written, "PDF", save_all=True, append_images=others, resolution=dots, creationDate=BEGAN, modDate=BEGAN)
    return written.getvalue()
