"""`make bench`: one table of medians and ratios, also written to var/bench.json."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from bench.http import servers
from bench.http.load import Measured, Request, measure
from bench.http.servers import ROOT, Server, memory_mb
from bench.http.streams import cost_of_streams
from bench.lighthouse import CannotMeasure, readable_after

ARTICLES = "{articles(first:20){id slug title summary views author{id name} tags{id name}}}"
ENTRIES = (
    '{entries(first:20,kind:"guide"){edges{node{id slug title summary version voiceCount '
    "statementCount sameHereCount workedCount topics{id slug title}}}}}"
)
HOST = {"Host": "127.0.0.1"}
LIST = "/api/v1/entries/?kind=guide&limit=20"
PERSON = """
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from nexus.accounts.models import Person
person = Person.objects.create_user(email="bench@people.test", password="x", role="learner")
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.create()
print(session.session_key)
"""
PHONE = "phone (Lighthouse mobile, slow 4G): entry readable"
STREAMS = "1,000 idle streams"
# Asked first, so that the process knows the pages as one does that has run for a while.
FIRST = (
    "getting started,build a project,list of options,how to contribute,server settings,"
    "write a test,what is a container,read a file,user name and password,"
    "request and response,type of value,"
    "run in the background,version number,send a message,change the style,page not found"
).split(",")
# Each is asked once: no answer is asked for that was made before.
QUERIES = (
    "timeout,install configuration,error handling,docker compose,table of types,"
    "default value,command line options,environment variables,release notes,code of conduct,"
    "unit tests,http headers,json schema,memory usage,thread safe,plugin system,file format,"
    "date parsing,log level,regular expression,database migration,access token,retry policy,"
    "custom template,python version,keyboard shortcut,event loop,cache size,import module,"
    "security report"
).split(",")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; `against` is the name of the row that its rate is divided by."""

    what: str
    request: Request
    against: str = ""
    target: str = ""


def unpack(archive: Path | None, folder: Path, most: int) -> Path:
    """The pages as files of one folder; made up when no archive is given."""
    pages = folder / "pages"
    pages.mkdir()
    if archive is None:
        for number in range(most):
            part = f"\n\n## Part\n\nWord {number} and `code_{number}` of it.\n" * 30
            (pages / f"p{number:04}.md").write_text(f"# Page {number}{part}", "utf-8")
        return pages
    with zipfile.ZipFile(archive) as opened:
        names = [name for name in opened.namelist() if name.endswith(".md")]
        for number, name in enumerate(sorted(names)[:most]):
            (pages / f"p{number:04}.md").write_bytes(opened.read(name))
    return pages


