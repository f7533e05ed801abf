"""A long paste is asked whole; what its page leads to asks the same in brief."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nexus.library.services import create_entry
from nexus.search.errors import (
    LONGEST,
    LONGEST_IN_BRIEF,
    in_brief,
    loggable,
    looks_pasted,
    message_lines,
)

ERROR = "ConnectionRefusedError: the broker wisp is away"
FRAMES = "\n".join(f'  File "/srv/app/part_{n}.py", line {n}, in call' for n in range(600))
PASTE = f"Traceback (most recent call last):\n{FRAMES}\n{ERROR}\n"
LINES = [
    *(ERROR, "error: the wisp failed", "HTTP/1.1 503 ", "2026-01-02T03:04:05Z wisp cannot start"),
    *(
        "the wisp is well",
        "Traceback (most recent call last):",
        FRAMES.splitlines()[0],
        "",
        "x" * 90,
    ),
]


def addresses(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'href="([^"]*q=[^"]*)"', page)]


@given(st.lists(st.sampled_from(LINES), min_size=1).map("\n".join))
def test_in_brief_the_same_lines_tell(some: str) -> None:
    long = f"{some}\n{FRAMES[:3000]}"
    assert message_lines(in_brief(long)) == message_lines(long)
    assert looks_pasted(in_brief(long))


def test_what_fits_stays_as_it_is() -> None:
    assert in_brief(f"wisp\n{ERROR}") == f"wisp\n{ERROR}"


def test_one_line_without_end() -> None:
    assert 300 < len(in_brief("wisp" * 20_000)) <= LONGEST_IN_BRIEF


def test_the_last_line_is_asked_also_after_long_ones() -> None:
    long = "\n".join(f"error: {n} {'x ' * 600}" for n in range(5))
    brief = in_brief(f"{long}\n{ERROR}")
    assert brief.endswith(ERROR)
    assert len(brief) <= LONGEST_IN_BRIEF


@pytest.mark.parametrize(
    "secret", ["DB_PASSWORD=", "-----BEGIN RSA PRIVATE KEY-----\n"], ids=["password", "key"]
)
def test_half_a_secret_is_not_kept(secret: str) -> None:
    """Wherever the end that is read begins."""
    value = "hunter2-Zebra-Quilt-91827" if "=" in secret else "MIIEowIBAAKC\n" * 3
    after = "\n-----END RSA PRIVATE KEY-----\n" if "BEGIN" in secret else "\n"
    calm = "All is well here today\n" * 600
    for part in range(1, len(value) + 1):
        rest = f"{value[-part:]}{after}"
        paste = f"{FRAMES}\n{secret}{value[:-part]}{rest}{calm[: LONGEST // 2 - len(rest)]}"
        kept = f"{in_brief(paste)} {loggable(paste)}"
        assert "Quilt" not in kept
        assert "AKC" not in kept


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["get", "post"])
def test_what_narrows_it_asks_the_same(maintainer: Any, way: str) -> None:
    for kind in ("challenge", "practice"):
        for number in range(21):
            title = f"A {kind} of wisp {number}"
            create_entry(actor=maintainer, kind=kind, title=title, lead=f"`{ERROR}`")
    client = Client()
    client.force_login(maintainer)
    page = getattr(client, way)("/search/", {"q": PASTE}).content.decode()
    found = addresses(page)
    assert max(map(len, found)) < 300
    narrowed = next(one for one in found if "kind=practice" in one)
    following = next(one for one in found if "offset=20" in one)
    narrowed_page = client.get(narrowed).content.decode()
    assert "A practice of wisp" in narrowed_page
    assert "A challenge of wisp" not in narrowed_page
    shown = [
        set(re.findall(r">(A \w+ of wisp \d+)<", text))
        for text in (page, client.get(following).content.decode())
    ]
    assert len(shown[0]) == len(shown[1]) == 20
    assert shown[0].isdisjoint(shown[1])


@pytest.mark.django_db
def test_narrowing_begins_at_the_first_result(maintainer: Any) -> None:
    for number in range(25):
        create_entry(actor=maintainer, kind="practice", title=f"Wisp {number}", lead="Do it.")
    client = Client()
    client.force_login(maintainer)
    page = client.get("/search/", {"q": "wisp", "offset": "20"}).content.decode()
    narrowed = [one for one in addresses(page) if "kind=practice" in one]
    assert narrowed
    assert not any("offset" in one for one in narrowed)
