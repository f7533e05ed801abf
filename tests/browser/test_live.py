"""Pages hear of what happens while they are open."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.running import Hub

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("NEXUS_SHOTS")
SAVE = """
import django
django.setup()
from nexus.accounts.models import Person
from nexus.library.models import Entry
from nexus.library.services import save_lead
entry = Entry.objects.get(kind="challenge", slug=%r)
person = Person.objects.get(email="mentor@people.test")
save_lead(actor=person, entry=entry, lead=entry.lead + "\\n", expected_version=entry.version)
"""


@pytest.fixture
def entry(hub: Hub) -> dict[str, Any]:
    found: dict[str, Any] = hub.read("/api/v1/entries/?kind=challenge&limit=1")["results"][0]
    return found


def save(hub: Hub, entry: dict[str, Any]) -> None:
    hub.run(sys.executable, "-c", SAVE % entry["slug"])


@pytest.mark.parametrize("page", ["", "/edit/"])
def test_who_reads_or_writes_an_entry_hears_that_it_was_saved(
    hub: Hub, open_page: Open, entry: dict[str, Any], page: str
) -> None:
    opened: Page = open_page(f"{entry['url']}{page}", role="learner")
    notice = opened.get_by_text("Somebody saved this meanwhile.")
    expect(notice).to_be_hidden()
    save(hub, entry)
    expect(notice).to_be_visible()
    for width, theme in ((1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")):
        if SHOTS:
            opened.set_viewport_size({"width": width, "height": 900})
            opened.emulate_media(color_scheme=theme)
            name = f"{page.strip('/') or 'entry'}-{width}-{theme}.png"
            opened.screenshot(path=Path(SHOTS) / name)


def test_an_import_tells_how_far_it_is(hub: Hub, open_page: Open) -> None:
    page: Page = open_page("/import/", role="learner")
    files = [
        {"name": f"live-{n}.md", "mimeType": "text/markdown", "buffer": f"# Live {n}\n".encode()}
        for n in range(30)
    ]
    page.locator("input[type=file]").first.set_input_files(files)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", name="It is in")).to_be_visible(timeout=60_000)
