"""Rendering one document: our press against typst, the same minutes, the same fonts, the same machine, one run.

`.venv/bin/python -m bench.render [--times 30]` prints milliseconds a document (median) and the ratios. Every round has
a text that neither side has seen; processor time, so that other work on the machine counts for neither. typst is
measured warm (its compiler kept, with all it remembers) and fresh (its fonts found anew, as its command does).
"""

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pdfplumber
import typst

from app.kit.text import canonical
from app.press import gateways as press
from app.press.queries import fonts_conf
from app.typeset import gateways as typesetting
from app.typeset import rules as typeset
from app.typeset.models import Composition, Minutes, Table
from app.word.gateways import to_docx

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from papers import IMPRINT, long_minutes

# The same geometry in typst: A4, type area 156 by 225 mm, 16 pt letters on lines of 28.95 pt, justified.
PAGE = """
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")
#set text(font: ("FandolFang", "LXGW WenKai Light", "Noto Serif CJK SC"), size: 16pt, lang: "zh", tracking: -0.218pt)
#set par(justify: true, leading: 12.95pt, spacing: 12.95pt, first-line-indent: (amount: 2em, all: true))
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=30)
    times = arguments.parse_args().times
    press.warm_up(str(fonts_conf()))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "minutes.typ"
        source.touch()
        compiler = typst.Compiler(source, font_paths=font_folders())

        def by_typst(content: Minutes) -> bytes:
            source.write_text(typst_source(typeset.compose(content, IMPRINT)))
            return compiler.compile(format="pdf")

        def by_fresh_typst(content: Minutes) -> bytes:
            source.write_text(typst_source(typeset.compose(content, IMPRINT)))
            return typst.compile(source, font_paths=font_folders())

        peer, fresh = measured(by_typst, times), measured(by_fresh_typst, times)
    layout, whole = measured(by_layout, times), measured(issued, times, clock=time.perf_counter)
    assert abs(pages(layout[1]) - pages(peer[1])) <= 1, "not the same text"
    print(f"typst, fresh: {fresh[0]:.0f} ms CPU")
    print(f"typst, warm: {peer[0]:.0f} ms CPU, {pages(peer[1])} pages, {len(peer[1]) // 1024} KB")
    print(f"our layout: {layout[0]:.0f} ms CPU, {pages(layout[1])} pages, {len(layout[1]) // 1024} KB")
    print(f"ratio of our layout to typst: {layout[0] / fresh[0]:.1f} fresh, {layout[0] / peer[0]:.1f} warm")
    print(f"as issued (DOCX, enclosed files, worker pool): {whole[0]:.0f} ms by the clock on the wall")


def by_layout(content: Minutes) -> bytes:
    paper = typesetting._paper(content, IMPRINT)
    return press.print_order(press.Order((paper,), identifier="bench"))


def issued(content: Minutes) -> bytes:
    docx = to_docx(content, IMPRINT)
    enclosed = [press.Enclosed("content.json", canonical(typeset.to_data(content))), press.Enclosed("a.docx", docx)]
    return typesetting.to_pdf(content, IMPRINT, enclosed=enclosed)


def typst_source(composed: Composition) -> str:
    """The same words with the same structure."""
    parts = [PAGE, f"#v(35mm)\n#align(center, text(size: 31pt, fill: rgb(230, 0, 18))[{quoted(composed.mark)}])"]
    parts.append(f"#align(center)[{quoted(composed.number)}]\n#line(length: 156mm, stroke: 0.5mm + red)")
    parts.append(f"#align(center, text(size: 22pt)[{quoted(composed.subject)}])")
    for block in composed.body:
        if not isinstance(block, Table):
            face = "FandolHei" if block.level == "first" else "FandolFang"
            parts.append(f'#par(text(font: ("{face}", "Noto Serif CJK SC"))[{quoted(block.lead + block.text)}])')
    parts += [f"{label}：{quoted(names)}" for label, names in composed.presence]
    parts += [f"抄送：{quoted(composed.copies_to)}", f"{quoted(composed.printed_by)} {composed.printed_on}印发"]
    return "\n\n".join(parts)


def quoted(words: str) -> str:
    """Words as a typst string, so that nothing in them is markup."""
    return '#"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def font_folders() -> list[str]:
    return [str(folder) for folder in fonts_conf().parent.iterdir() if folder.is_dir() and folder.name != "cache"]


def measured(
    make: Callable[[Minutes], bytes], times: int, clock: Callable[[], float] = time.process_time
) -> tuple[float, bytes]:
    """Median milliseconds after two rounds of warming up, and the last result. No two rounds have the same text."""
    spent = []
    made = b""
    for number in range(times + 2):
        content = renumbered(long_minutes(8), number)
        began = clock()
        made = make(content)
        spent.append((clock() - began) * 1000)
    return statistics.median(spent[2:]), made


def renumbered(content: Minutes, number: int) -> Minutes:
    """The same minutes with one figure changed in every paragraph: typst would remember an equal one."""
    (topic,) = content.topics
    return replace(content, topics=(replace(topic, summary=tuple(f"第{number}次：{s}" for s in topic.summary)),))


def pages(pdf: bytes) -> int:
    return len(pdfplumber.open(io.BytesIO(pdf)).pages)


if __name__ == "__main__":
    main()
