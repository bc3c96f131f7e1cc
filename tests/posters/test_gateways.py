"""What hangs on the board: pages that break cleanly, and a picture that ends where the list ends."""

import io
from datetime import date, time

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from app.posters import gateways, rules
from app.posters.models import Poster, Section, ServiceList, Sitting

SPAN = date(2026, 12, 1), date(2026, 12, 31)
URL = "https://example.org/posters/1"


def section(heading: str, count: int) -> Section:
    sittings = [
        Sitting(
            on=date(2026, 12, n % 28 + 1), starts=time(9), ends=time(11), title=f"便民理发第{n}期", place="大厅",
            price="5元", phone="0513-8300 0201",
        )
        for n in range(count)
    ]  # fmt: skip
    return rules.section_of(heading, sittings, SPAN, "本月没有安排")


def poster(*sections: Section, **more: str) -> Poster:
    said = {
        "title": "本月活动排片表", "month": "2026年12月", "community": "长江新村社区", "audience": "两镇居民都可以参加",
        "how": ("到社区服务台报名",), "as_of": "2026年11月23日印制", "url": URL,
    }  # fmt: skip
    return Poster(sections=sections, code=gateways.code_of(URL), **(said | more))


def pages_of(pdf: bytes) -> list[str]:
    with PdfDocument(pdf) as read:
        return [page.get_textpage().get_text_range() for page in read]


def test_a_long_list_runs_over_pages_and_each_says_where_it_is():
    pages = pages_of(gateways.to_pdf(poster(section("在本社区", 3), section("在邻近的Q镇", 30))))
    assert len(pages) == 3
    assert all("在邻近的Q镇" in page and "地点和电话" in page for page in pages), "the heading is repeated"
    assert "第3页，共3页" in pages[2]


def test_an_empty_month_says_so():
    (page,) = pages_of(gateways.to_pdf(poster(section("在本社区", 0))))
    assert "本月没有安排" in page


@pytest.mark.parametrize(("count", "pictures"), [(2, 1), (20, 2)])
def test_the_picture_for_the_phone_ends_where_the_list_ends(count, pictures):
    drawn = gateways.to_pictures(poster(section("在本社区", count), kind="phone_poster"))
    sizes = [Image.open(io.BytesIO(png)).size for png in drawn]
    assert len(sizes) == pictures
    assert {width for width, _ in sizes} == {1080}
    assert sizes[-1][1] < 9_000, "cut off below the last line"


def test_the_list_to_take_home_has_a_code_for_each_service():
    lines = section("在本社区", 2)
    assert (
        len(
            pages_of(
                gateways.to_pdf(
                    ServiceList(title="便民服务清单", community="长江新村社区", audience="", sections=(lines,))
                )
            )
        )
        == 1
    )
