"""Sign-ups of residents for a session: who, in which state, how they were told. Knows no queue and no page."""
