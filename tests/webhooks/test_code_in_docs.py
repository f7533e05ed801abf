"""The code of docs/webhooks.md does what it says."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from nexus.webhooks.following import MOST_WAITING
from nexus.webhooks.health import PAUSES
from nexus.webhooks.policies import MOST_WEBHOOKS
from nexus.webhooks.signing import make_salt, secret_of, sign

PAGE = (Path(__file__).resolve().parents[2] / "docs/webhooks.md").read_text("utf-8")
BODY = b'{"type":"entry.saved","data":{"object":"entry-12"}} \xc3\xa9'
RUN = """
const [secret, headers, body] = JSON.parse(process.argv[1]);
console.log(isFromHub(secret, headers, Buffer.from(body, "base64")));
"""


def code(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def cases() -> list[tuple[str, str, dict[str, str], bytes, bool]]:
    secret, other = secret_of(make_salt()), secret_of(make_salt())
    now = int(time.time())

    def headers(by: str, at: int = now) -> dict[str, str]:
        made = sign(by, id="event-1", timestamp=at, body=BODY)
        return {
            "webhook-id": "event-1",
            "webhook-timestamp": str(at),
            "webhook-signature": made,
        }

    both = headers(secret)
    both["webhook-signature"] = f"{headers(other)['webhook-signature']} {both['webhook-signature']}"
    return [
        ("signed", secret, headers(secret), BODY, True),
        ("renewed", secret, both, BODY, True),
        ("another secret", secret, headers(other), BODY, False),
        ("another body", secret, headers(secret), BODY + b" ", False),
        ("another id", secret, {**headers(secret), "webhook-id": "event-2"}, BODY, False),
        ("old", secret, headers(secret, now - 400), BODY, False),
        ("no signature", secret, {**headers(secret), "webhook-signature": "v1,"}, BODY, False),
    ]


def test_python() -> None:
    space: dict[str, Any] = {}
    exec(code("python"), space)
    for name, secret, headers, body, wanted in cases():
        assert space["is_from_hub"](secret, headers, body) is wanted, name


@pytest.mark.skipif(not shutil.which("node"), reason="there is no Node to run JavaScript")
def test_javascript(tmp_path: Path) -> None:
    file = tmp_path / "verify.mjs"
    file.write_text(code("javascript") + RUN.replace("argv[1]", "argv[2]"), encoding="utf-8")
    for name, secret, headers, body, wanted in cases():
        asked = json.dumps([secret, headers, base64.b64encode(body).decode()])
        done = subprocess.run(["node", file, asked], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == str(wanted).lower(), name


def test_figures() -> None:
    assert PAUSES == (5, 60, 300, 1800, 7200, 21600, 43200, 86400)
    assert "5 seconds, 1, 5 and 30 minutes, 2, 6, 12 and 24 hours" in PAGE
    assert f"{MOST_WAITING:,} deliveries waiting" in PAGE
    assert MOST_WEBHOOKS == 10
    assert "ten for each person" in " ".join(PAGE.split())
