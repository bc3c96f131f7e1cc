"""Text without a meaning of its own: canonical JSON, hashes, codes, masks."""

import hashlib
import secrets
from typing import Any

import rfc8785

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like 0/O, 1/I/L or U/V


def canonical(data: Any) -> bytes:
    """The one byte form of a JSON value (RFC 8785), so that equal content has an equal hash."""
    return rfc8785.dumps(data)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def content_hash(data: Any) -> str:
    return sha256(canonical(data))


def short_code(length: int = 8) -> str:
    """A code to read aloud or type from paper; 30 letters, so 8 of them hold 39 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def mask_phone(phone: str) -> str:
    """138****1234"""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)


def mask_name(name: str) -> str:
    """王**"""
    return name[:1] + "*" * (len(name) - 1)
