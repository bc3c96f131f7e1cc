"""Photos become one PDF without anything that a camera wrote; what acts by itself is refused."""

import io

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from app.files.models import Upload
from app.files.rules import EmptyFile, WrongType
from app.scans import gateways, rules
from app.scans.rules import NoPlainPdf


def photo(kind: str = "JPEG", size: tuple[int, int] = (600, 800)) -> Upload:
    drawn, secret = io.BytesIO(), Image.Exif()
    secret[0x010F] = "CAMERA-OF-LIN"
    Image.new("RGB", size, "white").save(drawn, kind, exif=secret)
    return Upload(f"第1页.{kind}", drawn.getvalue())


def pdf(extra: bytes = b"") -> bytes:
    """A page made by hand; `extra` goes into the catalogue."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R" + extra + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 4\n0000000000 65535 f \n" + table + tail


def test_photos_become_a_page_each_without_their_metadata() -> None:
    made = gateways.as_pdf([photo(), photo("PNG", (800, 600))])
    with PdfDocument(io.BytesIO(made)) as opened:
        assert len(opened) == 2
        assert max(opened[0].get_size()) <= 11.7 * 72
        assert opened.get_metadata_dict()["Author"] == ""
    assert b"CAMERA-OF-LIN" not in made
    assert made == gateways.as_pdf([photo(), photo("PNG", (800, 600))])


def test_a_plain_pdf_is_kept_as_it_is() -> None:
    assert gateways.as_pdf([Upload("扫描.pdf", pdf())]) == pdf()


@pytest.mark.parametrize(
    ("uploads", "refusal"),
    [
        ([], rules.NothingSent),
        ([Upload("a.pdf", pdf()), photo()], rules.Mixed),
        ([photo()] * 41, rules.TooMany),
        ([Upload("a.jpg", b"")], EmptyFile),
        ([Upload("a.jpg", b"hello")], WrongType),
        ([Upload("a.pdf", pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"))], NoPlainPdf),
        ([Upload("a.pdf", pdf(b"/Names<</EmbeddedFiles 2 0 R>>"))], NoPlainPdf),
        ([Upload("a.pdf", b"%PDF-1.7 nonsense %%EOF")], NoPlainPdf),
    ],
)
def test_what_is_no_scan_is_refused(uploads, refusal) -> None:
    with pytest.raises(refusal):
        gateways.as_pdf(uploads)
