"""One request to an address that somebody gave: to numbers that were looked at, and bounded."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from nexus.common.outside import Server, find_server

CONNECT_SECONDS = 5.0
# For all of it: who sends a byte now and then would hold a thread without end.
DEADLINE_SECONDS = 15.0
MOST_NUMBERS = 3


@dataclass(frozen=True, slots=True)
class Answered:
    """What a server answered; of its body nothing is read."""

    status: int
    retry_after: int = 0
    location: str = ""


class Unanswered(Exception):
    """No answer came; the text is a sentence for who gave the address."""


class PinnedConnection(http.client.HTTPConnection):
    """Connects to the numbers of a server that was looked at, and to no other; follows nothing."""

    def __init__(self, server: Server, *, tls: bool, deadline: float) -> None:
        super().__init__(server.host, server.port, timeout=deadline)
        self.server = server
        self.deadline = deadline
        self.tls = tls
        self.is_late = False

    def connect(self) -> None:
        self.sock = connect_to(self.server)
        self.sock.settimeout(self.deadline)
        if self.tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.server.host, do_handshake_on_connect=False
            )
        # From here on it is the socket that `end` ends; it may have come before.
        if self.is_late:
            raise TimeoutError
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def end(self) -> None:
        """From another thread: whoever waits for the socket is woken."""
        self.is_late = True
        if self.sock is not None:
            with suppress(OSError):  # closed meanwhile
                # Not TLS's own, which would take its state from who reads.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def connect_to(server: Server) -> socket.socket:
    error: OSError = OSError("no number")
    for number in server.numbers[:MOST_NUMBERS]:
        try:
            return socket.create_connection((number, server.port), CONNECT_SECONDS)
        except OSError as failed:
            error = failed
    raise error


def ask(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str],
    allowed: Collection[str] = (),
    deadline: float = DEADLINE_SECONDS,
) -> Answered:
    """Ask once, and follow nothing. `allowed` are hosts that the operator trusts.

    Raises Unanswered, and Invalid where the address may not be asked.
    """
    server = find_server(url, what="The address", allowed=allowed)
    parts = urlsplit(url)
    connection = PinnedConnection(server, tls=parts.scheme == "https", deadline=deadline)
    # What shares the host of another port or the default one, `Host` tells as browsers do.
    connection.default_port = 443 if connection.tls else 80
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    timer = threading.Timer(deadline, connection.end)
    timer.daemon = True
    timer.start()
    try:
        connection.request(method, target, body, dict(headers))
        response = connection.getresponse()
        if connection.is_late:  # what was cut off here and there still reads like an answer
            raise TimeoutError
        return Answered(
            response.status,
            seconds_of(response.getheader("Retry-After")),
            response.getheader("Location") or "",
        )
    except ssl.SSLCertVerificationError as error:
        raise Unanswered("The certificate of its server is not valid.") from error
    except ConnectionRefusedError as error:
        raise Unanswered("Its server does not answer: the connection was refused.") from error
    except (OSError, http.client.HTTPException) as error:
        late = connection.is_late or isinstance(error, TimeoutError)
        words = "did not answer in time" if late else "did not answer in HTTP"
        raise Unanswered(f"Its server {words}.") from error
    finally:
        timer.cancel()
        connection.close()


def seconds_of(header: str | None) -> int:
    """A number of seconds, at most a day; dates are not looked at."""
    text = (header or "").strip()
    return min(int(text), 86_400) if text.isascii() and text.isdigit() and len(text) < 9 else 0
