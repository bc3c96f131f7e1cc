"""Passwords as numbers: argon2id hashes, and how easily one is guessed. Nothing here knows a person."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()  # argon2-cffi keeps its defaults at RFC 9106's second recommendation


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_password(password: str, hashed: str | None) -> bool:
    """True when it fits. Without a hash the same time passes, so that unknown accounts do not answer faster."""
    try:
        return _hasher.verify(hashed or _nobodys(), password) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(hashed: str) -> bool:
    """True for a hash of weaker parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


def score(password: str, words: tuple[str, ...]) -> int:
    """zxcvbn's 0 (guessed at once) to 4; the dictionaries are loaded when somebody first chooses a password."""
    from zxcvbn import zxcvbn

    return int(zxcvbn(password[:72], user_inputs=list(words))["score"])


@cache
def _nobodys() -> str:
    return hash_password(secrets.token_urlsafe(32))
