"""A collector of traces on this machine: takes what OTLP/HTTP sends, and reads its protobuf."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from gzip import decompress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.serving import serving


@dataclass(frozen=True, slots=True)
class Piece:
    """A span as it came."""

    name: str
    kind: int
    trace: str
    number: str
    parent: str
    status: int
    attributes: dict[str, Any]


@dataclass
class Collector:
    url: str
    pieces: list[Piece] = field(default_factory=list)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    services: set[str] = field(default_factory=set)

    def take(self, path: str, secret: str | None, body: bytes) -> None:
        self.asked.append((path, secret))
        self.bodies.append(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.services.add(attributes_of(resource.resource)["service.name"])
            for scope in resource.scope_spans:
                self.pieces += [piece_of(span) for span in scope.spans]

    def named(self, name: str) -> Piece:
        """The one piece of that name."""
        (found,) = [piece for piece in self.pieces if piece.name == name]
        return found


def piece_of(span: Any) -> Piece:
    return Piece(
        span.name,
        span.kind,
        span.trace_id.hex(),
        span.span_id.hex(),
        span.parent_span_id.hex(),
        span.status.code,
        attributes_of(span),
    )


def attributes_of(owner: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in owner.attributes}


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = decompress(body)
            collector.take(self.path, self.headers.get("Authorization"), body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing is said."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector = Collector(f"http://127.0.0.1:{server.server_port}")
    with serving(server):
        yield collector
