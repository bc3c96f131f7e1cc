"""The nightly copy of database and files, kept for a fortnight."""

from datetime import datetime

import sqlalchemy as sa

from app.kit import backup
from config import Config


def run(engine: sa.Engine, now: datetime) -> int:
    backup.write(Config.DATABASE_OWNER_URL, Config.FILES, Config.VAR / "backups", now=now)
    return 1 + backup.forget(Config.VAR / "backups", keep=14)
