"""Which part of a hub takes the processor: web, workers, the rest of the hub, and each service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bench.day.site import Site
from bench.http.load import cpu_seconds
from bench.http.servers import descendants

# A word of its command line → what a process of the hub is part of.
PARTS = {"granian": "web", "celery": "workers", "main worker": "workers", "relay": "relay"}
Used = Mapping[int, float]  # process → seconds
Processes = Sequence[tuple[str, int]]  # part and process


def processes_of(on: Site) -> Processes:
    """All that take part in a request: the hub's and those of its services."""
    found = [(part_of(pid), pid) for pid in tree(on.hub.process)]
    return found + [(name, pid) for name, one in on.services for pid in tree(one.process)]


def tree(process: object) -> Iterator[int]:
    """A process and all below it; none where there is none."""
    pid = getattr(process, "pid", None)
    if pid is not None:
        yield pid
        yield from descendants(pid)


def part_of(pid: int) -> str:
    """What a process of the hub is, by its command line."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        return next((part for word, part in PARTS.items() if word in words), "rest of the hub")
    return "ended"


def seconds_of(processes: Processes) -> dict[int, float]:
    """Seconds of each that still lives: a database's connections come and go."""
    found = {}
    for _, pid in processes:
        with suppress(OSError):
            found[pid] = cpu_seconds((pid,))
    return found


def used_by_part(processes: Processes, before: Used, after: Used) -> dict[str, float]:
    """Part → seconds between two looks, the most first."""
    names = {pid: part for part, pid in processes}
    found: dict[str, float] = defaultdict(float)
    for pid, spent in after.items():
        found[names[pid]] += spent - before.get(pid, 0.0)
    return dict(sorted(found.items(), key=lambda one: -one[1]))
