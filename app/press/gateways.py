"""HTML to PDF in worker processes of their own. The only place that imports WeasyPrint; it knows no document."""

import atexit
import io
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, lru_cache
from multiprocessing import forkserver
from typing import Any, TypeVar

from app.justify import gateways as justify
from app.press.queries import check_fonts, fonts_conf, fonts_ready
from app.press.rules import NotRendered

log = logging.getLogger(__name__)
Asked = TypeVar("Asked")
Done = TypeVar("Done")
TIMEOUT = 30.0
WORKERS = 2
OWN_SCHEME = "linqiao:"
# Attachments carry a date; a fixed one keeps equal documents equal to the byte.
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Paper:
    """One document to print: its page, its style sheet, and the pictures that it names as linqiao:<name>."""

    html: str
    css: str
    pictures: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Enclosed:
    """A file inside the PDF: the DOCX, the canonical content."""

    name: str
    data: bytes
    description: str = ""
    relationship: str = "Alternative"


@dataclass(frozen=True)
class Order:
    papers: tuple[Paper, ...]
    enclosed: tuple[Enclosed, ...] = ()
    identifier: str = ""
    archival: bool = True


@dataclass(frozen=True)
class Drawing:
    paper: Paper
    width: int


def to_pdf(
    papers: Sequence[Paper], *, enclosed: Sequence[Enclosed] = (), identifier: str = "", archival: bool = True
) -> bytes:
    """One PDF of all papers, one after the other. Equal input gives equal bytes in every process.

    Raises FontsMissing, or NotRendered when it takes more than 30 seconds or kills its worker twice.
    """
    return _done(print_order, Order(tuple(papers), tuple(enclosed), identifier, archival))


def to_pictures(paper: Paper, *, width: int = 1080) -> tuple[bytes, ...]:
    """A paper as PNG pictures, one per page, `width` pixels wide; the last ends where the element #end stands.

    Raises as `to_pdf` does.
    """
    return _done(draw_order, Drawing(paper, width))


def get_ready() -> None:
    """Start a worker if none lives, without waiting for it: somebody is about to print."""
    if not worker_ids() and fonts_ready():
        _pools.current().submit(os.getpid)


def _done(work: Callable[[Asked], Done], order: Asked) -> Done:
    check_fonts()
    try:
        return _ask(work, order)
    except BrokenProcessPool:
        log.warning("a press worker died; trying once more")
    try:
        return _ask(work, order)
    except BrokenProcessPool as died:
        raise NotRendered(reason="排版进程异常退出") from died


def _ask(work: Callable[[Asked], Done], order: Asked) -> Done:
    pool = _pools.current()
    try:
        return pool.submit(work, order).result(TIMEOUT)
    except BrokenProcessPool:
        _pools.drop(pool)
        raise
    except TooSlow as slow:
        _pools.drop(pool)
        raise NotRendered(reason=f"超过{TIMEOUT:.0f}秒") from slow
    except Exception as failed:
        log.exception("a document could not be laid out")
        raise NotRendered(reason="排版程序出错，详情见系统日志") from failed


class _Pools:
    """The one pool of this process, made when first needed; its fork server never has Pango loaded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def current(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                context = multiprocessing.get_context("forkserver")
                conf = str(fonts_conf())
                self._pool = ProcessPoolExecutor(WORKERS, context, initializer=warm_up, initargs=(conf,))
            return self._pool

    def drop(self, pool: ProcessPoolExecutor) -> None:
        """Forget a broken or stuck pool and end its workers, so that nobody waits for them."""
        with self._lock:
            if self._pool is pool:
                self._pool = None
        for process in list((pool._processes or {}).values()):  # there is no public way to end a stuck worker
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)

    def forget(self) -> None:
        """In a forked child: the pool and its fork server are the parent's; it starts its own when needed."""
        self._lock, self._pool = threading.Lock(), None
        server: Any = forkserver._forkserver  # the module keeps one server and has no public way to start another
        if server._forkserver_alive_fd is not None:
            os.close(server._forkserver_alive_fd)
        forkserver.ForkServer.__init__(server)

    def close(self) -> None:
        if self._pool is not None:
            self.drop(self._pool)

    def process_ids(self) -> list[int]:
        return sorted(self._pool._processes or {}) if self._pool else []


_pools = _Pools()
atexit.register(_pools.close)
os.register_at_fork(after_in_child=_pools.forget)


def worker_ids() -> list[int]:
    """The process ids of the workers that live now."""
    return _pools.process_ids()


# ---- below: in the worker ----


def warm_up(conf: str) -> None:
    """Load fonts and libraries once, before the first order is timed."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    os.environ["FONTCONFIG_FILE"] = conf
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    justify.install()
    print_order(Order((Paper("<p>邻桥", "p{font-family:FandolFang}"),)))


def _end_with(parent: Any) -> None:
    """A worker whose master was killed would wait for orders for ever."""
    parent.join()
    os._exit(1)


def print_order(order: Order) -> bytes:
    """Lay out the papers and write them as one PDF (PDF/A-3b declared when archival)."""
    documents = [_lay_out(paper) for paper in order.papers]
    pages = [page for document in documents for page in document.pages]
    options: dict[str, Any] = {"pdf_variant": "pdf/a-3b"} if order.archival else {}
    whole = documents[0].copy(pages)
    pdf: bytes = whole.write_pdf(
        attachments=[_attachment(e) for e in order.enclosed],
        pdf_identifier=order.identifier.encode() or None,
        **options,
    )
    return pdf


def draw_order(drawing: Drawing) -> tuple[bytes, ...]:
    """Lay out a paper and draw its pages; a page that is not filled is cut off at the element #end."""
    import pypdfium2

    document = _lay_out(drawing.paper)
    with pypdfium2.PdfDocument(document.write_pdf()) as pdf:
        return tuple(_drawn(pdf[n], page.anchors.get("end"), drawing.width) for n, page in enumerate(document.pages))


def _drawn(sheet: Any, end: Any, width: int) -> bytes:
    across, high = sheet.get_size()
    below = max(0.0, high - end[1] * 0.75) if end else 0.0  # anchors are told in CSS pixels, pages in points
    picture = sheet.render(scale=width / across, crop=(0, below, 0, 0)).to_pil()
    drawn = io.BytesIO()
    picture.quantize(64).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _lay_out(paper: Paper) -> Any:
    from weasyprint import HTML

    page = HTML(string=paper.html, base_url=None, url_fetcher=_fetcher(paper.pictures))
    return page.render(stylesheets=[_style(paper.css)], font_config=_fonts())


def _attachment(enclosed: Enclosed) -> Any:
    from weasyprint import Attachment

    return Attachment(
        string=enclosed.data,
        name=enclosed.name,
        description=enclosed.description or None,
        created=FIXED_DATE,
        modified=FIXED_DATE,
        relationship=enclosed.relationship,
    )


def _fetcher(pictures: dict[str, bytes]) -> Any:
    """Reads data: and the paper's own pictures. The library's default would open files and the network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFetcher(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(OWN_SCHEME):
                return URLFetcherResponse(url, pictures[url.removeprefix(OWN_SCHEME)])
            if url.startswith("data:"):
                return super().fetch(url, headers)
            raise ValueError("only data: and linqiao: may be read")

    return OwnFetcher(allowed_protocols=("data",))


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=16)
def _style(css: str) -> Any:
    """A parsed style sheet, kept per worker: parsing costs more than a page."""
    from weasyprint import CSS

    return CSS(string=css, font_config=_fonts(), url_fetcher=_fetcher({}))
