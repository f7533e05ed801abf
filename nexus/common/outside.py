"""Other servers that the hub asks because somebody gave their address.

A hub must not be a way around a firewall. What was looked at is what has to be asked: a name may
lead elsewhere a moment later. So callers connect to the numbers that are returned, and follow no
redirects.
"""

from __future__ import annotations

import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from nexus.common.errors import Invalid

# RFC 6052: an IPv4 address within an IPv6 one, which a translator of the network may follow.
TRANSLATED = IPv6Network("64:ff9b::/96")


class Inside(Invalid):
    """An address leads into this machine or its network, and may not be asked."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where an address leads: the host by name, its port, and its numbers, all looked at."""

    host: str
    port: int
    numbers: list[str]


def find_server(address: str, *, what: str, allowed: Collection[str] = ()) -> Server:
    """The server of an http(s) address; `what` begins the sentence of an error.

    Raises Invalid when it cannot be read or the name is unknown, and Inside when it leads into this
    machine or its network. Hosts that the operator named (`allowed`) are trusted.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise Invalid(f"{what} cannot be read: its host or its port is none.") from error
    host = (parts.hostname or "").rstrip(".")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Invalid(f"{what} is unreachable: there is no “{host}”.") from error
    numbers = list(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in found))
    if host not in allowed and not all(is_outside(number) for number in numbers):
        raise Inside(f"{what} is on a private network. An operator can allow its host.")
    return Server(host, port, numbers)


def is_outside(number: str) -> bool:
    """Is this IP address one of the public network, whatever it is wrapped in?"""
    address = ip_address(number)
    if isinstance(address, IPv6Address):
        address = unwrapped(address) or address
    return address.is_global and not address.is_multicast


def unwrapped(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
