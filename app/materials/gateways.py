"""The pack as files: one ZIP to keep, one PDF to print."""

import io
import zipfile
from collections.abc import Sequence

from app.files import gateways as files
from app.materials.queries import Attached, Paper
from app.typeset import gateways as typesetting

FIRST_DAY = (2020, 1, 1, 0, 0, 0)  # the same pack has the same bytes


def to_zip(papers: Sequence[Paper], attached: Sequence[Attached]) -> bytes:
    """Every paper as PDF in the order of use, and the topics' papers in a folder of their own."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, paper in enumerate(papers, 1):
            _put(archive, f"{number:02d}-{paper.name}.pdf", to_pdf(paper))
        for number, file in enumerate(attached, 1):
            _put(archive, f"议题材料/{number:02d}-{file.name}", files.read(file.sha256))
    return out.getvalue()


def to_print_run(papers: Sequence[Paper]) -> bytes:
    """All papers one behind the other, for one order to the printer."""
    imprint = next((paper.imprint for paper in papers if paper.imprint), None)
    return typesetting.to_print_run([paper.content for paper in papers], imprint)


def to_pdf(paper: Paper) -> bytes:
    return typesetting.to_pdf(paper.content, paper.imprint)


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
