"""Settings. Every value has a working default and a sentence, so a fresh clone starts without a single export."""

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent


def _secrets(path: Path) -> dict[str, str]:
    """The keys of this installation: made at first use, readable by their owner only, never in the repository."""
    try:
        return cast(dict[str, str], json.loads(path.read_text()))
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "AUDIT_KEY")}
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(made))
        try:
            os.link(draft, path)  # the first of two processes that start together wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return cast(dict[str, str], json.loads(path.read_text()))


class Config:
    """Read once at start. Environment variables of the same name win over the defaults."""

    ROOT = ROOT
    # Where the installation keeps its data: database, secrets, files.
    VAR = Path(os.environ.get("LINQIAO_VAR", ROOT / "var"))
    FILES = VAR / "files"
    # Certificates (PEM) of the authorities whose signatures count as trusted, one or more in a file.
    TRUST = Path(os.environ.get("TRUST", VAR / "trust"))
    # The private font configuration that set-up writes; without it documents cannot be issued.
    FONTS_CONF = Path(os.environ.get("FONTS_CONF", ROOT / ".venv/share/fonts/fonts.conf"))

    # The application's database role; PostgreSQL: postgresql+psycopg://user@host/name.
    DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{VAR}/linqiao.db")
    # The role that owns the tables (migrations, restore); by default the same.
    DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", DATABASE_URL)

    # The address people type; links in notices and QR codes start with it.
    PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000")
    # Host names this site answers to, comma separated; by default that of PUBLIC_URL and the loopback ones.
    TRUSTED_HOSTS = [h for h in os.environ.get("TRUSTED_HOSTS", "").split(",") if h] or [
        urlsplit(PUBLIC_URL).hostname or "127.0.0.1",
        "127.0.0.1",
        "localhost",
    ]
    # The demo shows a panel to sign in as anybody, to requests from this machine only.
    DEMO = os.environ.get("LINQIAO_DEMO", "") == "1"

    # A session ends after this long without a click, and in any case after the second figure.
    SESSION_IDLE = timedelta(minutes=int(os.environ.get("SESSION_IDLE_MINUTES", "30")))
    SESSION_ABSOLUTE = timedelta(hours=int(os.environ.get("SESSION_ABSOLUTE_HOURS", "12")))
    # Failed sign-ins of one account within the window that lock it, until the window has passed.
    LOCKOUT_FAILURES = 5
    LOCKOUT_WINDOW = timedelta(minutes=15)
    LOCKOUT_ADDRESS_FAILURES = 60  # of one address: a whole town hall may stand behind one
    # How many reverse proxies of our own stand in front; their X-Forwarded headers are believed, nobody else's.
    PROXIES = int(os.environ.get("PROXIES", "0"))
    # dengbao (10 characters, 3 classes, 90 days) or asvs (12 characters, no common password).
    PASSWORD_POLICY = os.environ.get("PASSWORD_POLICY", "asvs")

    # Days after their last service until residents' names and numbers are erased; the notice says it in months.
    RESIDENTS_KEPT_DAYS = int(os.environ.get("RESIDENTS_KEPT_DAYS", "365"))

    # The largest request body and the largest single upload, in bytes.
    MAX_CONTENT_LENGTH = 32 * 1024 * 1024
    MAX_UPLOAD = 20 * 1024 * 1024

    # The mail server notices leave by; without a host they stay in the product. SMTP_SECURITY: ssl, starttls or none.
    SMTP_HOST = os.environ.get("SMTP_HOST", "")
    SMTP_PORT = int(os.environ.get("SMTP_PORT", "465"))
    SMTP_SECURITY = os.environ.get("SMTP_SECURITY", "ssl")
    SMTP_USER = os.environ.get("SMTP_USER", "")
    SMTP_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
    MAIL_FROM = os.environ.get("MAIL_FROM", SMTP_USER)

    BABEL_DEFAULT_LOCALE = "zh_Hans"
    BABEL_DEFAULT_TIMEZONE = "Asia/Shanghai"
    LANGUAGES = ("zh_Hans", "en")

    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = PUBLIC_URL.startswith("https:")
    SESSION_COOKIE_NAME = "__Host-linqiao" if SESSION_COOKIE_SECURE else "linqiao"
    WTF_CSRF_TIME_LIMIT = None
    TESTING = False

    def __init__(self) -> None:
        keys = _secrets(self.VAR / "secrets.json")
        self.SECRET_KEY = os.environ.get("SECRET_KEY") or keys["SECRET_KEY"]
        self.AUDIT_KEY = os.environ.get("AUDIT_KEY") or keys["AUDIT_KEY"]
