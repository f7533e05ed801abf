"""The first view of an entry is light."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.running import Hub

pytestmark = pytest.mark.browser
MOST_BYTES, MOST_SCRIPT, MOST_REQUESTS = 90 * 1024, 25 * 1024, 12


def test_an_entry_costs_little(hub: Hub, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    session.on("Network.loadingFinished", finished)
    page.goto(f"{hub.url}/challenges/n-plus-one-queries", wait_until="networkidle")
    script = sum(size for key, size in sizes.items() if kinds.get(key) == "Script")
    context.close()
    assert len(sizes) <= MOST_REQUESTS
    assert 0 < script <= MOST_SCRIPT
    assert MOST_SCRIPT < sum(sizes.values()) <= MOST_BYTES
