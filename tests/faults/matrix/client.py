"""People and programs who use the hub while it is hurt: they write, edit, import and read."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.faults.matrix.ledger import Ledger
from tests.faults.pages import page
from tests.faults.processes import Hub

LEAD = "## Symptom\n\nIt stalls.\n\n## Cause\n\nA lock.\n\n## Fix\n\nShorten it.\n"
PATHS = ("/", "/challenges/", "/technologies/", "/api/v1/entries/?limit=5", "/practices/")
AWAY = {0, 502, 503}
ENDED = {"done", "failed", "cancelled"}
LONGEST_WATCH = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Status 0: nobody answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    hub: Hub, method: str, path: str, data: Any = None, timeout: float = 30, **headers: str
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=timeout)
    body = None if data is None else json.dumps(data)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        sent["Content-Type"] = "application/json"
    try:
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read())
    except (OSError, http.client.HTTPException):
        return Answer(0, {}, b"")
    finally:
        connection.close()


class Load:
    """Threads that go on until stopped; what surprises them is kept for the table."""

    def __init__(self, hub: Hub, token: str, ledger: Ledger) -> None:
        self.hub, self.ledger = hub, ledger
        self.token = f"Bearer {token}"
        self.stopping = threading.Event()
        self.reads: Counter[tuple[str, int]] = Counter()
        self.badly: list[str] = []
        self.threads = [
            threading.Thread(target=self.go_on, args=[work, pause], daemon=True)
            for work, pause in (
                (self.write, 0.4),
                (self.edit, 0.8),
                (self.solve, 1.0),
                (self.bring, 2.0),
                (self.read, 0.1),
            )
        ]
        self.entry = self.until_acknowledged("/api/v1/entries/", self.entry_body("base"))["id"]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join(90)

    def go_on(self, work: Callable[[], None], pause: float) -> None:
        chance = random.Random(work.__name__)
        while not self.stopping.wait(pause * chance.uniform(0.5, 1.5)):
            work()

    def word(self) -> str:
        return f"{self.ledger.mark}{uuid.uuid4().hex[:12]}"

    def entry_body(self, word: str) -> dict[str, Any]:
        return {"kind": "challenge", "title": word, "lead": LEAD}

    def post(self, path: str, data: Any) -> Answer:
        """Asked again with the same key until somebody says what became of it."""
        key = uuid.uuid4().hex
        while True:
            answer = ask(
                self.hub, "POST", path, data, Authorization=self.token, Idempotency_Key=key
            )
            self.look_at(answer)
            if answer.status not in AWAY and answer.status != 409:
                return answer
            if self.stopping.is_set() and answer.status in AWAY:
                return answer
            time.sleep(0.2)

    def until_acknowledged(self, path: str, data: Any) -> Any:
        answer = self.post(path, data)
        assert answer.status in {201, 202}, (answer.status, answer.body[:300])
        return answer.json()

    def look_at(self, answer: Answer) -> None:
        """A hub without its database says so in the form of its API, and when to come again."""
        if answer.status == 503 and (
            "retry-after" not in answer.headers
            or answer.headers.get("content-type") != "application/problem+json"
        ):
            self.badly.append(f"503 as {answer.headers.get('content-type')}")
        elif answer.status >= 500 and answer.status != 503:
            self.badly.append(f"{answer.status} {answer.body[:120]!r}")

    def write(self) -> None:
        word = self.word()
        if self.post("/api/v1/entries/", self.entry_body(word)).status == 201:
            self.ledger.acknowledge("entry", word)

    def edit(self) -> None:
        """Without a key: what nobody acknowledged is not counted, whatever became of it."""
        path = f"/api/v1/entries/{self.entry}/"
        source = ask(self.hub, "GET", f"{path}source/", Authorization=self.token)
        if source.status != 200:
            return
        word = self.word()
        body = {"lead": f"{LEAD}\n{word}\n", "note": word}
        etag = source.headers["etag"]
        answer = ask(self.hub, "PUT", path, body, Authorization=self.token, If_Match=etag)
        self.look_at(answer)
        if answer.status == 200:
            self.ledger.acknowledge("edit", word)

    def solve(self) -> None:
        word = self.word()
        path = f"/api/v1/entries/{self.entry}/solutions/"
        if self.post(path, {"text": word}).status == 201:
            self.ledger.acknowledge("solution", word)

    def bring(self) -> None:
        word = self.word()
        text = page(word, random.randrange(10**4))
        answer = self.post("/api/v1/imports/", {"text": text, "name": f"{word}.md"})
        if answer.status == 202:
            job = answer.json()["job"]["id"]
            self.ledger.acknowledge("import", f"{word}.md", int(job.rpartition("-")[2]))
            self.watch(f"/api/v1/jobs/{job}/")

    def watch(self, path: str) -> None:
        """As a person does, before they bring the next: what waits stays within bounds."""
        ends = time.monotonic() + LONGEST_WATCH
        while not self.stopping.wait(0.5) and time.monotonic() < ends:
            answer = ask(self.hub, "GET", path, timeout=10, Authorization=self.token)
            if answer.status == 200 and answer.json()["state"] in ENDED:
                return

    def read(self) -> None:
        path = random.choice(PATHS)
        answer = ask(self.hub, "GET", path, timeout=10)
        self.reads[(path, answer.status)] += 1
        if answer.status >= 500 and answer.status != 503:
            self.badly.append(f"{answer.status} at {path}")
