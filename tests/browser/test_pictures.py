"""The demo as the README shows it. `--pictures` writes the pictures anew; without it the pages are only looked at."""

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from app.demo import load
from app.kit import clock
from app.meetings import queries as meetings
from app.series import queries as series
from jobs import publish_minutes, render_documents

PICTURES = Path(__file__).parents[2] / "docs/pictures"
WIDTH = 760


@pytest.fixture
def stage(live_app):
    with live_app.app_context():
        engine = live_app.extensions["engine"]
        return load.load(engine, clock.now(), run_jobs=lambda stage: _run(engine, stage))


def _run(engine, stage):
    for job in (render_documents, publish_minutes):
        job.run(engine, stage.now)


def test_the_readmes_pictures(stage, visit, request, tmp_path):
    clerk = visit(stage.people["malin"], width=1100)
    with stage.looking("malin") as session:
        (agreed,) = series.agreed_series(session)
        held = meetings.past(session, [stage.partnership_id], most=1)[0]
    pages = {"home": "/", "meeting": f"/meetings/{held.id}", "series": f"/series/{agreed.id}"}
    folder = PICTURES if request.config.getoption("--pictures") else tmp_path
    for name, path in pages.items():
        clerk.go(path)
        clerk.page.screenshot(path=tmp_path / "shot.png")
        _small(Image.open(tmp_path / "shot.png"), folder / f"{name}.png")
    clerk.go(f"/minutes/{held.id}")
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="下载 PDF").click()
    page = pypdfium2.PdfDocument(download.value.path().read_bytes())[0]
    _small(page.render(scale=1.5).to_pil(), folder / "minutes.png")

    readmes = [(PICTURES.parents[1] / name).read_text() for name in ("README.md", "README.zh-CN.md")]
    for name in (*pages, "minutes"):
        assert (folder / f"{name}.png").stat().st_size > 5000
        assert (PICTURES / f"{name}.png").stat().st_size < 200_000, "committed small"
        assert all(f"docs/pictures/{name}.png" in text for text in readmes)


def _small(image, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    image = image.convert("RGB").resize((WIDTH, WIDTH * image.height // image.width))
    image.crop((0, 0, WIDTH, min(image.height, 1000))).quantize(64).save(path, optimize=True)
