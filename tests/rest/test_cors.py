"""Pages of other origins may call the APIs, with a token, where the operator says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from config import env
from config.settings.base import ROOT

pytestmark = pytest.mark.django_db
APP = "https://app.example"


@pytest.fixture
def opened(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = [APP]


def preflight(client: Client, address: str, origin: str) -> Any:
    return client.options(
        address,
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "authorization,if-match,idempotency-key",
        },
    )


@pytest.mark.parametrize("address", ["/api/v1/entries/", "/graphql"])
def test_the_named_origin_may_ask(opened: None, client: Client, address: str) -> None:
    asked = preflight(client, address, APP)
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (200, APP)
    allowed = {name.strip() for name in asked["Access-Control-Allow-Headers"].split(",")}
    assert {"authorization", "if-match", "if-none-match", "idempotency-key"} <= allowed
    assert "PUT" in asked["Access-Control-Allow-Methods"]
    answer = client.get(address, {"query": "{ hub { name } }"}, headers={"Origin": APP})
    assert answer["Access-Control-Allow-Origin"] == APP
    assert "Access-Control-Allow-Credentials" not in answer
    assert {"ETag", "Link", "RateLimit", "Retry-After"} <= {
        name.strip() for name in answer["Access-Control-Expose-Headers"].split(",")
    }


@pytest.mark.parametrize(
    ("address", "origin"),
    [("/api/v1/entries/", "https://other.example"), ("/topics/", APP), ("/accounts/login/", APP)],
)
def test_nobody_and_nothing_else(opened: None, client: Client, address: str, origin: str) -> None:
    assert "Access-Control-Allow-Origin" not in preflight(client, address, origin)
    assert "Access-Control-Allow-Origin" not in client.get(address, headers={"Origin": origin})


def test_without_the_setting_nobody_may(client: Client) -> None:
    assert "Access-Control-Allow-Origin" not in preflight(client, "/api/v1/entries/", APP)


@pytest.mark.parametrize(
    "value", ["app.example", "https://app.example/", "*,https://a.example", "ftp://a"]
)
def test_what_is_no_origin_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NEXUS_API_ORIGINS", value)
    with pytest.raises(env.EnvironmentError, match="NEXUS_API_ORIGINS"):
        env.read_environment(ROOT)
