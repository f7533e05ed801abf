"""A server of mail on this machine, which answers as a test wants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from socketserver import StreamRequestHandler, ThreadingTCPServer

from tests.serving import serving

SILENT = 0


@dataclass
class MailServer:
    """`answers` are given one after another to the command of their name, then 250 again.

    SILENT to DATA: the mail is taken, and the connection cut without an answer.
    """

    port: int = 0
    answers: dict[str, list[int]] = field(default_factory=dict)
    got: list[Message] = field(default_factory=list)
    to: list[str] = field(default_factory=list)

    def answer(self, command: str) -> int:
        waiting = self.answers.get(command, [])
        return waiting.pop(0) if waiting else 250


@contextmanager
def running() -> Iterator[MailServer]:
    server = MailServer()

    class Handler(StreamRequestHandler):
        """So much of RFC 5321 as smtplib asks for."""

        def say(self, code: int) -> None:
            self.wfile.write(f"{code} so\r\n".encode())

        def handle(self) -> None:
            self.say(220)
            while line := self.rfile.readline():
                command = line[:4].decode().strip().upper()
                if command == "QUIT":
                    self.say(221)
                    return
                if command == "DATA":
                    self.say(354)
                    text = b"".join(iter(self.rfile.readline, b".\r\n"))
                    code = server.answer("DATA")
                    if code in {250, SILENT}:
                        server.got.append(message_from_bytes(text))
                    if code == SILENT:
                        return
                    self.say(code)
                    continue
                code = server.answer(command)
                if command == "RCPT" and code == 250:
                    server.to.append(line.decode().split("<")[1].split(">")[0])
                self.say(code)

    listening = ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.port = listening.server_address[1]
    with serving(listening):
        yield server
