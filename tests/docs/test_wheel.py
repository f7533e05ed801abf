"""A hub that is installed from the wheel finds all that it reads."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("nexus", "config", "content", "docs/errors.md")
NEEDED = ("pyproject.toml", "LICENSE", *SHIPPED)


def tracked(*paths: str) -> set[str]:
    """Files that are kept in version control, but for hidden ones."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *paths]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    there = {name for name in done.stdout.splitlines() if (ROOT / name).exists()}
    return {name for name in there if not Path(name).name.startswith(".")}


@pytest.mark.once
def test_the_wheel_holds_what_the_hub_reads(tmp_path: Path) -> None:
    for name in tracked(*NEEDED):
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "source" / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    command += ["--no-index", "--disable-pip-version-check", "--wheel-dir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "source")], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == tracked(*SHIPPED)
