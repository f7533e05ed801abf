"""Whose address a request comes from. X-Forwarded-For is believed only of named proxies."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Network = IPv4Network | IPv6Network
Proxies = int | tuple[Network, ...]


def parse_proxies(parts: Sequence[str]) -> Proxies:
    """How many proxies stand before the hub, or their networks. Raises ValueError."""
    if len(parts) == 1 and parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 3:
        return int(parts[0])
    return tuple(ip_network(part, strict=False) for part in parts)


def client_address(request: HttpRequest) -> str:
    """The nearest address that is no proxy of ours."""
    return behind(
        settings.NEXUS_PROXIES,
        request.META.get("REMOTE_ADDR") or "",
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
    )


def behind(proxies: Proxies, remote: str, forwarded: str) -> str:
    """The client of a chain of proxies; each one adds the address that it was asked from."""
    if not proxies:
        return remote
    hops = [*(hop.strip() for hop in forwarded.split(",") if hop.strip()), remote][-20:]
    if isinstance(proxies, int):
        # Fewer than stand there: whoever asks went past them, and wrote the header alone.
        return known(hops[-proxies - 1]) or remote if len(hops) > proxies else remote
    nearest = remote
    for hop in reversed(hops):
        address = known(hop)
        if not address:
            break
        nearest = address
        if not any(ip_address(address) in network for network in proxies):
            break
    return nearest


def known(hop: str) -> str:
    """The address in an entry of the header, without a port; "" where there is none."""
    if hop.startswith("["):
        hop = hop[1:].partition("]")[0]
    elif hop.count(":") == 1:
        hop = hop.partition(":")[0]
    try:
        return str(ip_address(hop))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """What one household or server is given: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address or "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)
