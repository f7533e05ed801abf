"""A hub of real processes: one that keeps answers, one on the same data that keeps none."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.conftest import free_port
from tests.faults.processes import ROOT, Hub, wait_for
from tests.faults.stores import own_cache, own_database

ROLES = {"learner": "learner", "other": "learner", "mentor": "mentor", "maintainer": "maintainer"}
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
# A message for the next page is signed with the second it was written in.
SECOND = re.compile(r"\b(messages=[^:;]*):[^:;]+:[^:;]+")
# What the two may differ in: how an answer came about, and when.
OF_THE_WAY = frozenset({"cache-status", "date", "x-request-id"})


@dataclass(frozen=True, slots=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def way(self) -> str:
        """How the answer came about."""
        return self.headers.get("cache-status", "")

    def same(self) -> tuple[int, dict[str, str], bytes]:
        """All that must not depend on the way."""
        kept = {k: v for k, v in self.headers.items() if k not in OF_THE_WAY}
        if kept.get("set-cookie", "").startswith("csrftoken="):
            kept["set-cookie"] = "csrftoken"  # by chance, each time another
        elif "set-cookie" in kept:
            kept["set-cookie"] = SECOND.sub(r"\1", kept["set-cookie"])
        return self.status, kept, TOKEN.sub(rb"\1", self.body)


@dataclass(slots=True)
class Web:
    """One web process; asks over one connection, as a browser does."""

    port: int
    connection: http.client.HTTPConnection | None = None

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        token: str = "",
        data: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Got:
        sent = dict(headers or {})
        # The two answer to one name, so that no address in an answer tells them apart.
        sent.setdefault("Host", "127.0.0.1")
        if token:
            sent["Authorization"] = f"Bearer {token}"
        body = None
        if data is not None:
            body, sent["Content-Type"] = json.dumps(data).encode(), "application/json"
        for last in (False, True):
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                self.connection.request(method, path, body=body, headers=sent)
                answer = self.connection.getresponse()
                names = {k.lower(): v for k, v in answer.getheaders()}
                return Got(answer.status, names, answer.read())
            except (ConnectionError, http.client.HTTPException):
                self.connection = None
                if last:
                    raise
        raise AssertionError


@dataclass(slots=True)
class Pair:
    """Both web processes, and the people whom the tests know."""

    hub: Hub
    kept: Web
    fresh: Web
    writer: subprocess.Popen[str]
    people: dict[str, tuple[int, str]] = field(default_factory=dict)

    def token(self, who: str) -> str:
        return self.people[who][1] if who else ""

    def pk(self, who: str) -> int:
        return self.people[who][0]

    def write(self, name: str, /, **arguments: Any) -> Any:
        """Let the other process write; what it answers, or None when that was refused."""
        assert self.writer.stdin is not None
        assert self.writer.stdout is not None
        self.writer.stdin.write(json.dumps([name, arguments]) + "\n")
        self.writer.stdin.flush()
        told = json.loads(self.writer.stdout.readline() or "{}")
        return told.get("done")

    def python(self, code: str) -> int:
        """Run a program in another process on the same data; how it ended."""
        command = [sys.executable, "-c", code]
        return subprocess.run(command, env=self.hub.environment, cwd=ROOT).returncode

    def settled(self, path: str, *, since: float, within: float = 1.0) -> Got:
        """The kept answer once it is what the hub would answer anew.

        So it is for whoever asks a second after a write; how long the answer takes does not count.
        """
        asked = time.monotonic()
        while (kept := self.kept.ask(path)).same() != (fresh := self.fresh.ask(path)).same():
            late = asked - since
            assert late < within, f"{path} is old after {late:.2f} s: {differ(kept, fresh)}"
            asked = time.monotonic()
        return kept


def differ(one: Got, two: Got) -> str:
    """Where two answers differ, in few words."""
    if one.status != two.status or one.same()[1] != two.same()[1]:
        return f"{one.status} {one.headers} / {two.status} {two.headers}"
    at = next((i for i, (a, b) in enumerate(zip(one.body, two.body, strict=False)) if a != b), -1)
    around = slice(max(0, at - 80), at + 80)
    return f"{one.body[around]!r} / {two.body[around]!r}"


@contextmanager
def pair_of(folder: Path, *, idle: bool = True, **variables: str) -> Iterator[Pair]:
    """Two web processes on one data folder, on the profile that the tests run on.

    With `idle`, once the example cohort is in.
    """
    with ExitStack() as stack:
        if os.environ.get("DATABASE_URL") and "DATABASE_URL" not in variables:
            variables["DATABASE_URL"] = stack.enter_context(own_database())
        if os.environ.get("CACHE_URL") and "CACHE_URL" not in variables:
            variables["CACHE_URL"] = stack.enter_context(own_cache())
        hub = Hub(folder, free_port(), {"NEXUS_OPEN": "1", "NEXUS_NO_LIMITS": "1", **variables})
        stack.callback(hub.stop)
        hub.start()
        port = free_port()
        other = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws"),
                *("--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"),
                "config.asgi:application",
            ],
            env={**hub.environment, "NEXUS_PAGE_CACHE_MB": "0", "NEXUS_FRAGMENT_CACHE_MB": "0"},
            cwd=ROOT,
            start_new_session=True,
        )
        stack.callback(lambda: (other.terminate(), other.wait(30)))
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.live.writer"],
            env=hub.environment,
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        stack.callback(lambda: (writer.terminate(), writer.wait(30)))
        pair = Pair(hub, Web(hub.port), Web(port), writer)
        wait_for("the other web process answers", answers(pair.fresh))
        for name, role in ROLES.items():
            pk, token = pair.write("make_person", role=role, name=name)
            pair.people[name] = pk, token
        if idle:
            wait_for("the example cohort is in", lambda: is_idle(pair), seconds=120)
        yield pair


def answers(web: Web) -> Callable[[], bool]:
    def look() -> bool:
        try:
            return web.ask("/readyz").status == 200
        except OSError:
            return False

    return look


def is_idle(pair: Pair) -> bool:
    jobs = pair.kept.ask("/api/v1/jobs/", token=pair.token("maintainer")).json()["results"]
    return bool(jobs) and all(j["state"] in ("done", "failed", "cancelled") for j in jobs)
