"""The TypeScript client against the running hub, and its example page in the browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.running import ROOT, Hub, free_port

pytestmark = pytest.mark.browser
CLIENT = ROOT / "clients" / "typescript"
TOKEN = """
import sys
import django
django.setup()
from nexus.accounts.models import Person
from nexus.accounts.services import create_token
print(create_token(actor=Person.objects.get(email="learner@people.test"), name=sys.argv[1])[1])
"""


def npm(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        ["npm", *words],
        cwd=CLIENT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def token_of(hub: Hub, name: str) -> str:
    made = subprocess.run(
        [sys.executable, "-c", TOKEN, name],
        env=hub.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()


@pytest.fixture(scope="session")
def built() -> Path:
    if not (CLIENT / "node_modules").exists():
        npm("ci", "--silent")
    npm("run", "--silent", "build")
    return CLIENT / "dist"


@pytest.fixture
def example(hub: Hub, built: Path, chromium: Browser) -> Iterator[Page]:
    """The example as `npm start` serves it, open; errors of its script fail the test."""
    port = free_port()
    process = subprocess.Popen(
        ["node", "example/serve.mjs"],
        cwd=CLIENT,
        env={**os.environ, "PORT": str(port), "NEXUS_URL": hub.url},
        stdout=subprocess.PIPE,
        text=True,
    )
    context = chromium.new_context()
    problems: list[str] = []
    try:
        assert process.stdout is not None
        assert hub.url in process.stdout.readline()
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"http://127.0.0.1:{port}/")
        yield page
    finally:
        context.close()
        process.terminate()
        process.wait(10)
    assert problems == []


def test_the_client(hub: Hub, built: Path) -> None:
    npm("test", NEXUS_URL=hub.url, NEXUS_TOKEN=token_of(hub, "client"))


def test_search_an_entry_and_what_changes(hub: Hub, example: Page) -> None:
    page = example
    page.get_by_label("Words, or a pasted error").fill("n-plus-one")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("found")
    page.locator("#found button").first.click()
    article = page.locator("#entry")
    expect(article.get_by_role("heading").first).to_be_visible()
    title = article.get_by_role("heading").first.inner_text()
    entry: Any = hub.read("/api/v1/search/?q=n-plus-one")["results"][0]["entry"]
    assert title == entry["title"]
    version = hub.read(f"/api/v1/entries/{entry['id']}/")["version"]
    expect(article).to_contain_text(f"version {version}")
    write(hub, entry["id"])
    expect(page.locator("#live")).to_contain_text(f"entry.saved {entry['id']}")
    expect(article).to_contain_text(f"version {version + 1}")


def test_nothing_is_found(example: Page) -> None:
    example.get_by_label("Words, or a pasted error").fill("zymurgy")
    example.get_by_role("button", name="Search").click()
    expect(example.get_by_role("status")).to_have_text("0 found")


def write(hub: Hub, entry: str) -> None:
    """Another version of an entry, as a learner."""
    lead = hub.read(f"/api/v1/entries/{entry}/")["lead"]
    request = Request(
        f"{hub.url}/api/v1/entries/{entry}/",
        data=json.dumps({"lead": f"{lead}\n\nSeen live.\n"}).encode(),
        method="PUT",
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token_of(hub, 'example')}",
            "If-Match": "*",
        },
    )
    with urlopen(request, timeout=60) as answer:
        assert answer.status == 200
