"""林芳 of D镇 at Q镇 with a log: for the tests of whatever reads or makes one of it.

Her mentors are 老陈 at home and 汤华 at the host; 朱敏 and 施蕾 are the organisation members.
"""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from cast import Cast
from PIL import Image
from postings import agreed_pair
from sqlmodel import Session

from app.files.models import Upload
from app.logs import actions
from app.logs.models import EntryDraft, Kind, LogEntry
from app.secondments.models import Secondment

NOW = datetime(2026, 4, 15, 8, 0, tzinfo=UTC)  # Wednesday, 16:00 in the towns
WEDNESDAY = date(2026, 4, 15)
MORNING = "2026-04-15 08:00"


def draft(**said: object) -> EntryDraft:
    words = {
        "kind": Kind.MEDIATION,
        "done": "调解两户楼道堆物矛盾，当面签了约定。",
        "learned": "先听后说，双方都愿意让一步。",
        "suggestion": "两镇可以联合培训调解员。",
        "minutes": 90,
    }
    return EntryDraft(**(words | said))


def picture(width: int = 800, height: int = 600, kind: str = "JPEG", place: bool = False) -> Upload:
    """A photo as a phone sends it; with a place in its metadata if wished."""
    image = Image.effect_noise((width, height), 40).convert("RGB")
    exif = image.getexif()
    if place:
        exif.get_ifd(0x8825)[2] = (31.0, 44.0, 12.0)
    written = io.BytesIO()
    image.save(written, kind, exif=exif) if place else image.save(written, kind)
    return Upload("现场照片.jpg", written.getvalue())


@pytest.fixture
def posting(reaching: Callable[..., Session], cast: Cast) -> Secondment:
    return agreed_pair(reaching, cast)[0]


@pytest.fixture
def written(reaching: Callable[..., Session], cast: Cast, posting: Secondment) -> LogEntry:
    """An entry of today, committed."""
    with reaching(cast.dong, cast.lin, NOW) as session:
        entry = actions.write_entry(session, posting, WEDNESDAY, draft(), actor=cast.actor(cast.lin), now=NOW)
        session.commit()
        return entry
