"""The dashboard and the alert rules ask for numbers that the hub gives."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from django.test import Client

from nexus.watching import metrics

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def names(text: str) -> set[str]:
    return set(re.findall(r"\bnexus_[a-z_]+", text))


@pytest.mark.django_db
def test_every_number_that_is_asked_for_is_given(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/healthz")
    figures = {"bytes": 0, "answers": 0, "counts": {}}
    monkeypatch.setattr(metrics, "KEPT_PAGES", [lambda: figures])
    text = client.get("/metrics").content.decode()
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
