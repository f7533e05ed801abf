"""What is refused to one address is refused to nobody else, and no page is the dearer for it."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from nexus.common.errors import TooMany
from nexus.common.throttles.addresses import client_address
from nexus.common.throttles.charging import charge
from nexus.common.throttles.headers import tell
from nexus.common.throttles.policies import parse_limits
from nexus.live.shell import Shell
from tests.live.asgi import Answered, ask
from tests.live.hubs import Got, Pair, Web, pair_of
from tests.live.shells import shell_of_its_own
from tests.throttles.conftest import fill_buckets

REFUSED, ALSO_REFUSED = "203.0.113.9", "203.0.113.8"
go_on = threading.Event()
asked_by: list[str] = []


def page(request: HttpRequest) -> HttpResponse:
    """Charged as pages are, once it may go on; numbered as all answers are."""
    asked_by.append(client_address(request))
    assert go_on.wait(20)
    missing = request.path == "/missing"
    try:
        decision = charge(request, scope="read")
        response = HttpResponse("not here" if missing else "a page", status=404 if missing else 200)
    except TooMany as error:
        decision, response = error.decision, HttpResponse("too much", status=429)
    tell(response, decision)
    response["X-Request-ID"] = f"number-{len(asked_by)}"
    return response


urlpatterns = [path("page", page), path("missing", page)]


@pytest.fixture
def shell() -> Iterator[Shell]:
    """With one read an hour for each address; two have had theirs."""
    fill_buckets()
    asked_by.clear()
    with (
        override_settings(
            ROOT_URLCONF=__name__,
            MIDDLEWARE=[],
            ALLOWED_HOSTS=["hub"],
            NEXUS_PROXIES=1,
            NEXUS_LIMITS_ON=True,
            NEXUS_LIMITS=parse_limits(["anonymous.read=1/h"]),
        ),
        shell_of_its_own() as shell,
    ):
        yield shell
        go_on.set()
    fill_buckets()


async def at_once(shell: Shell, target: str, *addresses: str) -> list[Answered]:
    """They ask in this order, each while the first one's answer is being made."""
    go_on.clear()
    waiting = [
        asyncio.create_task(ask(shell, target, headers={"X-Forwarded-For": address}))
        for address in addresses
    ]
    before = len(asked_by)
    while len(asked_by) == before:
        await asyncio.sleep(0)
    go_on.set()
    return await asyncio.gather(*waiting)


async def use_up(shell: Shell, *addresses: str) -> None:
    go_on.set()
    for address in addresses:
        sent = {"X-Forwarded-For": address}
        assert (await ask(shell, f"/page?{address}", headers=sent)).status == 200
    asked_by.clear()


def run(scene: Any) -> Any:
    return asyncio.run(asyncio.wait_for(scene, 60))


INNOCENT = [f"198.51.100.{n}" for n in range(4)]


def test_a_refusal_reaches_who_asked_too_much_and_nobody_else(shell: Shell) -> None:
    async def scene() -> None:
        await use_up(shell, REFUSED)
        answers = await at_once(shell, "/page", REFUSED, *INNOCENT)
        assert [answer.status for answer in answers] == [429, 200, 200, 200, 200]
        assert asked_by == [REFUSED, INNOCENT[0]], "one loading served the other four"
        again = await ask(shell, "/page", headers={"X-Forwarded-For": "198.51.100.9"})
        assert again.headers["cache-status"] == "nexus; hit"

    run(scene())


def test_a_refused_address_does_not_make_a_page_one_that_is_never_kept(shell: Shell) -> None:
    async def scene() -> None:
        await use_up(shell, REFUSED)
        refused = await at_once(shell, "/page", REFUSED)
        assert refused[0].status == 429
        assert 3500 < int(refused[0].headers["retry-after"]) <= 3600
        ways = [
            (await ask(shell, "/page", headers={"X-Forwarded-For": INNOCENT[0]})).headers
            for _ in range(2)
        ]
        assert [way["cache-status"] for way in ways] == ["nexus; fwd=miss", "nexus; hit"]

    run(scene())


