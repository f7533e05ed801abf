"""Who asked, so that people can be counted and nobody be found."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from nexus.accounts.policies import Viewer
from nexus.common.throttles.addresses import client_address, network_of

LENGTH = 24  # hex digits: enough that two people of a day are two


def asker_of(viewer: Viewer, request: HttpRequest) -> str:
    """The mark of a person, or of the network of whoever is not signed in, for today.

    An address rather than a session: whoever drops a cookie would be another person each time.
    """
    who = (
        f"person:{viewer.pk}"
        if viewer.is_authenticated
        else f"network:{network_of(client_address(request))}"
    )
    return mark_of(who, timezone.now().date())


def mark_of(who: str, day: date) -> str:
    """A keyed hash that nobody leads back without the hub's secret key; tomorrow it is another."""
    return salted_hmac("nexus.search.asker", f"{day}:{who}", algorithm="sha256").hexdigest()[
        :LENGTH
    ]
