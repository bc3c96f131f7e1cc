"""纪要起草: the host's editor. Every save is kept, nothing is overwritten, and the partner sees it only when asked."""
