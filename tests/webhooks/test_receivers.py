"""A hub is no way into its own network: addresses, names that move, redirects, slow servers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.common.errors import Invalid
from nexus.common.outside import is_outside
from nexus.webhooks import requests
from nexus.webhooks.models import Delivery, Webhook
from nexus.webhooks.services import create_webhook
from tests.webhooks.conftest import Hook, send_all
from tests.webhooks.receiver import Receiver
from tests.webhooks.test_sending import write

pytestmark = pytest.mark.django_db
Follow = Callable[[], list[Delivery]]
# At five in a second they last twenty times as long as the deadline of the test.
DROPS = 100
PRIVATE = "The address is on a private network. An operator can allow its host."


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that accepts, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "Give an address"),
        ("ftp://a.example/", "Give an address"),
        ("https://", "Give an address"),
        ("https://a b.example/", "Give an address"),
        ("https://me:secret@a.example/", "Give an address"),
        ("https://a.example/#part", "Give an address"),
        ("https://a.example:99999/", "Give an address"),
        ("https://a.example:0/", "Give an address"),
        ("https://a.example/\r\nX-Header: 1", "Give an address"),
        ("https://a.example/" + "a" * 500, "Give an address"),
        ("http://a.example/", "must begin with https://"),
        ("https://127.0.0.1/", "private network"),
        ("https://10.0.0.7/", "private network"),
        ("https://[::1]/", "private network"),
        ("https://[::ffff:10.0.0.7]/", "private network"),
        ("https://[64:ff9b::a00:7]/", "private network"),
        ("https://169.254.169.254/latest/meta-data/", "private network"),
    ],
)
def test_addresses_that_are_refused(learner: Person, url: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_webhook(actor=learner, name="x", url=url, kinds=["entry"])
    assert words in refused.value.fields["url"]
    assert Webhook.objects.count() == 0


@pytest.mark.parametrize(
    ("number", "outside"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("2002:a00:7::", False),
        ("64:ff9b::5db8:d822", True),
    ],
)
def test_what_is_outside(number: str, outside: bool) -> None:
    assert is_outside(number) is outside


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1"])
def test_names_and_numbers_that_lead_inside_are_not_asked(
    hook: Hook, follow: Follow, learner: Person, receiver: Receiver, host: str
) -> None:
    hook(learner)
    Webhook.objects.update(url=f"http://{host}:{receiver.port}/")
    write(learner)
    (delivery,) = follow()
    send_all()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.error) == ("waiting", None, PRIVATE)
    assert receiver.got == []


def answers(*numbers: str) -> list[tuple[Any, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 0)) for number in numbers]


def test_one_private_number_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: answers("93.184.216.34", "10.0.0.7")
    )
    with pytest.raises(Invalid, match="private network"):
        requests.post("https://moving.example/", b"{}", {})


def test_a_name_that_moves_is_asked_where_it_was_looked_at(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    """Public when it is looked up, this machine a moment later: the first answer is what counts."""
    asked: list[str] = []
    tried: list[tuple[str, int]] = []
    connect = socket.create_connection

    def resolve(host: str, *_: Any, **__: Any) -> Any:
        asked.append(host)
        return answers("93.184.216.34" if len(asked) == 1 else "127.0.0.1")

    def refuse(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        tried.append(address)
        if address[0] == "127.0.0.1":
            return connect(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(requests.Unanswered, match="the connection was refused"):
        requests.post(f"https://moving.example:{receiver.port}/", b"{}", {})
    assert (asked, tried) == (["moving.example"], [("93.184.216.34", receiver.port)])
    assert receiver.got == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(
    hook: Hook, follow: Follow, learner: Person, receiver: Receiver, status: int
) -> None:
    hook(learner)
    receiver.statuses = [status]
    receiver.headers = {"Location": f"http://localhost:{receiver.port}/inside"}
    write(learner)
    (delivery,) = follow()
    send_all()
    delivery.refresh_from_db()
    assert [got.path for got in receiver.got] == ["/hooks?from=nexus"]
    assert delivery.error == (
        f"It answered {status}: redirects are not followed. Give the address it leads to."
    )


def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(Invalid, match=r"there is no “nobody\.invalid”"):
        requests.post("https://nobody.invalid/", b"{}", {})


def test_nobody_listens(settings: Any) -> None:
    settings.NEXUS_WEBHOOK_HOSTS = ["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(requests.Unanswered, match="the connection was refused"):
        requests.post(f"http://127.0.0.1:{port}/", b"{}", {})


def test_who_sends_a_byte_now_and_then_is_not_waited_for(
    settings: Any, silent: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NEXUS_WEBHOOK_HOSTS = ["127.0.0.1"]
    monkeypatch.setattr(requests, "DEADLINE_SECONDS", 1.0)
    stop = threading.Event()

    def drip() -> None:
        """An answer in the end, for who waits that long."""
        connection, _ = silent.accept()
        with connection, suppress(OSError):
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(DROPS):
                if stop.wait(0.2):
                    return
                connection.sendall(b"a")
            connection.sendall(b"\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        with pytest.raises(requests.Unanswered, match="did not answer in time"):
            requests.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
    finally:
        stop.set()
        thread.join()


def test_what_is_no_http(settings: Any, silent: socket.socket) -> None:
    settings.NEXUS_WEBHOOK_HOSTS = ["127.0.0.1"]

    def mumble() -> None:
        connection, _ = silent.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")

    thread = threading.Thread(target=mumble)
    thread.start()
    with pytest.raises(requests.Unanswered, match="did not answer in HTTP"):
        requests.post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
    thread.join()


def test_a_certificate_of_nobody(settings: Any, silent: socket.socket) -> None:
    """TLS is spoken, and what does not speak it is no receiver."""
    settings.NEXUS_WEBHOOK_HOSTS = ["127.0.0.1"]

    def mumble() -> None:
        connection, _ = silent.accept()
        with connection:
            assert connection.recv(3)[:1] == b"\x16"  # a TLS handshake
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    thread = threading.Thread(target=mumble)
    thread.start()
    with pytest.raises(requests.Unanswered):
        requests.post(f"https://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
    thread.join()
