"""The 回执: each town fills in whom it sends, the host sees whom to expect."""
