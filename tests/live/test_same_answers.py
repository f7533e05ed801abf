"""Kept answers are the answers that the hub would give, in every header."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import md5
from pathlib import Path

import pytest

import nexus.web
from tests.faults.processes import wait_for
from tests.live.hubs import Got, Pair, differ


def static_file(name: str) -> str:
    """Where a hub has a file of its own: the address tells the content."""
    data = (Path(nexus.web.__file__).parent / "static/nexus" / name).read_bytes()
    stem, _, kind = name.rpartition(".")
    return f"/static/nexus/{stem}.{md5(data, usedforsecurity=False).hexdigest()[:12]}.{kind}"


PAGES = [
    "/",
    "/challenges/",
    "/challenges/?order=title&solved=true",
    "/challenges/cors-blocked",
    "/challenges/cors-blocked.md",
    "/technologies/",
    "/topics/",
    "/documents/",
    "/search/suggest/?q=cors",
    "/robots.txt",
    "/sitemap.xml",
    "/llms.txt",
    "/feed.atom",
    "/api/v1/hub/",
    "/api/v1/entries/?kind=challenge&limit=5",
    "/api/v1/topics/",
    "/api/v1/schema",
    "/api/v1/docs/",
    "/graphql?query={hub{name}}&raw",
    static_file("icon.svg"),
]
WAYS: list[dict[str, str]] = [
    {},
    {"Accept-Encoding": "gzip, br"},
    {"Accept": "text/html"},
    {"Cookie": "csrftoken=abc; theme=dark"},
]


@pytest.fixture
def hit(pair: Pair) -> Callable[..., Got]:
    """What is given from memory: asked until it is."""

    def ask(path: str, **how: object) -> Got:
        def look() -> Got | None:
            got = pair.kept.ask(path, **how)  # type: ignore[arg-type]
            return got if got.way == "nexus; hit" else None

        return wait_for(f"{path} is kept", look, seconds=2)  # type: ignore[return-value]

    return ask


@pytest.mark.parametrize("path", PAGES)
def test_every_header_and_byte_is_the_same(pair: Pair, hit: Callable[..., Got], path: str) -> None:
    for headers in WAYS:
        for method in ("GET", "HEAD"):
            kept = hit(path, headers=headers, method=method)
            fresh = pair.fresh.ask(path, headers=headers, method=method)
            assert kept.same() == fresh.same(), differ(kept, fresh)
            assert fresh.way == "nexus; fwd=miss"


@pytest.mark.parametrize("path", PAGES)
def test_who_has_it_is_told_so(pair: Pair, hit: Callable[..., Got], path: str) -> None:
    for encoding in ("identity", "gzip"):
        tag = hit(path, headers={"Accept-Encoding": encoding}).headers["etag"]
        headers = {"Accept-Encoding": encoding, "If-None-Match": tag}
        kept = hit(path, headers=headers)
        assert (kept.status, kept.body, kept.headers["etag"]) == (304, b"", tag)
        assert kept.same() == pair.fresh.ask(path, headers=headers).same()


@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/write/", "/search/?q=cors", "/insights/", "/healthz", "/no/such/page"],
)
def test_some_answers_are_made_each_time(pair: Pair, path: str) -> None:
    for _ in range(3):
        got = pair.kept.ask(path)
        assert "hit" not in got.way
        assert got.status == pair.fresh.ask(path).status


def test_no_form_token_is_given_twice(pair: Pair) -> None:
    cookies = {pair.kept.ask("/accounts/login/").headers["set-cookie"] for _ in range(3)}
    assert len(cookies) == 3


def test_an_unknown_host_is_refused(pair: Pair, hit: Callable[..., Got]) -> None:
    hit("/topics/")
    assert pair.kept.ask("/topics/", headers={"Host": "evil.example"}).status == 400


def test_what_one_person_sees_reaches_nobody_else(pair: Pair) -> None:
    lead = "## Symptom\n\nQuokka."
    made = pair.write("create", who=pair.pk("learner"), title="Quokka draft", lead=lead, draft=True)
    path = f"/api/v1/entries/entry-{made['pk']}/"
    for _ in range(3):
        assert pair.kept.ask(path, token=pair.token("learner")).status == 200
        assert pair.kept.ask(path).status == 404
        assert pair.kept.ask(path, token=pair.token("other")).status == 404
        assert pair.kept.ask(path, token=pair.token("mentor")).status == 200


def test_one_loading_serves_all_who_ask_at_once(pair: Pair) -> None:
    path = f"/topics/?once={time.monotonic_ns()}"

    def ask(_: int) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", pair.hub.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.headers["cache-status"]

    with ThreadPoolExecutor(16) as threads:
        ways = list(threads.map(ask, range(16)))
    assert set(ways) <= {"nexus; fwd=miss", "nexus; hit"}


def test_loadings_wait_in_line_when_all_threads_are_taken(pair: Pair) -> None:
    started = time.monotonic_ns()

    def ask(number: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", pair.fresh.port, timeout=60)
        connection.request("GET", f"/challenges/?line={started + number}")
        status = connection.getresponse().status
        connection.close()
        return status

    with ThreadPoolExecutor(40) as threads:
        assert set(threads.map(ask, range(40))) == {200}


def test_hits_are_counted_by_family(pair: Pair, hit: Callable[..., Got]) -> None:
    def counted() -> float:
        """Answers from memory; one that grew old is given once more, and counted apart."""
        lines = pair.kept.ask("/metrics").body.decode().split("\n")
        names = [
            f'nexus_kept_answers_total{{family="rest",way="{way}"}} '
            for way in ("hit", "refreshed")
        ]
        return sum(
            float(line.removeprefix(name))
            for name in names
            for line in lines
            if line.startswith(name)
        )

    before = counted()
    hit("/api/v1/hub/")
    assert counted() >= before + 1
