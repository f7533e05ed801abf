"""Whose address counts: X-Forwarded-For is believed only of proxies that the operator named."""

from __future__ import annotations

import pytest

from config import env
from config.settings.base import ROOT
from nexus.common.throttles.addresses import behind, network_of, parse_proxies

NETWORKS = ["10.0.0.0/8", "2001:db8::/32"]


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "client"),
    [
        ([], "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (["0"], "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (["1"], "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        (["1"], "10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (["2"], "10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (["2"], "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (["1"], "10.0.0.1", "", "10.0.0.1"),
        (["1"], "10.0.0.1", "unknown", "10.0.0.1"),
        (["1"], "10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        (NETWORKS, "10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (NETWORKS, "10.0.0.1", "198.51.100.7, 10.9.9.9", "198.51.100.7"),
        (NETWORKS, "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (NETWORKS, "10.0.0.1", "nonsense, 10.9.9.9", "10.9.9.9"),
        (NETWORKS, "10.0.0.1", "[2001:db9::1]:443", "2001:db9::1"),
        (NETWORKS, "", "198.51.100.7", ""),
    ],
)
def test_the_client_behind_proxies(
    proxies: list[str], remote: str, forwarded: str, client: str
) -> None:
    assert behind(parse_proxies(proxies), remote, forwarded) == client


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", "unknown"),
        ("@", "@"),
    ],
)
def test_one_household_is_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("NEXUS_PROXIES", "everybody", "does not appear to be an IPv4 or IPv6 network"),
        ("NEXUS_LIMITS", "learner.search", "expected role.scope=120/m"),
        ("NEXUS_LIMITS", "pupil.search=1/m", "the roles are anonymous, reader"),
        ("NEXUS_LIMITS", "learner.sign-in=1/m", "only anonymous has kept and sign-in"),
        ("NEXUS_LIMITS", "learner.read=0/m", "would refuse everything"),
    ],
)
def test_what_the_operator_cannot_mean_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(env.EnvironmentError, match=name) as raised:
        env.read_environment(ROOT)
    assert words in str(raised.value)


def test_rules_of_the_operator_lie_over_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXUS_LIMITS", "learner.search=7200/h+40, anonymous.read=5/s")
    monkeypatch.setenv("NEXUS_NO_LIMITS", "yes")
    found = env.read_environment(ROOT)
    search, read = found.limits["learner", "search"], found.limits["anonymous", "read"]
    assert (search.burst, search.per_minute) == (40, 120)
    assert (read.burst, read.per_minute) == (5, 300)
    assert found.limits["learner", "read"].burst == 600
    assert not found.has_limits
