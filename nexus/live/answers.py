"""Whole answers, and the form in which ASGI sends them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.templatetags.static import static

from nexus.common.earlyscript import EARLY_SCRIPT
from nexus.common.errors import TooMany
from nexus.common.headers import WITHOUT_DJANGO

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

SMALLEST = 500  # bytes; below, compressing costs more than it saves
LEVEL = 6
COMPRESSIBLE = (b"text/", b"application/json", b"application/xml", b"image/svg+xml")
RETRY_SECONDS = 2


@dataclass(slots=True)
class Answer:
    """What Django answered, whole. `fleeting` answers must be made anew each time."""

    status: int
    headers: Headers
    body: bytes
    fleeting: bool = False

    def header(self, name: bytes) -> bytes:
        """The value of a header, b"" when it is missing; names in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), b"")


def without(headers: Headers, *names: bytes) -> Headers:
    return [(name, value) for name, value in headers if name.lower() not in names]


def with_vary(headers: Headers, name: bytes) -> Headers:
    """The headers with one more name in Vary."""
    found = next((value for key, value in headers if key.lower() == b"vary"), b"")
    names = [part.strip() for part in found.split(b",") if part.strip()]
    if name.lower() in {part.lower() for part in names}:
        return headers
    return [*without(headers, b"vary"), (b"Vary", b", ".join([*names, name]))]


def is_compressible(answer: Answer) -> bool:
    kind = answer.header(b"content-type")
    fits = kind.startswith(COMPRESSIBLE) or b"+json" in kind or b"+xml" in kind
    return fits and len(answer.body) >= SMALLEST and not answer.header(b"content-encoding")


def compressed(answer: Answer) -> Answer:
    """The same with gzip. An ETag becomes a weak one: these are other bytes of the same page."""
    body = gzip.compress(answer.body, LEVEL, mtime=0)
    tag = answer.header(b"etag")
    headers = without(answer.headers, b"content-length", b"etag")
    if tag:
        headers.append((b"ETag", tag if tag.startswith(b"W/") else b"W/" + tag))
    headers += [(b"Content-Encoding", b"gzip"), (b"Content-Length", b"%d" % len(body))]
    return Answer(answer.status, headers, body, answer.fleeting)


def completed(answer: Answer) -> Answer:
    """An answer to everybody: with an ETag and the word that it is to be asked for again."""
    headers = answer.headers
    if answer.status == 200 and not answer.header(b"etag"):
        tag = b'"%s"' % blake2b(answer.body, digest_size=12).hexdigest().encode()
        headers = [*headers, (b"ETag", tag)]
    if not answer.header(b"cache-control"):
        headers = [*headers, (b"Cache-Control", b"no-cache")]
    if is_compressible(answer):
        headers = with_vary(headers, b"Accept-Encoding")
    if not answer.header(b"content-length"):
        headers = [*headers, (b"Content-Length", b"%d" % len(answer.body))]
    return Answer(answer.status, headers, answer.body, answer.fleeting)


def matches(tag: bytes, asked: bytes) -> bool:
    """Does If-None-Match name this ETag? Compared weakly, as the standard says."""
    if not tag:
        return False
    plain = tag.removeprefix(b"W/")
    parts = (part.strip().removeprefix(b"W/") for part in asked.split(b","))
    return any(part in (plain, b"*") for part in parts)


def not_modified(answer: Answer) -> Answer:
    """304: the headers that a 200 would have, without those of its body."""
    headers = without(answer.headers, b"content-length", b"content-type", b"content-encoding")
    return Answer(304, headers, b"")


def problem(status: int, code: str, title: str, detail: str, retry: int = 0) -> Answer:
    """An answer of the web process itself: problem+json, as the APIs give.

    `retry` is in how many seconds the same may be asked again; 0 where that is not to be said.
    """
    body = {"type": f"/docs/errors#{code}", "title": title, "status": status, "detail": detail}
    headers: Headers = [(name.encode(), value.encode()) for name, value in WITHOUT_DJANGO.items()]
    headers += [
        (b"Content-Type", b"application/problem+json"),
        (b"Cache-Control", b"no-store"),
    ]
    if retry:
        headers.append((b"Retry-After", b"%d" % retry))
    return finished(Answer(status, headers, json.dumps(body).encode()))


PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<script>{early}</script>
<link rel="stylesheet" href="{style}">
</head>
<body>
<div class="page reading"><main id="content">
<p class="kind">{status}</p>
<h1>{title}</h1>
<p>{text}</p>
<p><a href="/">To the front page</a></p>
</main></div>
</body>
</html>
"""


def for_who_asks(path: str, said: Answer, title: str, text: str) -> Answer:
    """A problem for programs, a page for people."""
    if path.startswith(("/api/", "/graphql")):
        return said
    headers = without(said.headers, b"content-length", b"content-type")
    headers.append((b"Content-Type", b"text/html; charset=utf-8"))
    page = PAGE.format(
        status=said.status,
        title=title,
        text=text,
        early=EARLY_SCRIPT,
        style=static("nexus/nexus.css"),
    )
    return finished(Answer(said.status, headers, page.encode()))


def away(path: str) -> Answer:
    """503 while the database does not answer."""
    detail = "Try again in a moment."
    said = problem(503, "unavailable", "The database is away", detail, RETRY_SECONDS)
    title = "The hub is catching its breath"
    text = "The database did not answer. Nothing was lost; try again in a moment."
    return for_who_asks(path, said, title, text)


def too_busy(scope: Scope) -> Answer:
    """503 when more requests wait than can be answered in reasonable time."""
    title, detail = "The hub is busy", "Too many requests wait. Try again in a moment."
    said = problem(503, "busy", title, detail, RETRY_SECONDS)
    if not any(name == b"accept" and b"text/html" in value for name, value in scope["headers"]):
        return said
    text = "Too many ask at once. Nothing was written; try again in a moment."
    return for_who_asks(scope["path"], said, title, text)


def too_many(path: str, error: TooMany) -> Answer:
    """429, with the seconds after which the same is answered."""
    said = problem(429, error.code, error.title, error.message, error.retry_after)
    return for_who_asks(path, said, error.title, error.message)


def finished(answer: Answer) -> Answer:
    if answer.header(b"content-length"):
        return answer
    length = (b"Content-Length", b"%d" % len(answer.body))
    return Answer(answer.status, [*answer.headers, length], answer.body, answer.fleeting)


def messages(
    answer: Answer, *, head: bool = False, extra: Iterable[tuple[bytes, bytes]] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two messages of an answer; to HEAD the second is empty."""
    start = {
        "type": "http.response.start",
        "status": answer.status,
        "headers": [*answer.headers, *extra],
    }
    return start, {"type": "http.response.body", "body": b"" if head else answer.body}


async def send_answer(
    send: Send, answer: Answer, *, head: bool = False, extra: Iterable[tuple[bytes, bytes]] = ()
) -> None:
    start, body = messages(answer, head=head, extra=extra)
    await send(start)
    await send(body)
