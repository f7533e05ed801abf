"""The product itself, started as `make run` starts it, in a data folder of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
PASSWORD = "correct horse battery staple"
PEOPLE = """
import django
django.setup()
from nexus.accounts.models import Person
for role in ("learner", "mentor", "maintainer"):
    Person.objects.create_user(
        email=f"{role}@people.test", password="%s", role=role, name=f"Test {role}"
    )
"""


@dataclass(slots=True)
class Hub:
    """A running hub; `environment` starts commands on the same data."""

    url: str
    data: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def read(self, path: str) -> Any:
        """JSON of an address, as nobody."""
        with urlopen(f"{self.url}{path}", timeout=10) as answer:
            return json.load(answer)

    def run(self, *command: str) -> None:
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(what: str, condition: Any) -> None:
    """Ask until it is so; fails when patience ends."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.1)


def start_hub(data: Path) -> Hub:
    """`nexus up` with the real content, once the example cohort is in."""
    port = free_port()
    environment = {
        **os.environ,
        "NEXUS_DATA": str(data),
        "PORT": str(port),
        "NEXUS_NO_LIMITS": "1",
        "NEXUS_WEBHOOK_HOSTS": "127.0.0.1",  # where the receivers of tests listen
    }
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    for name in ("DATABASE_URL", "CACHE_URL", "BROKER_URL", "NEXUS_OPEN"):
        environment.pop(name, None)
    with (data / "up.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "nexus.cli.main", "up"],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    hub = Hub(f"http://127.0.0.1:{port}", data, environment, process)
    wait_for("the hub answers", lambda: is_ready(hub))
    hub.run(sys.executable, "-c", PEOPLE % PASSWORD)
    wait_for("the example cohort is in", lambda: voices_of(hub) > 0)
    return hub


def is_ready(hub: Hub) -> bool:
    if hub.process.poll() is not None:
        raise RuntimeError((hub.data / "up.log").read_text("utf-8"))
    try:
        return bool(hub.read("/readyz")["status"] == "ok")
    except (URLError, ConnectionError):
        return False


def voices_of(hub: Hub) -> int:
    """Evidence is written last: one well-known entry has voices once all are in."""
    found = hub.read("/api/v1/search/?q=n-plus-one&kind=challenge")["results"]
    return int(found[0]["entry"]["statement_count"]) if found else 0
