"""Mail: the only way a notice leaves the house. At least once, with a fixed Message-ID, one at a time."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any
from urllib.parse import urlsplit

from app.notifications import rules
from app.notifications.queries import Letter

TIMEOUT = 15  # seconds; pages never wait for it, only the job does
FOOTER = "本邮件由邻桥系统自动发送，请勿直接回复。非涉密系统，严禁处理、存储、传输涉密信息和工作秘密。"


class NotSent(Exception):
    """The server did not take the mail; what it said is for the operator, never for a page."""


@dataclass(frozen=True)
class Mailer:
    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    public_url: str

    @classmethod
    def from_config(cls, config: Any) -> "Mailer | None":
        """None while no mail server is configured: notices then stay in the product."""
        if not config.SMTP_HOST or not config.MAIL_FROM:
            return None
        return cls(
            host=config.SMTP_HOST,
            port=config.SMTP_PORT,
            security=config.SMTP_SECURITY,
            user=config.SMTP_USER,
            password=config.SMTP_PASSWORD,
            sender=config.MAIL_FROM,
            public_url=config.PUBLIC_URL.rstrip("/"),
        )

    @contextmanager
    def connected(self) -> Iterator[smtplib.SMTP]:
        try:
            with self._connect() as server:
                if self.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                yield server
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"{type(error).__name__}: {error}") from error

    def send(self, letter: Letter) -> None:
        """Hand one mail to the server, or raise NotSent."""
        with self.connected() as server:
            server.send_message(self.compose(letter))

    def compose(self, letter: Letter) -> EmailMessage:
        """The message. Its id is the notice's, so a second copy is recognised as the same."""
        message = EmailMessage()
        message["Message-ID"] = f"<{letter.notice_id}@{urlsplit(self.public_url).hostname}>"
        message["Date"] = formatdate()
        message["From"] = self.sender
        message["To"] = rules.one_line(letter.to)
        message["Subject"] = rules.one_line(letter.title)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content("\n\n".join(part for part in self._parts(letter) if part))
        return message

    def _parts(self, letter: Letter) -> tuple[str, ...]:
        return (letter.text or letter.title, letter.url and f"{self.public_url}{letter.url}", FOOTER)

    def _connect(self) -> smtplib.SMTP:
        if self.security == "ssl":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
