"""A listener of the event stream, over a plain socket, with patience for what has to come."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Heard:
    id: str
    event: str
    data: dict[str, Any]

    @property
    def what(self) -> tuple[str, str]:
        return self.data["kind"], self.data["object"]


class Stream:
    """One open stream; `next` waits for the next event."""

    def __init__(
        self, port: int, query: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        lines = [f"GET /api/v1/events{query} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = {}
        while line := self.file.readline().strip():
            name, _, value = line.decode().partition(": ")
            self.headers[name.lower()] = value
        self.text = b""

    def chunk(self) -> bytes:
        """One chunk of the body; b"" at its end."""
        size = int(self.file.readline().strip() or b"0", 16)
        body = self.file.read(size)
        self.file.readline()
        return body

    def block(self) -> bytes:
        """The next block of the stream; b"" at its end."""
        while b"\n\n" not in self.text:
            chunk = self.chunk()
            if not chunk:
                return b""
            self.text += chunk
        block, _, self.text = self.text.partition(b"\n\n")
        return block

    def next(self) -> Heard | None:
        """The next event, comments left out; None when the stream ends."""
        while block := self.block():
            fields = dict(
                line.split(": ", 1)
                for line in block.decode().split("\n")
                if not line.startswith(":")
            )
            if "event" in fields:
                return Heard(fields.get("id", ""), fields["event"], json.loads(fields["data"]))
        return None

    def until(self, fits: Callable[[Heard], bool]) -> Heard:
        while heard := self.next():
            if fits(heard):
                return heard
        raise AssertionError("the stream ended before")

    def begin(self) -> Stream:
        """Once the stream has said that it listens."""
        assert self.status == 200, self.status
        assert self.block().startswith(b"retry: ")
        return self

    def close(self) -> None:
        self.file.close()
        self.socket.close()
