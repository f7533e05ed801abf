"""What CHANGELOG.md says of a version: release_notes.py v1.2.3. It must name it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def notes(version: str, text: str) -> str:
    """The part under its heading. Raises SystemExit where there is none."""
    number = re.escape(version.removeprefix("v"))
    found = re.search(
        rf"^## \[?{number}\]?[^\n]*\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE
    )
    if not found:
        raise SystemExit(
            f"CHANGELOG.md has no heading “## {version.removeprefix('v')}”; write it first."
        )
    return found[1].strip() + "\n"


if __name__ == "__main__":
    print(notes(sys.argv[1], PAGE.read_text("utf-8")), end="")
