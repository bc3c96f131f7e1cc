"""The meeting of these tests, and its minutes."""

from gathering import acting, confirmed, convened, hall, listed, meeting, planned, room
from minuting import asked, begun, held, issued, placed, sign, written

__all__ = [
    "acting",
    "asked",
    "begun",
    "confirmed",
    "convened",
    "hall",
    "held",
    "issued",
    "listed",
    "meeting",
    "placed",
    "planned",
    "room",
    "sign",
    "written",
]
