"""The web server's process: the application is imported once, and the workers that fork from here share it."""

from granian.cli import entrypoint

import wsgi  # noqa: F401  # no connection is open yet, and nothing that must not be forked (Pango) is loaded

if __name__ == "__main__":
    entrypoint()  # type: ignore[no-untyped-call]  # Granian leaves it untyped
