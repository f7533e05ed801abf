"""Many clients at once over kept connections, and what the server's processes used meanwhile.

Answers to one request are of one length, so the length of the first is all that is read of the
rest: the client costs a tenth of the quickest server here.
"""

from __future__ import annotations

import os
import select
import socket
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, of which port, and the processes that answer."""

    port: int
    path: str
    pids: tuple[int, ...]
    headers: tuple[str, ...] = ()
    status: int = 200

    def text(self) -> bytes:
        lines = (f"GET {self.path} HTTP/1.1", "Host: 127.0.0.1", *self.headers)
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: answers a second, seconds, and milliseconds of CPU for each answer."""

    rate: float
    median: float
    p95: float
    cpu_ms: float


def connect(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=30)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def read_one(client: socket.socket, request: Request) -> int:
    """The first answer, whole; how long it is. Raises RuntimeError for another status."""
    client.sendall(request.text())
    data = b""
    while b"\r\n\r\n" not in data:
        data += client.recv(1 << 16)
    head, _, _ = data.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    if status != request.status:
        raise RuntimeError(f"{request.path}: {status}, not {request.status}")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    if request.status == 304:
        length = 0
    whole = len(head) + 4 + length
    while len(data) < whole:
        data += client.recv(1 << 16)
    return whole


def cpu_seconds(pids: tuple[int, ...]) -> float:
    total = 0
    for pid in pids:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(stat[11]) + int(stat[12])
    return total / TICKS


def measure(request: Request, *, seconds: float, clients: int) -> Measured:
    """Ask again and again from so many connections."""
    text, buffer = request.text(), bytearray(1 << 18)
    poll = select.epoll()
    open_clients = {}
    for _ in range(clients):
        client = connect(request.port)
        whole = read_one(client, request)
        client.setblocking(False)
        open_clients[client.fileno()] = client
        poll.register(client, select.EPOLLIN)
    left: dict[int, int] = {}
    sent_at: dict[int, float] = {}
    times: list[float] = []
    cpu, began = cpu_seconds(request.pids), time.perf_counter()
    for fd, client in open_clients.items():
        left[fd], sent_at[fd] = whole, time.perf_counter()
        client.send(text)
    end = began + seconds
    while (now := time.perf_counter()) < end:
        for fd, _ in poll.poll(1):
            got = open_clients[fd].recv_into(buffer)
            if not got:
                raise RuntimeError(f"{request.path}: the server hung up")
            left[fd] -= got
            if left[fd] <= 0:
                now = time.perf_counter()
                times.append(now - sent_at[fd])
                left[fd], sent_at[fd] = whole, now
                open_clients[fd].send(text)
    took = time.perf_counter() - began
    used = cpu_seconds(request.pids) - cpu
    for client in open_clients.values():
        client.close()
    ordered = sorted(times)
    return Measured(
        len(times) / took,
        statistics.median(ordered),
        ordered[int(len(ordered) * 0.95)],
        1000 * used / len(times),
    )
