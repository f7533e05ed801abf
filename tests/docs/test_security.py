"""Each test that docs/security.md names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_named_test_exists() -> None:
    named = re.findall(
        r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/security.md").read_text("utf-8")
    )
    assert len(named) > 25
    for file, function in named:
        assert re.search(rf"^def {function}\b", (ROOT / file).read_text("utf-8"), re.MULTILINE), (
            function
        )
