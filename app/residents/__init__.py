"""A town's register of the residents whom it has served or signed up: found by four digits or by sound."""
