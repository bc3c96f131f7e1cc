import io
import zipfile

import pytest

from app.files import rules
from app.files.models import Kind
from app.files.rules import PAPERS, SHEETS

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def archive(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", "<Types/>")
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def test_the_content_decides_what_a_file_is():
    assert rules.check(PDF, PAPERS) is Kind.PDF
    assert rules.check(archive(word__document="<a/>"), PAPERS) is Kind.DOCX
    assert rules.check(archive(xl__workbook="<a/>"), SHEETS) is Kind.XLSX
    assert rules.check("姓名,电话\n".encode("gb18030"), SHEETS) is Kind.CSV


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", rules.EmptyFile),
        (b"MZ\x90\x00 program", rules.WrongType),
        (b"<html><script>alert(1)</script>,", rules.WrongType),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", rules.WrongType),
        (b"%PDF-1.7\nhalf a file", rules.Unreadable),
        (b"PK\x03\x04 not an archive", rules.Unreadable),
        (archive(other__thing=b"x"), rules.WrongType),
        (archive(**{"word__vbaProject.bin": b"macro"}), rules.Suspicious),
        (archive(**{"word__document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), rules.Suspicious),
        (archive(**{"word__document.xml": '<!DOCTYPE a [<!ENTITY b "c">]>'.encode("utf-16")}), rules.Suspicious),
        (archive(**{"word__..__..__passwd": b"x"}), rules.Suspicious),
        (archive(xl__sheet=b"0" * 60_000_000), rules.Suspicious),
        (b"%PDF-" + b"0" * rules.LARGEST, rules.TooLarge),
    ],
)
def test_what_is_not_a_harmless_paper_is_refused(data, refusal):
    with pytest.raises(refusal):
        rules.check(data, PAPERS)


def test_a_truncated_archive_is_unreadable():
    whole = archive(word__document=bytes(range(256)) * 50)
    with pytest.raises(rules.Unreadable):
        rules.check(whole[:-40], PAPERS)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("关于场地共享的说明.PDF", "关于场地共享的说明.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\桌面\\方案.docx", "方案.pdf"),
        ("发票\u202efdp.exe", "发票fdp.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "aSet-Cookie x.pdf"),
        ("...", "文件.pdf"),
    ],
)
def test_names_are_made_safe(name, safe):
    assert rules.safe_name(name, Kind.PDF) == safe
