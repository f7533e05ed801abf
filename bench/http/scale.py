"""`make bench-scale`: what a small hub answers beside a large one, in one run.

Each hub is filled with made-up rows (`bench.http.grow`), served by one web process that keeps
no answers, and asked the same things in turn. On the database of DATABASE_URL where that is set:
databases of their own, which are dropped at the end. Written to var/bench-scale.json too.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

import psycopg

from bench.http import servers
from bench.http.load import Measured, Request, measure
from bench.http.servers import ROOT

ENTRIES = (
    '{entries(first:20,kind:"challenge"){edges{node{id slug title summary version voiceCount '
    "statementCount topics{id slug title}}}}}"
)
QUERIES = ("timeout", "database connection", "error in the container", "test coverage", "cache")
ORDINARY = """
import django
django.setup()
from nexus.library.models import Entry
rows = Entry.objects.filter(kind="challenge", state="published", voice_count=2, version=0)
print(rows.order_by("pk")[rows.count() // 2].get_absolute_url())
named = Entry.objects.filter(kind="technology", state="published")
print(named.order_by("-voice_count", "-pk")[0].get_absolute_url())
"""


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub of so many entries: where it is, an ordinary challenge, and what most wrote of."""

    entries: int
    server: servers.Server
    challenge: str
    technology: str

    def asks(self, path: str) -> Request:
        return Request(self.server.port, path, self.server.pids)


@contextmanager
def database_of(entries: int, folder: Path) -> Iterator[dict[str, str]]:
    """The variables that name an empty database for a hub of this size."""
    url = os.environ.get("DATABASE_URL", "")
    data = folder / str(entries)
    if not url:
        yield {"NEXUS_DATA": str(data)}
        return
    name = f"nexus_scale_{os.getpid()}_{entries}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            own = urlsplit(url)._replace(path=f"/{name}").geturl()
            yield {"NEXUS_DATA": str(data), "DATABASE_URL": own}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def hub_of(entries: int, folder: Path) -> Iterator[Hub]:
    """A hub of so many entries, filled and served."""
    with database_of(entries, folder) as variables:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **variables}
        env |= servers.OPEN
        run = ([sys.executable, "-m", "nexus.cli.main", "prepare", "--quiet"],)
        run += ([sys.executable, "-m", "bench.http.grow", str(entries)],)
        for command in run:
            subprocess.run(command, env=env, cwd=ROOT, check=True)
        found = subprocess.run(
            [sys.executable, "-c", ORDINARY],
            env=env,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        own = {name: value for name, value in variables.items() if name != "NEXUS_DATA"}
        data = Path(variables["NEXUS_DATA"])
        with servers.web(data, NEXUS_PAGE_CACHE_MB="0", **own) as server:
            yield Hub(entries, server, *found.stdout.split())


def rows_of(hub: Hub) -> dict[str, list[Request]]:
    """What is asked of a hub, by the name of its row."""
    search = [hub.asks(f"/api/v1/search/?q={quote(query)}") for query in QUERIES]
    return {
        "entry page (a challenge that two people met)": [hub.asks(hub.challenge)],
        "entry page (the technology that most people wrote of)": [hub.asks(hub.technology)],
        "list page": [hub.asks("/challenges/")],
        "home page": [hub.asks("/")],
        "topic map": [hub.asks("/topics/")],
        "REST list": [hub.asks("/api/v1/entries/?kind=challenge&limit=20")],
        "REST list of all kinds": [hub.asks("/api/v1/entries/?limit=20")],
        "GraphQL list": [hub.asks(f"/graphql?query={quote(ENTRIES)}")],
        "search": search,
    }


def ask(requests: list[Request], seconds: float) -> Measured:
    """Requests in turn, one client: the medians of their medians."""
    found = [measure(one, seconds=seconds / len(requests), clients=1) for one in requests]
    return replace(
        found[0],
        median=statistics.median(m.median for m in found),
        cpu_ms=statistics.median(m.cpu_ms for m in found),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs=2, default=[1000, 100_000])
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    small, large = asked.entries
    told: list[dict[str, object]] = []
    with TemporaryDirectory(prefix="nexus-scale-") as name, ExitStack() as stack:
        hubs = [stack.enter_context(hub_of(n, Path(name))) for n in (small, large)]
        rows = [rows_of(hub) for hub in hubs]
        measured: dict[str, list[tuple[Measured, Measured]]] = {what: [] for what in rows[0]}
        for _ in range(asked.rounds):
            for what, found in measured.items():
                one, other = (ask(row[what], asked.seconds) for row in rows)
                found.append((one, other))
        print(f"| what | {small:,} entries, ms (CPU) | {large:,} entries, ms (CPU) | ratio |")
        print(f"|{'---|' * 4}")
        for what, found in measured.items():
            ms = [statistics.median(pair[n].median for pair in found) * 1000 for n in (0, 1)]
            cpu = [statistics.median(pair[n].cpu_ms for pair in found) for n in (0, 1)]
            ratio = statistics.median(b.median / a.median for a, b in found)
            print(
                f"| {what} | {ms[0]:.1f} ({cpu[0]:.1f}) | {ms[1]:.1f} ({cpu[1]:.1f}) "
                f"| {ratio:.2f} × |"
            )
            told.append(
                {
                    "what": f"{what}, {large} entries",
                    "value": round(ms[1], 3),
                    "unit": "ms",
                    "ratio": round(ratio, 3),
                    "against": f"{what}, {small} entries",
                }
            )
    target = ROOT / "var" / "bench-scale.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"rows": told}, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
