"""The hub that is measured, on either profile, with all that takes part in its requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults.matrix.servers import Server, free_port
from tests.faults.matrix.stack import make_token, stack
from tests.faults.processes import Hub

PROFILES = ("services", "embedded")


@dataclass(frozen=True, slots=True)
class Site:
    """A hub, a token of its maintainer, and the services it stands on by name."""

    hub: Hub
    token: str
    services: Sequence[tuple[str, Server]]


@contextmanager
def site(folder: Path, profile: str) -> Iterator[Site]:
    """Started for this run; nothing of it is left."""
    if profile == "services":
        with stack(folder) as on:
            named = (("PostgreSQL", on.postgres), ("Redis", on.redis), ("RabbitMQ", on.rabbitmq))
            yield Site(on.hub, on.token, named)
        return
    data = folder / "hub"
    data.mkdir()
    hub = Hub(data, free_port(), {"NEXUS_OPEN": "1"})
    try:
        hub.start()
        yield Site(hub, make_token(hub), ())
    finally:
        hub.stop()
