"""What idle event streams cost: memory, threads, and the rate of a kept page beside them."""

from __future__ import annotations

import re
import socket
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.http.load import Request, measure
from bench.http.servers import Server, memory_mb

# The hub bounds the streams of one address, so they come from several of the loopback network.
OF_ONE_ADDRESS = 100
ASK = (
    b"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
    b"Sec-Fetch-Mode: cors\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of so many streams: megabytes (PSS), threads more, and a page's rate with and without."""

    memory: float
    threads: int
    ratio: float


@contextmanager
def listening(port: int, number: int) -> Iterator[None]:
    """So many streams, each of which has begun."""
    streams = [listen(port, n) for n in range(number)]
    try:
        yield
    finally:
        for stream in streams:
            stream.close()


def listen(port: int, number: int) -> socket.socket:
    """Raises RuntimeError where the hub does not let another one listen."""
    here = f"127.0.0.{2 + number // OF_ONE_ADDRESS}"
    stream = socket.create_connection(("127.0.0.1", port), 30, source_address=(here, 0))
    stream.sendall(ASK)
    head = stream.recv(1 << 12)
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise RuntimeError(f"stream {number}: {head[:200]!r}")
    return stream


def threads_of(server: Server) -> int:
    statuses = (Path(f"/proc/{pid}/status").read_text() for pid in server.pids)
    return sum(
        int(found[1]) for text in statuses if (found := re.search(r"Threads:\s+(\d+)", text))
    )


def cost_of_streams(
    server: Server, page: str, *, number: int, rounds: int, seconds: float, clients: int
) -> Cost:
    """Measured in turn with and without them, so that what else the machine does falls on both."""
    request = Request(server.port, page, server.pids)

    def rate() -> float:
        return measure(request, seconds=seconds, clients=clients).rate

    rate()
    memory, threads = memory_mb(server.pids), threads_of(server)
    ratios = []
    for n in range(rounds):
        alone = rate()
        with listening(server.port, number):
            ratios.append(rate() / alone)
            if n == 0:
                memory, threads = memory_mb(server.pids) - memory, threads_of(server) - threads
    return Cost(memory, threads, statistics.median(ratios))
