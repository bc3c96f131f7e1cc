"""The day before: what workers are told of tomorrow, so that nobody whom they signed up forgets."""
