"""How often one address may try at a page without an account: counted in the database, so that processes agree."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.kit.models import Knock
from app.kit.text import sha256

KEPT = timedelta(days=1)


def knock(session: Session, door: str, address: str, *, most: int, window: timedelta, key: str, now: datetime) -> bool:
    """Count a try at a door; False when there were too many. What is kept is a hash under the installation's key."""
    who = sha256(f"{key}:{door}:{address}".encode())
    tried = select(func.count()).select_from(Knock)
    tried = tried.where(Knock.door == door, Knock.address_hash == who, col(Knock.at) > now - window)
    if session.exec(tried).one() >= most:
        return False
    session.execute(sa.delete(Knock).where(col(Knock.at) < now - KEPT))
    session.add(Knock(door=door, address_hash=who, at=now))
    return True
