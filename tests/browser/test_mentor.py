"""A mentor's first hour: mend a lead, see who did what, never lose anybody's words."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
both = pytest.mark.parametrize("width", [1280, 390])
ENTRY = {1280: "/challenges/stale-cache-after-write", 390: "/challenges/missing-secret-key"}


@both
def test_a_lead_is_edited_and_put_back(open_page: Open, width: int) -> None:
    page = open_page(f"{ENTRY[width]}/edit/", role="mentor", width=width)
    cause = page.get_by_label("Cause")
    before = cause.input_value()
    cause.fill(f"{before}\n\nA gremlin of {width} px.")
    page.get_by_label("What you changed").fill("Name the gremlin")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"A gremlin of {width} px.")).to_be_visible()
    page.goto(f"{ENTRY[width]}/history/")
    expect(page.get_by_text("Name the gremlin")).to_be_visible()
    page.get_by_role("link", name="What changed").first.click()
    expect(page.locator("ins", has_text="gremlin")).to_be_visible()
    page.goto(f"{ENTRY[width]}/history/")
    page.get_by_role("button", name="Restore version 1").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(ENTRY[width])
    expect(page.get_by_text("A gremlin of")).to_have_count(0)


@both
def test_a_stale_save_overwrites_nothing(open_page: Open, width: int) -> None:
    where = f"/practices/{'modular-code' if width == 1280 else 'documentation'}/edit/"
    first = open_page(where, role="mentor", width=width)
    second = open_page(where, role="learner", width=width)
    for page, words in ((first, "Words of the first."), (second, "Words of the second.")):
        text = page.get_by_label("Text")
        text.fill(f"{text.input_value()}\n\n{words}")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("Words of the first.")).to_be_visible()
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("alert")).to_contain_text("saved before you")
    assert "Words of the second." in second.get_by_label("Text").input_value()
    first.reload()
    expect(first.get_by_text("Words of the first.")).to_be_visible()
    expect(first.get_by_text("Words of the second.")).to_have_count(0)


def test_a_reference_that_names_nothing_is_reported(open_page: Open) -> None:
    page = open_page("/together/planning/edit/", role="mentor")
    text = page.get_by_label("Text")
    text.fill(f"{text.input_value()}\n\nSee [[The missing gizmo]].")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/links/broken/")
    expect(page.get_by_text("The missing gizmo", exact=True)).to_be_visible()
