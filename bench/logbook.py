"""A log book of 60 entries: seconds and megabytes, against the limits of 5 s and 15 MB.

`.venv/bin/python -m bench.logbook [--entries 60] [--photos 3] [--out FILE]` makes the book several times from entries
with noisy photos (the worst that a JPEG can be asked to hold), in the size in which the product keeps them for print.
The press is warm, as it is in a server that has printed once. Processor time, so that other work on the machine does
not count; the clock on the wall is shown beside it.
"""

import argparse
import io
import statistics
import time
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from PIL import Image

from app.files import gateways as files
from app.files.models import Kind
from app.files.rules import IN_A_LIST
from app.kit.clock import chinese_date, weekday_name
from app.logbooks import gateways, rules
from app.logbooks.models import Book, EntryPart, MonthPart, Photo, Said
from app.press import gateways as press
from app.press.queries import fonts_conf

DONE = (
    "上午到兴隆社区走访独居老人，逐户核对助餐需求，帮两户调好了一键呼叫。"
    "下午参加居民议事会，讨论非机动车停放，记录意见十一条。"
)
LEARNED = (
    "议事会先让大家把话说完，再逐条表决，会后当天公示，大家心里有数。"
    "网格员随身带便民服务卡，问到什么当场答复，答不了的登记后两天内回电。"
)
LIMIT_SECONDS, LIMIT_MB = 5.0, 15.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--entries", type=int, default=60)
    arguments.add_argument("--photos", type=int, default=3)
    arguments.add_argument("--times", type=int, default=5)
    arguments.add_argument("--out", type=Path)
    asked = arguments.parse_args()
    book, pictures = made(asked.entries, asked.photos)
    press.warm_up(str(fonts_conf()))
    runs = [measured(book, pictures) for _ in range(asked.times)]
    pdf = runs[-1][2]
    if asked.out:
        asked.out.write_bytes(pdf)
    median, wall, size = statistics.median(r[0] for r in runs), min(r[1] for r in runs), len(pdf) / 2**20
    print(f"{asked.entries} entries, {len(pictures)} photos: {median:.2f} s ({wall:.2f} s on the wall), {size:.1f} MB")
    print(f"limits: {LIMIT_SECONDS:.0f} s, {LIMIT_MB:.0f} MB")
    if median > LIMIT_SECONDS or size > LIMIT_MB:
        raise SystemExit("over the limit")


def measured(book: Book, pictures: dict[str, bytes]) -> tuple[float, float, bytes]:
    """Processor seconds, seconds on the wall, and the book; laid out as a worker of the press does."""
    order = press.Order((gateways.paper_of(book, pictures),), archival=False)
    begun, worked = time.perf_counter(), time.process_time()
    pdf = press.print_order(order)
    return time.process_time() - worked, time.perf_counter() - begun, pdf


def made(entries: int, photos: int) -> tuple[Book, dict[str, bytes]]:
    """Entries every third day, with as many photos as the book has room for."""
    noisy = [noise(n) for n in range(12)]
    data = {uuid4(): [noisy[(n * photos + m) % 12] for m in range(photos)] for n in range(entries)}
    chosen = rules.choose_photos({i: [len(d) for d in found] for i, found in data.items()})
    pictures = {f"photo-{i}-{m}": found[m] for i, found in data.items() for m in range(chosen[i])}
    days = [date(2026, 4, 1) + timedelta(days=3 * n) for n in range(entries)]
    parts = [
        part(day, tuple(Photo(f"photo-{i}-{m}") for m in range(chosen[i])), photos - chosen[i])
        for day, i in zip(days, data, strict=True)
    ]
    months = tuple(
        MonthPart(
            anchor=f"m-{month:%Y%m}",
            title=f"{month.year}年{month.month}月",
            ratings=(
                Said("派出单位带教", "较好。坚持写，写得实。"),
                Said("挂职单位带教", "很好。已能独立主持议事会。"),
            ),
            entries=tuple(p for p, day in zip(parts, days, strict=True) if day.replace(day=1) == month),
        )
        for month in sorted({day.replace(day=1) for day in days})
    )
    facts = (
        ("姓名", "林芳"),
        ("派出单位", "D镇永隆新村社区党群服务中心"),
        ("挂职单位", "Q镇兴隆社区党群服务中心"),
        ("挂任职务", "居（村）委会主任助理"),
        ("挂职期间", f"{chinese_date(days[0])}至{chinese_date(days[-1])}"),
        ("派出单位带教人", "倪德堃"),
        ("挂职单位带教人", "王喆"),
        ("日志", f"{entries}篇"),
    )
    summary = ("一、主要工作", DONE * 4, "二、学习体会", LEARNED * 4)
    span = facts[4][1]
    return Book("林芳", "红梅同心毗邻党建联合体", span, facts, months, summary, True, chinese_date(days[-1])), pictures


def part(day: date, photos: tuple[Photo, ...], left_out: int) -> EntryPart:
    return EntryPart(
        anchor=f"e-{day:%Y%m%d}",
        day=f"{chinese_date(day)} {weekday_name(day)}",
        kind="走访",
        is_late=day.day % 5 == 0,
        hours="3.5小时",
        done=DONE,
        learned=LEARNED,
        suggestion="两镇可以共用一套便民服务卡。" if day.day % 3 == 0 else "",
        photos=photos,
        left_out=left_out,
        comments=(Said("王喆", "记录得很细，下次可以写写居民怎么说。"),) if day.day % 4 == 0 else (),
    )


def noise(seed: int) -> bytes:
    """A photo as the store keeps it for print: half landscape, half grain."""
    image = Image.effect_noise((1600, 1200), 25 + seed).convert("RGB")
    image = Image.blend(image, Image.radial_gradient("L").resize((1600, 1200)).convert("RGB"), 0.5)
    raw = io.BytesIO()
    image.save(raw, "JPEG", quality=90)
    return files.scaled(raw.getvalue(), Kind.JPEG, IN_A_LIST)[0]


if __name__ == "__main__":
    main()
