import io
import subprocess

from docx import Document

from app.boxes.gateways import to_docx
from app.typeset import gateways as typesetting
from app.verdicts import rules


def test_the_empty_form_has_two_pages_and_every_box_in_both_files(tmp_path):
    paper = rules.appraisal(rules.Basics(), {})
    pdf = tmp_path / "form.pdf"
    pdf.write_bytes(typesetting.to_pdf(paper))
    said = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    pages = said.rstrip("\f").split("\f")
    table = Document(io.BytesIO(to_docx(paper))).tables[0]
    words = "".join(cell.text for row in table.rows for cell in row.cells)
    assert len(pages) == 2
    for box in paper.boxes:
        assert box.label[:4] in said.replace(" ", "")
        assert box.label in words


def test_equal_forms_give_equal_word_files():
    paper = rules.midterm(rules.Basics(person="林芳"))
    assert to_docx(paper) == to_docx(paper)
