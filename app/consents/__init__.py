"""各方确认: an act that binds several towns takes effect when every town has turned its key on the same content."""
