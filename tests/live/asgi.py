"""Asking an ASGI application in this process, as a web server does."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes


def scope_of(
    path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, host: str = "hub"
) -> dict[str, Any]:
    target, _, query = path.partition("?")
    sent = {"host": host, **(headers or {})}
    return {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": target,
        "raw_path": target.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(k.lower().encode(), v.encode()) for k, v in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }


async def ask(app: Any, path: str, *, body: bytes = b"", **how: Any) -> Answered:
    """The whole answer; the client stays until it has it."""
    sent: list[dict[str, Any]] = []
    parts = [{"type": "http.request", "body": body, "more_body": False}]
    forever = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if parts:
            return parts.pop(0)
        await forever.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope_of(path, **how), receive, send)
    start, *rest = sent
    headers = {name.decode().lower(): value.decode("latin1") for name, value in start["headers"]}
    return Answered(start["status"], headers, b"".join(m.get("body", b"") for m in rest))
