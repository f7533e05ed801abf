"""Lighthouse (mobile) on the pages that people land on, of a published hub. Needs npm.

    python -m bench.lighthouse

Prints the four scores of each page, 0–100, and ends with 1 when one is below 95.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scripts.ensure_browser import find_browser
from tests.browser.running import start_hub

LIGHTHOUSE = "lighthouse@12.8.2"  # the last that runs on Node 20
PAGES = ("/", "/challenges/n-plus-one-queries", "/search/?q=select_related")
LEAST = 95
PUBLISH = """
import django
django.setup()
from nexus.accounts.models import Person
from nexus.accounts.services import publish_hub
publish_hub(actor=Person.objects.get(email="maintainer@people.test"), published=True)
"""


class CannotMeasure(Exception):
    """Why Lighthouse says nothing, in a few words."""


def report_on(url: str, folder: Path) -> dict[str, Any]:
    """What Lighthouse says of a page, on its phone with slow 4G. Raises CannotMeasure."""
    browser, npx = find_browser(), shutil.which("npx")
    if npx is None or not browser:
        raise CannotMeasure("there is no npx" if npx is None else "there is no Chromium")
    report = folder / "report.json"
    command = [npx, "--yes", LIGHTHOUSE, url, "--quiet", "--output=json"]
    command += [f"--output-path={report}", "--chrome-flags=--headless=new --no-sandbox"]
    environment = {**os.environ, "CHROME_PATH": str(browser)}
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise CannotMeasure((done.stderr.strip().splitlines() or ["Lighthouse failed"])[-1][:200])
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def scores_of(url: str, folder: Path) -> dict[str, int]:
    """Category → score."""
    found = report_on(url, folder)["categories"]
    return {name: round(category["score"] * 100) for name, category in found.items()}


def readable_after(url: str, folder: Path) -> float:
    """Seconds until the largest text of a page stands on the phone. Raises CannotMeasure."""
    audit = report_on(url, folder)["audits"]["largest-contentful-paint"]
    if "numericValue" not in audit:
        raise CannotMeasure(audit.get("errorMessage", "nothing was painted"))
    return float(audit["numericValue"]) / 1000


def main() -> int:
    with TemporaryDirectory(prefix="nexus-lighthouse-") as text:
        folder = Path(text)
        hub = start_hub(folder)
        lowest = 100
        try:
            hub.run(sys.executable, "-c", PUBLISH)
            for page in PAGES:
                scores = scores_of(f"{hub.url}{page}", folder)
                lowest = min(lowest, *scores.values())
                print(page, ", ".join(f"{name} {score}" for name, score in scores.items()))
        finally:
            hub.stop()
    return 0 if lowest >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
