"""Whom somebody has to ring up: residents have no account, so what changes is told by telephone, each time once."""
