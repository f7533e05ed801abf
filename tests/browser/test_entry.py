"""An entry in the browser: the lines behind a sentence, folding, causes, what no longer works."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
ENTRY = "/challenges/n-plus-one-queries"


def first_mark(page: Page) -> tuple[str, int]:
    """What its first fix was told with, and the number of the line."""
    mark = page.locator(".solution a.source").first
    href = mark.get_attribute("href") or ""
    return href, int(href.rpartition("#L")[2])


def test_focus_shows_the_lines_and_escape_closes_them(open_page: Open) -> None:
    page = open_page(ENTRY, role="learner")
    mark = page.locator(".solution a.source").first
    href, number = first_mark(page)
    mark.focus()
    box = page.locator(".peek")
    expect(box.locator("li").first).to_have_attribute("value", str(number))
    expect(box.get_by_role("link")).to_have_attribute("href", re.compile(re.escape(href)))
    expect(mark).to_have_attribute("aria-describedby", "nx-peek-lines")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(href) + "$"))


def test_hover_shows_them_and_leaving_hides_them(open_page: Open) -> None:
    page = open_page(ENTRY, role="learner")
    page.locator(".solution a.source").first.hover()
    expect(page.locator(".peek li").first).to_be_visible()
    page.locator(".peek").hover()
    expect(page.locator(".peek")).to_be_visible()
    page.locator("h1").hover()
    expect(page.locator(".peek")).to_have_count(0)


def test_a_tap_opens_a_sheet_that_leads_on(open_page: Open) -> None:
    page = open_page(ENTRY, role="learner", width=390, has_touch=True)
    href, _ = first_mark(page)
    page.locator(".solution a.source").first.tap()
    expect(page.locator(".peek li").first).to_be_visible()
    expect(page).to_have_url(re.compile(f"{ENTRY}$"))
    page.locator(".peek").get_by_role("link").tap()
    expect(page).to_have_url(re.compile(re.escape(href) + "$"))


def test_without_scripts_the_mark_is_a_link(open_page: Open) -> None:
    page = open_page(ENTRY, role="learner")
    state = page.context.storage_state()
    plain = open_page(ENTRY, java_script_enabled=False)
    expect(plain.locator("a.source")).to_have_count(0)  # not for who may not read documents
    plain.context.add_cookies(state["cookies"])
    plain.reload()
    href, _ = first_mark(plain)
    plain.locator(".solution a.source").first.click()
    expect(plain).to_have_url(re.compile(re.escape(href) + "$"))


def test_what_causes_what_is_said_and_taken_back(open_page: Open) -> None:
    page = open_page(ENTRY, role="learner")
    page.get_by_text("Say what causes what").click()
    page.get_by_label("This one is").select_option("cause-of")
    page.get_by_label("the challenge").fill("challenges/cors-blocked")
    page.get_by_role("button", name="Add", exact=True).click()
    said = page.get_by_role("list", name="Cause of")
    expect(said.get_by_role("listitem")).to_have_count(1)
    other = open_page("/challenges/cors-blocked")
    expect(other.get_by_role("list", name="Caused by")).to_be_visible()
    said.get_by_role("button", name=re.compile("^Take back")).click()
    expect(page.get_by_role("list", name="Cause of")).to_have_count(0)


def test_no_longer_works_asks_since_when(open_page: Open) -> None:
    page = open_page("/challenges/throttled-429", role="learner")
    page.get_by_text("No longer works").first.click()
    page.get_by_label("Since which version?").first.fill("Django 9.9")
    page.get_by_role("button", name="Say so").first.click()
    expect(page.locator(".facts")).to_contain_text("no longer works for 1 since Django 9.9")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="No longer works").first.click()
    page.reload()
    expect(page.locator(".facts")).not_to_contain_text("no longer works")


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_when_all_is_open(open_page: Open, width: int, theme: str) -> None:
    page = open_page(ENTRY, role="learner", width=width, theme=theme)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.locator(".solution a.source").first.focus()
    expect(page.locator(".peek li").first).to_be_visible()
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in violations] == []
