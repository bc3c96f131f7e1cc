"""The call to a meeting: 函 with 回执 to the partner towns, 通知 to the own units."""
