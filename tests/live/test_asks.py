"""Who may get an answer that was made for somebody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings

from nexus.live.asks import Ask, Asks, accepts_gzip, for_everybody
from tests.live.asgi import scope_of


def read(path: str, **how: Any) -> Ask | None:
    return Asks().read(scope_of(path, **how))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_what_may_write_is_passed_on(method: str) -> None:
    assert read("/challenges/", method=method) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "sessionid=abc"},
        {"Cookie": "csrftoken=x; sessionid=abc"},
        {"Cookie": "messages=abc"},
        {"Authorization": "Bearer nexus_x"},
        {"Range": "bytes=0-1"},
        {"If-Match": '"x"'},
    ],
)
def test_what_is_of_one_person_is_passed_on(headers: dict[str, str]) -> None:
    assert read("/challenges/", headers=headers) is None


def test_two_hosts_are_none() -> None:
    scope = scope_of("/challenges/")
    scope["headers"].append((b"host", b"hub"))
    assert Asks().read(scope) is None


@pytest.mark.parametrize(
    "path", ["/search/?q=x", "/api/v1/search/?q=x", "/accounts/login/", "/healthz", "/invite/x/"]
)
def test_what_writes_or_is_between_two_is_passed_on(path: str) -> None:
    assert read(path) is None


def test_files_are_the_same_for_everybody() -> None:
    assert read("/static/nexus/nexus.css", headers={"Cookie": "sessionid=abc"}) is not None


@override_settings(ALLOWED_HOSTS=["hub.example"])
def test_only_known_hosts_have_a_key() -> None:
    assert read("/topics/", host="evil.example") is None
    assert read("/topics/", host="hub.example:8000") is not None
    assert read("/topics/", host="") is None


def key(path: str, **how: Any) -> object:
    found = read(path, **how)
    assert found is not None
    return found.key


def test_pages_are_the_same_whatever_a_browser_accepts_and_the_apis_are_not() -> None:
    html, json = {"Accept": "text/html"}, {"Accept": "application/json"}
    assert key("/topics/", headers=html) == key("/topics/", headers=json)
    assert key("/graphql?query=x", headers=html) != key("/graphql?query=x", headers=json)


def test_what_an_answer_may_echo_is_in_its_key() -> None:
    paths = ["/topics/", "/topics/?a=1&b=2", "/topics/?b=2&a=1", "/topics/?a=%31&b=2"]
    keys = {key(path) for path in paths} | {key("/topics/", host="other")}
    assert len(keys) == 5


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_the_trusted_proxy_says_the_scheme() -> None:
    said = {"X-Forwarded-Proto": "https"}
    assert key("/topics/", headers=said) != key("/topics/")


@override_settings(SECURE_PROXY_SSL_HEADER=None)
def test_without_one_nobody_does() -> None:
    assert key("/topics/", headers={"X-Forwarded-Proto": "https"}) == key("/topics/")


@pytest.mark.parametrize(
    ("sent", "takes"),
    [
        (b"gzip, deflate, br", True),
        (b"br;q=1.0, gzip;q=0.8", True),
        (b"gzip;q=0", False),
        (b"identity", False),
        (b"x-gzip-not", False),
        (b"", False),
    ],
)
def test_gzip_is_given_to_who_takes_it(sent: bytes, takes: bool) -> None:
    assert accepts_gzip(sent) is takes


def test_an_answer_for_all_is_asked_for_without_what_is_personal() -> None:
    headers = {"Cookie": "csrftoken=x", "If-None-Match": '"a"', "Accept": "text/html"}
    scope = for_everybody(scope_of("/topics/", method="HEAD", headers=headers))
    assert scope["method"] == "GET"
    assert scope["headers"] == [(b"host", b"hub"), (b"accept", b"text/html")]
