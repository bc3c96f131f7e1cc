"""议定事项: what a joint meeting resolved, numbered within the year and partnership, and who carries it out."""
