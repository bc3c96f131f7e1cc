"""Who is to come to a meeting: one list, filled in as the 回执 by each town."""
