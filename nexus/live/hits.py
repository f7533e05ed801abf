"""How much one address is given of kept answers: a bucket of this process, wider than Django's."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from nexus.common.errors import TooMany
from nexus.common.throttles.addresses import behind, network_of
from nexus.common.throttles.gcra import Bucket
from nexus.common.throttles.memory import MemoryStore
from nexus.common.throttles.policies import KEPT
from nexus.live.answers import Scope

FORWARDED = b"x-forwarded-for"
household = lru_cache(maxsize=4096)(network_of)


class Hits:
    """Counts hits; made once, so that settings are looked up once."""

    def __init__(self) -> None:
        self.is_on = settings.NEXUS_LIMITS_ON
        self.limit = settings.NEXUS_LIMITS["anonymous", KEPT]
        self.proxies = settings.NEXUS_PROXIES
        self.static = "/" + settings.STATIC_URL.strip("/") + "/"
        self.store = MemoryStore()

    def refusal(self, scope: Scope) -> TooMany | None:
        """What is wrong with one more hit, if anything; static files are not counted."""
        if not self.is_on or scope["path"].startswith(self.static):
            return None
        bucket = Bucket(household(self.address(scope)), KEPT, self.limit)
        decision = self.store.take([bucket], 1)
        return None if decision.accepted else TooMany(decision)

    def address(self, scope: Scope) -> str:
        remote = (scope.get("client") or ("",))[0]
        if not self.proxies:
            return str(remote)
        sent = [value.decode("latin1") for name, value in scope["headers"] if name == FORWARDED]
        return behind(self.proxies, remote, ",".join(sent))
