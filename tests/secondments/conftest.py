"""Venues of both towns."""

from rooms import venue as venue
