"""The order of business of one meeting."""
