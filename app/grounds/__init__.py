"""What residents are told about their data, and what allows two towns to keep it together."""
