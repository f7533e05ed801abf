"""One hub and one Chromium for all browser tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.ensure_browser import find_browser
from tests.browser.running import PASSWORD, Hub, start_hub

Open = Callable[..., Page]
SIZES = {1280: 900, 390: 844, 320: 640}
# Long enough for a machine that runs other checks beside: how fast a page is, benchmarks say.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    running = start_hub(tmp_path_factory.mktemp("hub"))
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_browser()
    assert path, "There is no Chromium: run `make dev`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(hub: Hub, chromium: Browser) -> dict[str, Any]:
    """Cookies by role, won through the real sign-in page."""
    states: dict[str, Any] = {}
    for role in ("learner", "mentor", "maintainer"):
        context = chromium.new_context()
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(f"{hub.url}/accounts/login/")
        page.get_by_label("Email").fill(f"{role}@people.test")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("link", name="My page").first.wait_for()
        states[role] = context.storage_state()
        context.close()
    return states


@pytest.fixture
def open_page(hub: Hub, chromium: Browser, signed_in: dict[str, Any]) -> Iterator[Open]:
    """A page of the hub for a role, a width and a theme; script errors fail the test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(
        path: str = "/", *, role: str = "", width: int = 1280, theme: str = "light", **more: Any
    ) -> Page:
        context = chromium.new_context(
            base_url=hub.url,
            viewport={"width": width, "height": SIZES[width]},
            color_scheme="dark" if theme == "dark" else "light",
            storage_state=signed_in.get(role),
            **more,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []
