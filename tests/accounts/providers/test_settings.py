"""Providers come from the environment, whole or with a sentence that says what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from config import env
from config.providers import providers

ROOT = Path(__file__).resolve().parents[3]
OIDC = {"URL": "https://id.example/realm/", "ID": "hub", "SECRET": "s"}


def set_up(monkeypatch: pytest.MonkeyPatch, kind: str, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"NEXUS_{kind}_{name}", value)


def read() -> Any:
    return providers(env.read_environment(ROOT))


def test_none_is_there_by_itself() -> None:
    assert {kind: one["APPS"] for kind, one in read().items()} == {
        "github": [],
        "discord": [],
        "openid_connect": [],
    }


def test_the_secret_may_be_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s\n", encoding="utf-8")
    set_up(monkeypatch, "GITHUB", ID="hub", SECRET_FILE=str(tmp_path / "secret"))
    assert read()["github"]["APPS"] == [
        {"client_id": "hub", "secret": "s", "provider_id": "github", "name": "GitHub"}
    ]


def test_an_openid_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(monkeypatch, "OIDC", **OIDC, NAME="Campus")
    assert read()["openid_connect"]["APPS"] == [
        {
            "client_id": "hub",
            "secret": "s",
            "provider_id": "oidc",
            "name": "Campus",
            "settings": {"server_url": "https://id.example/realm"},
        }
    ]


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("GITHUB", {"ID": "hub"}, "NEXUS_GITHUB_SECRET is missing"),
        ("DISCORD", {"SECRET": "s"}, "NEXUS_DISCORD_ID is missing"),
        ("OIDC", {"URL": OIDC["URL"]}, "NEXUS_OIDC_ID is missing"),
        ("OIDC", {"ID": "hub", "SECRET": "s"}, "NEXUS_OIDC_URL is missing"),
        ("OIDC", {**OIDC, "URL": "http://id.example"}, "NEXUS_OIDC_URL cannot be used"),
    ],
)
def test_half_of_one(
    monkeypatch: pytest.MonkeyPatch, kind: str, values: dict[str, str], said: str
) -> None:
    set_up(monkeypatch, kind, **values)
    with pytest.raises(env.EnvironmentError, match=said):
        read()
