"""A whole hub on services of its own, with a client at work: what every case is given."""

from __future__ import annotations

import json
import secrets
import signal
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.matrix.client import Load, ask
from tests.faults.matrix.ledger import Ledger
from tests.faults.matrix.servers import Postgres, RabbitMQ, Redis, free_port
from tests.faults.processes import Hub, wait_for
from tests.faults.stores import Database
from tests.faults.visitor import Visitor

RECOVERS_WITHIN = 30.0


@dataclass(slots=True)
class Stack:
    """Services, hub, client and ledger."""

    postgres: Postgres
    redis: Redis
    rabbitmq: RabbitMQ
    hub: Hub
    database: Database
    token: str

    @contextmanager
    def load(self) -> Iterator[tuple[Load, Ledger]]:
        """A client at work, with a ledger of its own."""
        ledger = Ledger(f"q{secrets.token_hex(3)}")
        load = Load(self.hub, self.token, ledger)
        load.start()
        try:
            wait_for("the first writes", lambda: ledger.count() > 5)
            yield load, ledger
        finally:
            load.stop()

    def job_runs(self) -> None:
        """Something new is brought in and is there."""
        body = {"text": "# Again\n\nWords.\n", "name": f"{secrets.token_hex(6)}.md"}

        def bring() -> int:
            answer = ask(
                self.hub, "POST", "/api/v1/imports/", body, Authorization=f"Bearer {self.token}"
            )
            return int(answer.json()["job"]["id"].rpartition("-")[2]) if answer.status == 202 else 0

        job = wait_for("an import is accepted", bring, seconds=90)
        query = f"SELECT state FROM jobs_job WHERE id = {job}"
        wait_for("its job is done", lambda: self.database.one(query) == "done", seconds=120)

    def recovered_in(self, since: float) -> float:
        """Seconds from the end of a fault until the hub writes and works again."""
        self.job_runs()
        return time.monotonic() - since


def make_token(hub: Hub) -> str:
    """As the maintainer makes one on their page."""
    visitor = Visitor(hub)
    visitor.sign_in()
    csrf = next(c.value for c in visitor.cookies if c.name == "csrftoken") or ""
    address = f"{hub.address}/api/v1/me/tokens/"
    request = urllib.request.Request(address, json.dumps({"name": "faults"}).encode())
    request.add_header("Content-Type", "application/json")
    request.add_header("Referer", hub.address)
    request.add_header("X-CSRFToken", csrf)
    with visitor.opener.open(request, timeout=30) as answer:
        return str(json.load(answer)["secret"])


@contextmanager
def stack(folder: Path) -> Iterator[Stack]:
    """Started once for all cases, and nothing of it is left."""
    postgres, redis = Postgres(folder / "postgres"), Redis(folder / "redis")
    rabbitmq = RabbitMQ(folder / "rabbitmq")
    hub = None
    # Asked to end, the servers are taken down too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        for server in (postgres, redis, rabbitmq):
            server.start()
        variables = {
            "DATABASE_URL": postgres.url,
            "CACHE_URL": redis.url,
            "BROKER_URL": rabbitmq.url,
            "NEXUS_OPEN": "1",
        }
        data = folder / "hub"
        data.mkdir()
        hub = Hub(data, free_port(), variables)
        hub.start()
        yield Stack(postgres, redis, rabbitmq, hub, Database(postgres.url), make_token(hub))
    finally:
        if hub is not None:
            hub.stop()
        rabbitmq.close()
        redis.stop()
        postgres.stop()
