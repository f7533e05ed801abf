"""The runbook's commands work as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.keeping.hubs import NAMES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "runbook.md"


def blocks() -> list[str]:
    return re.findall(r"^```bash run\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_the_runbook_is_run(tmp_path: Path) -> None:
    assert len(blocks()) == 3
    folders = {"NEXUS_DATA": "hub", "BACKUPS": "backups", "OTHER": "other"}
    for name in folders.values():
        (tmp_path / name).mkdir()
    kept = {key: value for key, value in os.environ.items() if key not in NAMES}
    chosen = {key: str(tmp_path / name) for key, name in folders.items()}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euxc", "\n".join(blocks())],
        env={**kept, **chosen, "PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "backups" / "hub-as-markdown" / "export.json").exists()
    assert (tmp_path / "other" / "nexus.sqlite3").exists()
