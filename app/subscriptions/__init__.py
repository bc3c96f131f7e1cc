"""A secret calendar address per person, so that meetings appear in the calendar on their phone."""
