"""What is asked elsewhere ends at its deadline, wherever that finds it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from nexus.common.asking import PinnedConnection, ask
from nexus.common.errors import Invalid
from nexus.common.outside import Server


@pytest.fixture
def silent() -> Iterator[Server]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield Server("localhost", listening.getsockname()[1], ["127.0.0.1"])


@pytest.mark.parametrize("tls", [False, True])
def test_a_deadline_that_passes_while_connecting_holds(silent: Server, tls: bool) -> None:
    connection = PinnedConnection(silent, tls=tls, deadline=30)
    connection.end()
    with pytest.raises(TimeoutError):
        connection.connect()
    connection.close()


def test_an_end_that_comes_after_all_is_over_is_quiet(silent: Server) -> None:
    connection = PinnedConnection(silent, tls=False, deadline=30)
    connection.connect()
    held = connection.sock
    held.close()
    connection.end()
    assert connection.is_late


@pytest.mark.parametrize(
    "address",
    ["https://[::1/x", "https://[x]/", "https://git.example:99999/", "https://git.example:port/"],
)
def test_an_address_that_cannot_be_read_is_no_traceback(address: str) -> None:
    with pytest.raises(Invalid, match=r"^The address cannot be read: its host or its port is none"):
        ask("GET", address, headers={})
