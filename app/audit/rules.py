"""How an entry is chained to the one before it."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from app.audit.models import AuditEntry
from app.kit.text import canonical


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold: at which number, and what is wrong there."""

    seq: int
    reason: str


def mac_of(entry: AuditEntry, previous: str, key: str) -> str:
    """HMAC-SHA-256 over canonical JSON (RFC 8785) of the previous mac and everything the entry says."""
    said = {
        "previous": previous,
        "town": str(entry.town_id),
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(entry.actor_id or ""),
        "deed": entry.deed,
        "subject": entry.subject,
        "detail": entry.detail,
    }
    return hmac.new(key.encode(), canonical(said), hashlib.sha256).hexdigest()


def first_break(entries: Iterable[AuditEntry], head_seq: int, head_mac: str, key: str) -> Break | None:
    """The first place where the chain, in order of seq, was edited, cut or reordered; None if it holds."""
    previous, seq = "", 0
    for entry in entries:
        seq += 1
        if entry.seq != seq:
            return Break(seq, "missing")
        if not hmac.compare_digest(entry.mac, mac_of(entry, previous, key)):
            return Break(seq, "edited")
        previous = entry.mac
    if seq != head_seq or previous != head_mac:
        return Break(seq + 1, "cut")
    return None
