"""Who may read the numbers: programs of allowed networks, or with the token."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def may_read_metrics(request: HttpRequest) -> bool:
    """By address only where no proxy stands between: behind one, everybody has its address."""
    token = settings.NEXUS_METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    if {"X-Forwarded-For", "Forwarded", "X-Real-Ip"} & set(request.headers):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in network for network in settings.NEXUS_METRICS_NETWORKS)
