"""The dashboard and the alert rules ask for numbers that the hub gives."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from django.test import Client
from prometheus_client import CollectorRegistry, generate_latest

from nexus.live.figures import ShellFigures
from nexus.live.pages import PageCache

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def names(text: str) -> set[str]:
    return set(re.findall(r"\bnexus_[a-z_]+", text))


@pytest.mark.django_db
def test_every_number_that_is_asked_for_is_given(client: Client) -> None:
    client.get("/healthz")
    # The web server adds what its own process keeps.
    shell: Any = SimpleNamespace(cache=PageCache(1), streams=SimpleNamespace(number=0))
    before_django = CollectorRegistry()
    before_django.register(ShellFigures(shell))
    text = client.get("/metrics").content.decode() + generate_latest(before_django).decode()
    given = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE nexus_")}
    given |= {line.split()[2] for line in text.splitlines() if line.startswith("# HELP nexus_")}
    given |= {f"{name}_{part}" for name in given for part in ("bucket", "count", "sum")}
    board = json.loads((DEPLOY / "grafana/nexus.json").read_text("utf-8"))
    asked = names(" ".join(t["expr"] for p in board["panels"] for t in p["targets"]))
    rules = yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text("utf-8"))
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    asked |= names(" ".join(rule["expr"] for rule in alerts))
    assert asked - given == set()
    assert len(asked) > 12
    assert all(rule["annotations"]["summary"] for rule in alerts)
