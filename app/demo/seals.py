"""The image that stands where a seal would be: a ring that says 样章, for the demo and the tests only."""

from pathlib import Path


def specimen() -> bytes:
    """PNG with a transparent ground."""
    return (Path(__file__).parent / "specimen.png").read_bytes()
