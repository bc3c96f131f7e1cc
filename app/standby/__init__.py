"""候补 for a session: joining, being offered what is freed, accepting; whoever frees a place goes by here."""
