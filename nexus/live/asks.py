"""Which requests may get an answer that was made for somebody else, and under which key."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from nexus.live.answers import Scope

# Reading these writes something down, says how the process is, or is between two people.
NEVER = (
    "/search/",
    "/api/v1/search/",
    "/api/v1/events",
    "/healthz",
    "/readyz",
    "/metrics",
    "/accounts/",
    "/invite/",
    "/me/",
)
# Suggestions while typing are not written down.
THOUGH = ("/search/suggest/",)
# Where Accept and Origin change the answer; pages are the same whatever a browser hopes for.
NEGOTIATED = ("/api/", "/graphql")
LONGEST = 1024
Key = tuple[str, bytes, str, bytes, bytes, bytes]
HOSTS_KEPT = 1000


# Whoever sends one of these asks for something else than the page.
UNLIKE_OTHERS = frozenset((b"authorization", b"range", b"if-match", b"if-unmodified-since"))
LOOKED_AT = UNLIKE_OTHERS | {
    b"cookie",
    b"host",
    b"accept",
    b"accept-encoding",
    b"if-none-match",
    b"origin",
}


@dataclass(slots=True)
class Ask:
    """A request for something that is the same for all who are not signed in."""

    key: Key
    head: bool
    gzip: bool
    tag: bytes
    # Does the request hold more than is asked of Django for everybody?
    plain: bool


class Asks:
    """Reads requests; made once, so that settings are looked up once."""

    def __init__(self) -> None:
        self.personal = (settings.SESSION_COOKIE_NAME.encode() + b"=", b"messages=")
        proxy, secure = getattr(settings, "SECURE_PROXY_SSL_HEADER", None) or ("", "")
        self.proxy = proxy.removeprefix("HTTP_").replace("_", "-").lower().encode()
        self.secure = secure.encode()
        self.looked_at = LOOKED_AT | {self.proxy}
        self.hosts: set[bytes] = set()
        self.static = "/" + settings.STATIC_URL.strip("/") + "/"

    def read(self, scope: Scope) -> Ask | None:
        """What is asked, or None where the answer is one person's, or unlike others."""
        method, path, query = scope["method"], scope["path"], scope["query_string"]
        if method not in ("GET", "HEAD"):
            return None
        if path.startswith(NEVER) and not path.startswith(THOUGH):
            return None
        sent = self.headers(scope)
        if not sent.keys().isdisjoint(UNLIKE_OTHERS):
            return None
        cookie = sent.get(b"cookie", b"")
        if any(part in cookie for part in self.personal) and not path.startswith(self.static):
            return None
        host = sent.get(b"host", b"")
        if not (host in self.hosts or self.is_known(host)):
            return None
        accept = origin = b""
        if path.startswith(NEGOTIATED):
            accept, origin = sent.get(b"accept", b""), sent.get(b"origin", b"")
        if len(query) + len(path) + len(accept) + len(origin) > LONGEST:
            return None
        return Ask(
            (self.scheme(scope, sent), host, path, query, accept, origin),
            method == "HEAD",
            accepts_gzip(sent.get(b"accept-encoding", b"")),
            sent.get(b"if-none-match", b""),
            not cookie,
        )

    def headers(self, scope: Scope) -> dict[bytes, bytes]:
        """The headers that matter; one that comes twice is one value, and two hosts are none."""
        sent: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in self.looked_at:
                sent[name] = sent[name] + b", " + value if name in sent else value
        return sent

    def scheme(self, scope: Scope, sent: dict[bytes, bytes]) -> str:
        """As Django finds it: the proxy that is trusted says so, or the connection is."""
        said = sent.get(self.proxy, b"") if self.proxy else b""
        if said:
            return "https" if said.split(b",")[0].strip() == self.secure else "http"
        return scope.get("scheme") or "http"

    def is_known(self, host: bytes) -> bool:
        """Is it one of ALLOWED_HOSTS? Django answers the others."""
        try:
            name = host.decode("ascii")
        except UnicodeDecodeError:
            return False
        domain, _ = split_domain_port(name)
        known = bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
        if known and len(self.hosts) < HOSTS_KEPT:
            self.hosts.add(host)
        return known


def accepts_gzip(encodings: bytes) -> bool:
    """Does Accept-Encoding name gzip, and not to refuse it?"""
    if b"gzip" not in encodings:
        return False
    for part in encodings.split(b","):
        name, _, quality = part.partition(b";")
        if name.strip() == b"gzip":
            return quality.strip() not in (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
    return False


DROPPED = frozenset(
    (
        b"cookie",
        b"accept-encoding",
        b"if-none-match",
        b"if-modified-since",
    )
)


def for_everybody(scope: Scope) -> Scope:
    """The request as anybody would send it, whole: what it answers may be given to all."""
    headers = [(name, value) for name, value in scope["headers"] if name not in DROPPED]
    return {**scope, "method": "GET", "headers": headers}