def test_nobody_waits_for_a_line_of_refused_ones(shell: Shell) -> None:
    async def scene() -> None:
        await use_up(shell, REFUSED, ALSO_REFUSED)
        answers = await at_once(shell, "/page", REFUSED, ALSO_REFUSED, INNOCENT[0])
        assert [answer.status for answer in answers] == [429, 429, 200]
        assert asked_by == [REFUSED, ALSO_REFUSED, INNOCENT[0]]

    run(scene())


def test_what_is_shared_tells_of_nobodys_limits(shell: Shell) -> None:
    async def scene() -> None:
        first, second = await at_once(shell, "/missing", *INNOCENT[:2])
        assert asked_by == INNOCENT[:1]
        assert (first.status, second.status) == (404, 404)
        assert first.body == second.body == b"not here"
        personal = {"ratelimit", "ratelimit-policy", "x-request-id"}
        assert first.headers.keys() - second.headers.keys() == personal

    run(scene())


@pytest.mark.parametrize(
    ("target", "accept", "kind"),
    [
        ("/page", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("/page", "*/*", "application/problem+json"),
        ("/api/v1/hub/", "text/html", "application/problem+json"),
    ],
)
def test_a_hub_without_room_says_so_to_people_in_a_page(
    shell: Shell, target: str, accept: str, kind: str
) -> None:
    async def scene() -> None:
        shell.pool.busy = 1_000_000
        for method in ("GET", "POST", "HEAD"):
            answer = await ask(shell, target, method=method, headers={"Accept": accept})
            assert (answer.status, answer.headers["content-type"]) == (503, kind)
            assert answer.headers["retry-after"] == "2"
            page = kind.startswith("text/html")
            words = b"<h1>The hub is busy</h1>" if page else b"/docs/errors#busy"
            assert (words in answer.body) == (method != "HEAD")
            assert bool(answer.body) == (method != "HEAD")

    run(scene())


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two web processes that count; an address may read three times, and one more an hour."""
    with pair_of(
        tmp_path_factory.mktemp("limited"),
        idle=False,
        NEXUS_NO_LIMITS="0",
        NEXUS_PROXIES="1",
        NEXUS_LIMITS="anonymous.read=1/h+3",
    ) as running:
        yield running


def same(got: Got) -> tuple[int, dict[str, str], bytes]:
    """All but the second at which it was asked: an address has 100 requests more after each."""
    status, headers, body = got.same()
    for name in ("ratelimit", "retry-after"):
        if name in headers:
            headers[name] = re.sub(r"(t=|^)\d+", r"\1s", headers[name])
            headers[name] = re.sub(r'("address";r=)(29\d\d|3000);', r"\1all;", headers[name])
    return status, headers, re.sub(rb"Wait \d+", b"Wait s", body)


@pytest.mark.parametrize(
    ("number", "target", "status", "tells"),
    [
        (1, "/api/v1/entries/?limit={}", 200, False),
        (2, "/api/v1/entries/entry-9999{}/", 404, True),
        (3, "/topics/?n={}", 200, False),
        (4, "/challenges/none-{}", 404, False),
    ],
)
def test_limits_are_told_alike_whether_answers_are_kept_or_not(
    limited: Pair, number: int, target: str, status: int, tells: bool
) -> None:
    """What may be kept tells nothing of limits, nor do pages; refusals tell all."""

    def read(web: Web, network: str, n: int) -> Got:
        return web.ask(target.format(n), headers={"X-Forwarded-For": f"{network}.{number}"})

    for n in range(1, 6):  # each time of another address, so that none is kept yet
        kept, fresh = read(limited.kept, "192.0.2", n), read(limited.fresh, "198.51.100", n)
        assert same(kept) == same(fresh)
        refused = n > 3
        assert kept.status == (429 if refused else status)
        assert ("ratelimit" in kept.headers) == (refused or tells)
        assert ("retry-after" in kept.headers) == refused
    read(limited.kept, "203.0.113", 1)  # another address has it kept, just now
    once_more = read(limited.kept, "192.0.2", 1)
    assert once_more.status == (200 if status == 200 else 429), "what is kept is another limit"
