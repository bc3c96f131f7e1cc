"""A mail server for tests: keeps what it is given, or refuses, or hangs up."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from app.notifications.gateways import Mailer


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails: list[EmailMessage] = []
        self.refuses = False

    @property
    def mailer(self) -> Mailer:
        port = self.server_address[1]
        return Mailer("127.0.0.1", port, "none", "", "", "linqiao@example.org", "https://linqiao.example.org")


class _Conversation(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                self._keep()
            elif verb == b"QUIT":
                return self.say("221 bye")
            elif verb == b"RCPT" and self.server.refuses:
                self.say("451 try later")
            else:
                self.say("250 ok")
        return None

    def _keep(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.say("250 kept")


@contextmanager
def sink() -> Iterator[Sink]:
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
