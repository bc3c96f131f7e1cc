"""会议纪要: closed by the host, keyed by every town, numbered, issued; then follow-ups and the next meeting."""
