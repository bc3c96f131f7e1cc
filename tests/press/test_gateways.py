"""The press: what it reads, how it fails, and that equal pages are equal bytes."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import papers
import pypdfium2
import pytest
from pdfminer.pdftypes import resolve1

from app.press import gateways, queries
from app.press.gateways import Enclosed, Paper
from app.press.rules import FontsMissing, NotRendered

PAGE = Paper("<title>t</title><p>联席会议", "p { font-family: FandolFang }")


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<img src="file:///etc/hostname"><img src="http://127.0.0.1:1/x"><img src="//etc/passwd">',
        "<style>@import url(file:///etc/passwd); p { background: url(file:///etc/passwd) }</style>",
        '<object data="file:///etc/passwd"></object><iframe src="file:///etc/passwd"></iframe>',
        '<img src="linqiao:../../etc/passwd">',
        '<base href="file:///etc/"><img src="passwd">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/><use href="file:///etc/passwd#a"/></svg>',
    ],
)
def test_a_page_can_read_nothing_but_data_and_its_own_pictures(html: str) -> None:
    hostile = gateways.to_pdf([Paper(f"{html}<p>联席会议", PAGE.css)], archival=False)
    assert b"root:" not in hostile
    assert b"/EmbeddedFile" not in hostile
    assert "联席会议" in papers.text_of(hostile)


def test_a_page_may_show_its_own_pictures() -> None:
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
        "53de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
    )
    pdf = gateways.to_pdf([Paper('<img src="linqiao:seal">', "", {"seal": png})])
    assert len(papers.opened(pdf).pages[0].images) == 1


def test_equal_pages_are_equal_bytes_in_every_process() -> None:
    order = 'to_pdf([Paper("<p>王䶮", "p{font-family:FandolFang}")], enclosed=[Enclosed("a", b"{}")], identifier="x")'
    script = (
        "import hashlib\nfrom app.press.gateways import Enclosed, Paper, to_pdf\n"
        f"if __name__ == '__main__':\n    print(hashlib.sha256({order}).hexdigest())"
    )
    root = Path(__file__).parents[2]
    seen = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, check=True, capture_output=True, text=True
        ).stdout.strip()
        for _ in range(3)
    }
    assert len(seen) == 1
    here = gateways.to_pdf(
        [Paper("<p>王䶮", "p{font-family:FandolFang}")], enclosed=[Enclosed("a", b"{}")], identifier="x"
    )
    assert seen == {hashlib.sha256(here).hexdigest()}


def test_the_file_declares_pdf_a_3b_and_embeds_every_font() -> None:
    pdf = gateways.to_pdf([PAGE], enclosed=[Enclosed("content.json", b"{}", "正文数据", "Source")])
    document = papers.opened(pdf)
    declared = resolve1(document.doc.catalog["Metadata"]).get_data()
    assert re.search(rb"pdfaid:part\W+3", declared)
    assert re.search(rb"pdfaid:conformance\W+B", declared)
    assert bytes(pypdfium2.PdfDocument(pdf).get_attachment(0).get_data()) == b"{}"
    for font in resolve1(document.pages[0].page_obj.resources["Font"]).values():
        descendant = resolve1(resolve1(resolve1(font)["DescendantFonts"])[0])
        assert resolve1(descendant["FontDescriptor"]).keys() & {"FontFile2", "FontFile3"}


def test_a_worker_that_dies_is_replaced_once_without_anybody_noticing() -> None:
    gateways.to_pdf([PAGE])
    for process in gateways.worker_ids():
        os.kill(process, signal.SIGKILL)
    assert "联席会议" in papers.text_of(gateways.to_pdf([PAGE]))


def test_workers_end_with_their_master_even_when_it_is_killed() -> None:
    script = """
import time
from app.press.gateways import Paper, to_pdf, worker_ids
if __name__ == '__main__':
    to_pdf([Paper("<p>x", "")])
    print(*worker_ids(), flush=True)
    time.sleep(60)
"""
    root = Path(__file__).parents[2]
    master = subprocess.Popen([sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True)
    assert master.stdout
    workers = [int(word) for word in master.stdout.readline().split()]
    assert workers
    assert all(_lives(worker) for worker in workers)
    master.kill()
    master.wait()
    master.stdout.close()
    until = time.monotonic() + 10
    while any(map(_lives, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(_lives, workers))


def _lives(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().split(")")[1].split()[0]
    except FileNotFoundError:
        return False


FORKED = """
import os
from app.press.gateways import Paper, to_pdf
page = Paper("<p>林芳</p>", "p{font-family:FandolFang}")
before = to_pdf([page])
child = os.fork()
if child == 0:
    os._exit(0 if to_pdf([page]) == before else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert to_pdf([page]) == before
"""


def test_a_web_worker_forked_after_the_demo_was_printed_prints_as_well() -> None:
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_page_that_takes_too_long_is_refused_and_the_next_one_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Paper("<p>" + "联席会议" * 200_000, PAGE.css)
    gateways.to_pdf([PAGE])
    monkeypatch.setattr(gateways, "TIMEOUT", 1.0)
    began = time.monotonic()
    with pytest.raises(NotRendered, match="超过"):
        gateways.to_pdf([endless])
    assert time.monotonic() - began < 10
    monkeypatch.setattr(gateways, "TIMEOUT", 30.0)
    assert gateways.to_pdf([PAGE])


def test_without_fonts_the_refusal_names_flask_doctor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FONTS_CONF", str(tmp_path / "absent.conf"))
    assert not queries.fonts_ready()
    with pytest.raises(FontsMissing, match="flask doctor"):
        gateways.to_pdf([PAGE])


def test_a_font_folder_without_fonts_is_no_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    conf = tmp_path / "fonts.conf"
    conf.write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>")
    monkeypatch.setenv("FONTS_CONF", str(conf))
    with pytest.raises(FontsMissing):
        queries.check_fonts()


def test_characters_without_a_glyph_are_found() -> None:
    assert queries.uncovered(["王䶮张𬭎陈㛃 \n喆翀玥昇堃"]) == []
    assert queries.uncovered(["好😀\U000323af", "好"]) == ["😀", "\U000323af"]
