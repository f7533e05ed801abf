"""Who may have webhooks, and which addresses they may lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from nexus.changelog.kinds import NAMES
from nexus.common.errors import Invalid
from nexus.common.outside import is_outside

MOST_WEBHOOKS = 10
ADDRESS = re.compile(
    r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:[/?][!-~]*)?\Z"
)


def check_url(text: str) -> str:
    """The address as it is kept. Raises Invalid.

    Where its name leads is looked at whenever something is sent: it may lead elsewhere by then.
    """
    url = text.strip()
    try:
        port_is_known = urlsplit(url).port != 0
    except ValueError:
        port_is_known = False
    if len(url) > 500 or "#" in url or not port_is_known or not ADDRESS.match(url):
        raise refused("Give an address such as https://app.example/hooks, 500 characters at most.")
    host = urlsplit(url).hostname or ""
    if host in settings.NEXUS_WEBHOOK_HOSTS:
        return url
    if not url.startswith("https://"):
        raise refused("It must begin with https://, or be of a host that the operator allowed.")
    if is_number(host) and not is_outside(host):
        raise refused("It is on a private network. An operator can allow its host.")
    return url


def refused(words: str) -> Invalid:
    return Invalid("That address cannot be used.", fields={"url": words})


def is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def check_kinds(kinds: Iterable[str]) -> list[str]:
    """The kinds in order, each once. Raises Invalid for none, and for one that there is not."""
    wanted = sorted(set(kinds))
    if not wanted:
        raise Invalid("It would be told nothing.", fields={"kinds": "Name at least one kind."})
    if unknown := [kind for kind in wanted if kind not in NAMES]:
        known = ", ".join(sorted(NAMES))
        raise Invalid(
            f"“{unknown[0][:40]}” is no kind of change.", fields={"kinds": f"Some of {known}."}
        )
    return wanted
