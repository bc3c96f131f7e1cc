"""A meeting whose tasks stand on the home page."""

from gathering import acting, confirmed, convened, hall, listed, meeting, planned, room

__all__ = ["acting", "confirmed", "convened", "hall", "listed", "meeting", "planned", "room"]