def get(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        found: bytes = answer.read()
    return found


def import_pages(data: Path, pages: Path) -> float:
    """Seconds of `nexus import`, search index and evidence included."""
    command = [sys.executable, "-m", "nexus.cli.main", "import", str(pages)]
    env = {**os.environ, "NEXUS_DATA": str(data), "NEXUS_OPEN": "1"}
    began = time.perf_counter()
    subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def wait_until_idle(data: Path) -> None:
    """Until no job waits or runs."""
    deadline = time.monotonic() + 600
    query = "SELECT count(*) FROM jobs_job WHERE state IN ('queued', 'running')"
    with closing(sqlite3.connect(f"file:{data}/nexus.sqlite3?mode=ro", uri=True)) as database:
        while database.execute(query).fetchone()[0]:
            if time.monotonic() > deadline:
                raise TimeoutError("a job does not end")
            time.sleep(0.2)


def rows_of(
    hub: Server, fresh: Server, anew: Server, bare: Server, nginx: Server | None, key: str
) -> list[Row]:
    """Every row. `fresh` keeps no answers, `anew` no items of them either."""
    entry = json.loads(get(hub.port, LIST))["results"][0]["url"]
    # A page repeats its host, so the tag is asked for by the name that the clients use.
    asked = urllib.request.Request(f"http://127.0.0.1:{hub.port}{entry}", headers=HOST)
    with urllib.request.urlopen(asked) as answer:
        tag = answer.headers["ETag"]
    cookie = (f"Cookie: sessionid={key}",)
    entries = f"/graphql?query={quote(ENTRIES)}"
    page = "bare Django page"
    drf, graphene = "bare DRF list", "bare graphene"
    rows = [
        Row(page, Request(bare.port, "/articles/page-7", bare.pids)),
        Row(drf, Request(bare.port, "/api/articles/?limit=20", bare.pids)),
        Row(graphene, Request(bare.port, f"/graphql?query={quote(ARTICLES)}", bare.pids)),
        Row("anonymous page, cached", Request(hub.port, entry, hub.pids), page, "≥ 10"),
        Row(
            "304",
            Request(hub.port, entry, hub.pids, (f"If-None-Match: {tag}",), 304),
            "anonymous page, cached",
            "≥ 1",
        ),
        Row("anonymous page, uncached", Request(fresh.port, entry, fresh.pids), page),
        Row(
            "signed-in entry page, uncached",
            Request(hub.port, entry, hub.pids, cookie),
            page,
            "≥ 0.25, ≤ 8 queries",
        ),
        Row("REST list uncached", Request(fresh.port, LIST, fresh.pids), drf, "≥ 4"),
        Row("REST list uncached, fragments off", Request(anew.port, LIST, anew.pids), drf),
        Row("REST list cached", Request(hub.port, LIST, hub.pids), drf, "≥ 30"),
        Row("GraphQL uncached", Request(fresh.port, entries, fresh.pids), graphene, "≥ 1.5"),
        Row("GraphQL cached", Request(hub.port, entries, hub.pids), graphene, "≥ 30"),
    ]
    if nginx is not None:
        rows.insert(3, Row("nginx, the same page", Request(nginx.port, "/page.html", nginx.pids)))
        rows.append(
            Row(
                "anonymous page, cached, against nginx",
                Request(hub.port, entry, hub.pids),
                "nginx, the same page",
                "≥ 0.3",
            )
        )
    return rows


def is_asked(what: str, names: str) -> bool:
    """Does a comma-separated list name a row, by a part of its name? An empty one names all."""
    parts = [part.strip() for part in names.split(",") if part.strip()]
    return not parts or any(part in what for part in parts)


def restricted(rows: list[Row], names: str) -> list[Row]:
    """The rows that are asked for, and what they are held to."""
    asked = [row for row in rows if is_asked(row.what, names)]
    needed = {row.what for row in asked} | {row.against for row in asked}
    return [row for row in rows if row.what in needed]


def rounds(rows: list[Row], number: int, seconds: float, clients: int) -> dict[str, list[Measured]]:
    """Every row in each round, so that what else the machine does falls on all alike."""
    found: dict[str, list[Measured]] = {row.what: [] for row in rows}
    for _ in range(number):
        for row in rows:
            found[row.what].append(measure(row.request, seconds=seconds, clients=clients))
    return found


def searches(port: int, pids: tuple[int, ...]) -> Iterator[float]:
    """Seconds of single questions, one after the other on one connection."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as kept:
        for number, query in enumerate((*FIRST, *QUERIES)):
            began = time.perf_counter()
            kept.request("GET", f"/api/v1/search/?q={quote(query)}")
            answer = kept.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"the search was answered with {answer.status}")
            if number >= len(FIRST):
                yield time.perf_counter() - began


def session_of_somebody(data: Path) -> str:
    """The key of a session of somebody who is made in this hub."""
    settings = {"NEXUS_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PERSON],
        env={**os.environ, **settings},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def print_rates(
    rows: Sequence[Row], measured: Mapping[str, Sequence[Measured]], tell: Callable[..., None]
) -> None:
    """A line of the table for each row: requests a second, milliseconds, and its ratio."""
    rate = {what: statistics.median(m.rate for m in found) for what, found in measured.items()}
    print(f"| what | /s | median ms | p95 ms | CPU ms | ratio | target |\n|{'---|' * 7}")
    for row in rows:
        median, p95, cpu = (
            statistics.median(getattr(m, field) for m in measured[row.what])
            for field in ("median", "p95", "cpu_ms")
        )
        ratio = rate[row.what] / rate[row.against] if row.against else None
        shown = f"{ratio:.2f} × {row.against}" if ratio else ""
        print(
            f"| {row.what} | {rate[row.what]:,.0f} | {median * 1000:.2f} | {p95 * 1000:.2f} "
            f"| {cpu:.3f} | {shown} | {row.target} |"
        )
        more = {"ratio": round(ratio, 3), "against": row.against} if ratio else {}
        tell(row.what, rate[row.what], "requests/s", **more)


def print_phone(url: str, folder: Path, tell: Callable[..., None]) -> None:
    """The last line of the table: a measured time, or why there is none."""
    target = "≤ 1.5 s"
    try:
        seconds = readable_after(url, folder)
    except CannotMeasure as why:
        print(f"| {PHONE} | not measured: {why} | | | | | {target} |")
        tell(PHONE, None, "s", target=target, why=str(why))
        return
    print(f"| {PHONE} | {seconds:,.2f} s | | | | | {target} |")
    tell(PHONE, seconds, "s", target=target)


def print_streams(
    server: Server, page: str, asked: argparse.Namespace, tell: Callable[..., None]
) -> None:
    """Two lines of the table: what the streams hold, and a kept page beside them."""
    cost = cost_of_streams(
        server,
        page,
        number=1000,
        rounds=asked.rounds,
        seconds=asked.seconds,
        clients=asked.clients,
    )
    print(f"| {STREAMS}: memory | {cost.memory:,.1f} MB | | | | | ≤ 200 MB |")
    print(f"| {STREAMS}: threads | {cost.threads} | | | | | 0 |")
    print(f"| {STREAMS}: kept page | | | | | {cost.ratio:.2f} × without them | ≥ 0.9 |")
    tell(f"{STREAMS}: memory", cost.memory, "MB")
    tell(f"{STREAMS}: threads", cost.threads, "threads")
    tell(f"{STREAMS}: kept page", cost.ratio, "ratio", against="without them")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--archive", type=Path, help="a zip of Markdown pages")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--only", default="", help="rows, by a part of each: 'REST,GraphQL'")
    asked = parser.parse_args()
    told: list[dict[str, object]] = []

    def tell(what: str, value: float | None, unit: str, **more: object) -> None:
        rounded = None if value is None else round(value, 4)
        told.append({"what": what, "value": rounded, "unit": unit, **more})

    with TemporaryDirectory(prefix="nexus-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        pages = unpack(asked.archive, folder, asked.pages)
        data = folder / "data"
        hub = stack.enter_context(servers.hub(data))
        wait_until_idle(data)
        took = import_pages(data, pages)
        wait_until_idle(data)
        idle = memory_mb(hub.pids)
        key = session_of_somebody(data)
        fresh = stack.enter_context(servers.web(data, NEXUS_PAGE_CACHE_MB="0"))
        off = {"NEXUS_PAGE_CACHE_MB": "0", "NEXUS_FRAGMENT_CACHE_MB": "0"}
        anew = stack.enter_context(servers.web(data, **off))
        bare = stack.enter_context(servers.bare(folder, pages))
        entry = json.loads(get(hub.port, LIST))["results"][0]["url"]
        nginx = stack.enter_context(servers.nginx(folder, get(hub.port, entry)))
        rows = restricted(rows_of(hub, fresh, anew, bare, nginx, key), asked.only)
        measured = rounds(rows, asked.rounds, asked.seconds, asked.clients)
        print_rates(rows, measured, tell)
        found = sorted(searches(fresh.port, fresh.pids))
        after = memory_mb(hub.pids)
        one = f"{len(list(pages.iterdir())):,} pages"
        for what, value, unit in (
            ("search over HTTP, uncached", 1000 * statistics.median(found), "ms"),
            ("memory, idle", idle, "MB"),
            ("memory, after the load", after, "MB"),
            (f"import of {one}", took, "s"),
        ):
            print(f"| {what} | {value:,.1f} {unit} | | | | | |")
            tell(what, value, unit)
        if is_asked(STREAMS, asked.only):
            print_streams(stack.enter_context(servers.web(data)), entry, asked, tell)
        if is_asked(PHONE, asked.only):
            print_phone(f"http://127.0.0.1:{hub.port}{entry}", folder, tell)
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps({"rows": told}, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
