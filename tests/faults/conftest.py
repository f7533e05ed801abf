"""A hub per profile, with nothing in it that another test or person uses."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.faults.processes import Hub
from tests.faults.stores import Database, own_broker, own_cache, own_database
from tests.mail import server as mail_server
from tests.mail.server import MailServer

# Continuous integration takes a bounded case; the full one is NEXUS_FAULTS_PAGES=1000.
PAGES = int(os.environ.get("NEXUS_FAULTS_PAGES") or 40)
SERIES = count()


@dataclass(frozen=True, slots=True)
class Running:
    """A hub that is up, and its database."""

    hub: Hub
    database: Database
    profile: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def series() -> str:
    """A name for the pages of one test."""
    return f"kx{chr(ord('a') + next(SERIES) % 26)}"


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    """Where the hub sends its mail."""
    with mail_server.running() as server:
        yield server


def mail_to(server: MailServer) -> dict[str, str]:
    return {
        "NEXUS_MAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "NEXUS_MAIL_FROM": "hub@hub.example",
    }


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory, mail: MailServer) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("embedded")
    hub = Hub(folder, free_port(), mail_to(mail))
    try:
        hub.start()
        yield Running(hub, Database(folder / "nexus.sqlite3"), "embedded")
    finally:
        hub.stop()


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, mail: MailServer) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("services")
    with ExitStack() as stack:
        database = stack.enter_context(own_database())
        variables = {
            "DATABASE_URL": database,
            "CACHE_URL": stack.enter_context(own_cache()),
            "BROKER_URL": stack.enter_context(own_broker()),
            **mail_to(mail),
        }
        hub = Hub(Path(folder), free_port(), variables)
        stack.callback(hub.stop)
        hub.start()
        yield Running(hub, Database(database), "services")
