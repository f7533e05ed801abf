"""304 without building the body: which tag an address had, and the state of the hub it had it in.

Key: who asks, the address, the wanted form, and what else is asked. Loader: the answer itself, once
somebody asks whether it changed. Invalidator: none; the state is read before the answer is made,
and is another one after any write that a reader may see (nexus.common.touches). For answers of REST
and of GraphQL that are made of followed tables alone.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b, sha256
from threading import Lock

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from nexus.common.keeping import is_fleeting
from nexus.common.touches import touch_mark

MOST = 10_000

_known: OrderedDict[bytes, tuple[str, str]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whether something changed, and the state of the hub when it came."""

    key: bytes
    mark: str

    def known_tag(self) -> str:
        """The tag that the answer has, or "" where that is not known."""
        with _lock:
            mark, tag = _known.get(self.key, ("", ""))
            if tag:
                _known.move_to_end(self.key)
        return tag if mark == self.mark else ""

    def remember(self, tag: str) -> None:
        """The answer was made, and has this tag."""
        if is_fleeting():
            return
        with _lock:
            _known[self.key] = self.mark, tag
            _known.move_to_end(self.key)
            while len(_known) > MOST:
                _known.popitem(last=False)


def mark_before(request: HttpRequest) -> str:
    """The state of the hub for a GET or HEAD that says what its sender has; else "".

    It is read before anybody looks who asks: what they may read may change meanwhile, too.
    """
    asks = request.method in {"GET", "HEAD"} and "If-None-Match" in request.headers
    return touch_mark() if asks else ""


def asked_whether_changed(request: HttpRequest, mark: str, *more: str) -> Asked:
    """What is asked by who is signed in by now; `more` is what the address does not say of it."""
    person = request.user.pk if request.user.is_authenticated else 0
    address, form = request.build_absolute_uri(), request.headers.get("Accept", "")
    parts = (person, address, form, *more)
    return Asked(blake2b(repr(parts).encode(), digest_size=16).digest(), mark)


def not_changed(request: HttpRequest, asked: Asked) -> HttpResponseBase | None:
    """304 if the sender has what there is."""
    tag = asked.known_tag()
    answer = get_conditional_response(request, etag=tag) if tag else None
    if answer is not None:
        answer["ETag"] = tag
    return answer


def tag_of(content: bytes) -> str:
    """The ETag of an answer."""
    return f'"{sha256(content).hexdigest()[:24]}"'


VARY = "Accept, Authorization, Cookie"


def tell_caches(answer: HttpResponseBase, *, private: bool) -> None:
    """Who may keep what was read, and what it depends on."""
    answer["Cache-Control"] = "private, no-cache" if private else "no-cache"
    answer["Vary"] = VARY


def keep_from_caches(answer: HttpResponseBase) -> None:
    """Nobody may keep it, and what it is depends on the same."""
    answer["Cache-Control"] = "no-store"
    answer["Vary"] = VARY
