"""compose.yaml hands each setting on, and each secret as a file that deploy/make-secrets makes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
# What a composition decides itself: its port and folder, its content, and what is for developers.
DECIDED = {"PORT", "NEXUS_DATA", "NEXUS_CONTENT", "NEXUS_DEBUG", "NEXUS_NO_LIMITS"}
SECRET = re.compile(r"(SECRET|TOKEN|HEADERS|DSN|MAIL_URL|SECRET_KEY|DATABASE_URL|BROKER_URL)$")


def composition() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return data


def test_an_operator_can_say_every_setting() -> None:
    settings = (ROOT / "docs/settings.md").read_text("utf-8")
    described = set(re.findall(r"^\| `([A-Z_]+)`", settings, re.MULTILINE)) - DECIDED
    given = composition()["services"]["web"]["environment"]
    assert described <= {name.removesuffix("_FILE") for name in given}
    for name in described:
        assert (f"{name}_FILE" in given) == bool(SECRET.search(name)), name


def test_each_secret_is_a_file_that_is_made(tmp_path: Path) -> None:
    subprocess.run([ROOT / "deploy/make-secrets", tmp_path], check=True, capture_output=True)
    made = {path.name for path in tmp_path.iterdir()}
    data = composition()
    assert {Path(one["file"]).name for one in data["secrets"].values()} <= made
    web = data["services"]["web"]
    files = {Path(v).name for k, v in web["environment"].items() if k.endswith("_FILE")}
    assert files == set(web["secrets"])


def test_what_is_not_used_is_empty_and_secrets_stay(tmp_path: Path) -> None:
    for _ in range(2):
        subprocess.run([ROOT / "deploy/make-secrets", tmp_path], check=True, capture_output=True)
        now = {path.name: path.read_text("utf-8").strip() for path in tmp_path.iterdir()}
    assert now["github_secret"] == now["mail_url"] == ""
    assert len(now["secret_key"]) == 64
    assert now["database_password"] in now["database_url"]
