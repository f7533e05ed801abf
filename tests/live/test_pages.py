"""What is kept, for how long and how much of it."""

from __future__ import annotations

import gzip

import pytest

from nexus.live.answers import Answer, completed, matches
from nexus.live.asks import Key
from nexus.live.pages import OVERHEAD, Kept, PageCache, make_kept, may_be_kept

HTML = (b"Content-Type", b"text/html; charset=utf-8")


def answer(*headers: tuple[bytes, bytes], status: int = 200, fleeting: bool = False) -> Answer:
    return Answer(status, [HTML, *headers], b"word " * 400, fleeting)


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        (answer(), True),
        (answer((b"Vary", b"Cookie, Accept")), True),
        (answer(status=301), True),
        (answer(status=302), False),
        (answer(status=404), False),
        (answer(status=503), False),
        (answer(fleeting=True), False),
        (answer((b"Set-Cookie", b"csrftoken=x")), False),
        (answer((b"Cache-Control", b"private, no-cache")), False),
        (answer((b"cache-control", b"No-Store")), False),
        (answer((b"Vary", b"X-Something")), False),
        (answer((b"Content-Encoding", b"br")), False),
    ],
)
def test_only_what_is_the_same_for_everybody_is_kept(found: Answer, kept: bool) -> None:
    assert may_be_kept(found) is kept


def key(number: int) -> Key:
    return ("http", b"hub", f"/{number}", b"", b"", b"")


def kept(generation: int = 1) -> Kept:
    return make_kept(completed(answer()), generation, at=0.0)


def test_memory_is_bounded_and_the_least_asked_for_leaves() -> None:
    size = kept().size
    cache = PageCache(size * 10)
    for number in range(10):
        cache.put(key(number), kept())
    assert cache.get(key(0)) is not None
    cache.put(key(10), kept())
    assert cache.get(key(1)) is None
    assert cache.get(key(0)) is not None
    assert (cache.bytes, len(cache.kept)) == (size * 10, 10)


def test_one_answer_cannot_push_all_others_out() -> None:
    cache = PageCache(8 * OVERHEAD)
    cache.put(key(1), kept())
    assert cache.bytes == 0


def test_an_older_answer_does_not_take_the_place_of_a_newer_one() -> None:
    cache = PageCache(1 << 20)
    cache.put(key(1), kept(generation=5))
    cache.put(key(1), kept(generation=4))
    found = cache.get(key(1))
    assert found is not None
    assert found.generation == 5


def test_each_form_has_its_own_length_and_tag() -> None:
    made = kept()
    start, body = made.messages(gzip=True, head=False, unchanged=False)
    headers = dict(start["headers"])
    assert gzip.decompress(body["body"]) == answer().body
    assert headers[b"Content-Length"] == b"%d" % len(body["body"])
    assert headers[b"ETag"] == b"W/" + made.tag
    assert headers[b"Vary"] == b"Accept-Encoding"
    start, body = made.messages(gzip=False, head=True, unchanged=False)
    assert body["body"] == b""
    assert dict(start["headers"])[b"Content-Length"] == b"2000"
    start, _ = made.messages(gzip=True, head=False, unchanged=True)
    assert start["status"] == 304
    assert b"Content-Length" not in dict(start["headers"])


def test_what_was_of_one_request_is_not_given_to_others() -> None:
    made = make_kept(completed(answer((b"RateLimit", b"r=1"), (b"X-Request-ID", b"7"))), 1, at=0.0)
    start, _ = made.messages(gzip=False, head=False, unchanged=False)
    names = {name.lower() for name, _ in start["headers"]}
    assert names.isdisjoint({b"ratelimit", b"x-request-id"})


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        (b'"a"', True),
        (b'W/"a"', True),
        (b'"b", W/"a"', True),
        (b"*", True),
        (b'"b"', False),
        (b"a", False),
    ],
)
def test_tags_are_compared_weakly(asked: bytes, same: bool) -> None:
    assert matches(b'"a"', asked) is same
