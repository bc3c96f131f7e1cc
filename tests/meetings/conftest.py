"""The meeting of these tests."""

from gathering import acting, confirmed, convened, hall, listed, meeting, planned, room

__all__ = ["acting", "confirmed", "convened", "hall", "listed", "meeting", "planned", "room"]
