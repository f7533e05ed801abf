"""Who uses the hub on a real day, for locust: nine of ten requests are anonymous reads."""

from __future__ import annotations

import random
import socket
import time
import uuid
from typing import Any, ClassVar
from urllib.parse import urlsplit

from locust import FastHttpUser, constant_throughput, task

QUESTIONS = (
    "select_related n+1,cors blocked,worker does not see new code,rate limit 429,celery eta,"
    "migration conflict,jwt expired,docker port in use,redis cache stale,websocket closes,"
    "pagination cursor,csrf token missing,timezone naive,serializer nested,async view blocks"
).split(",")
PAGES = (
    "/",
    "/challenges/",
    "/technologies/",
    "/concepts/",
    "/practices/",
    "/guides/",
    "/topics/",
    "/challenges/n-plus-one-queries",
    "/technologies/django",
    "/technologies/redis",
    "/practices/unit-tests",
    "/guides/your-first-hour",
    "/api/v1/entries/?limit=10",
    "/api/v1/topics/",
)
LEAD = "## Symptom\n\nIt stalls.\n\n## Cause\n\nA lock.\n\n## Fix\n\nShorten it.\n"
# Requests a second of one user: pauses are part of a day, and keep the offered load known.
EACH = 1.0


class Person(FastHttpUser):
    """Set by the run: the hub's address, a token, an entry to edit."""

    abstract = True
    token: ClassVar[str] = ""
    wait_time = constant_throughput(EACH)

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class Anonymous(Person):
    """Reads kept pages; every eleventh time asks something, now and then in new words."""

    weight = 90

    @task(82)
    def read(self) -> None:
        self.client.get(random.choice(PAGES), name="anonymous page")

    @task(8)
    def search(self) -> None:
        words = random.choice(QUESTIONS)
        if random.random() < 0.3:
            words = f"{words} {uuid.uuid4().hex[:4]}"
        self.client.get("/search/", params={"q": words}, name="search")


class SignedIn(Person):
    """Reads with a token: nothing of it is kept before Django."""

    weight = 6

    @task
    def read(self) -> None:
        path = random.choice(PAGES[-2:])
        self.client.get(path, headers=self.headers(), name="signed-in read")

    @task
    def ask(self) -> None:
        query = "{ entries(first: 10) { edges { node { title kind } } } }"
        self.client.post(
            "/graphql", json={"query": query}, headers=self.headers(), name="signed-in GraphQL"
        )


class Writer(Person):
    """Creates entries, adds solutions, imports a page."""

    weight = 2
    entry: ClassVar[str] = ""

    def post(self, path: str, data: dict[str, Any], name: str) -> None:
        headers = {**self.headers(), "Idempotency-Key": uuid.uuid4().hex}
        self.client.post(path, json=data, headers=headers, name=name)

    @task(3)
    def create(self) -> None:
        title = f"Day {uuid.uuid4().hex[:10]}"
        body = {"kind": "challenge", "title": title, "lead": LEAD}
        self.post("/api/v1/entries/", body, "write")

    @task(3)
    def solve(self) -> None:
        text = f"Shorten {uuid.uuid4().hex[:10]}"
        self.post(f"/api/v1/entries/{self.entry}/solutions/", {"text": text}, "write")

    @task(1)
    def bring(self) -> None:
        name = uuid.uuid4().hex[:10]
        text = f"# {name}\n\n## Best practices\n\n- Always stamp the {name} first.\n"
        self.post("/api/v1/imports/", {"text": text, "name": f"{name}.md"}, "import")


class Listener(Person):
    """Opens the stream of changes, hears its beginning, leaves."""

    weight = 2

    @task
    def listen(self) -> None:
        parts = urlsplit(str(self.host))
        began, wrong, data = time.perf_counter(), None, b""
        try:
            with socket.create_connection((parts.hostname, parts.port), timeout=10) as stream:
                lines = ["GET /api/v1/events HTTP/1.1", f"Host: {parts.netloc}"]
                lines += [f"{name}: {value}" for name, value in self.headers().items()]
                stream.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
                data = stream.recv(1 << 12)
            status = data.split(b" ", 2)[1].decode() if data else "none"
            wrong = None if status == "200" else RuntimeError(f"status {status}")
        except OSError as error:
            wrong = error
        self.environment.events.request.fire(
            request_type="GET",
            name="stream",
            response_time=(time.perf_counter() - began) * 1000,
            response_length=len(data),
            exception=wrong,
            context={},
        )
