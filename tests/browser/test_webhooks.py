"""A learner adds a webhook on their page, and a program of theirs hears of what they write."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.running import wait_for
from tests.webhooks.receiver import receiving
from tests.webhooks.test_sending import fits

pytestmark = pytest.mark.browser


def test_from_the_form_to_the_log(open_page: Open) -> None:
    page = open_page("/me/webhooks/", role="learner")
    with receiving() as receiver:
        page.get_by_label("What is it for").fill("My board")
        page.get_by_label("Address").fill(receiver.url)
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("heading", name="My board")).to_be_visible()
        secret = page.locator(".secret").inner_text()
        address = page.url
        page.goto("/write/entry/")
        page.get_by_label("What it is").select_option("practice")
        page.get_by_label("Title").fill("Tell programs what changed")
        page.get_by_label("Text").fill("They need not ask all the time.")
        page.get_by_role("button", name="Write it down").click()
        expect(page.get_by_role("heading", name="Tell programs what changed")).to_be_visible()
        got = receiver.wait_for(1, 30)[0]
        assert json.loads(got.body)["type"] == "entry.created"
        assert fits(got, secret)
        page.goto(address)
        expect(page.locator(".secret")).to_have_count(0)
        row = page.get_by_role("listitem").filter(has_text=got.headers["webhook-id"])
        wait_for("it is delivered", lambda: page.reload() and "Delivered" in row.inner_text())
        assert "answered 204" in row.inner_text()
        row.get_by_role("button", name="Send again").click()
        again = receiver.wait_for(2, 30)[1]
        assert again.headers["webhook-id"] == got.headers["webhook-id"]
        page.get_by_role("button", name="Remove").click()
        expect(page.get_by_text("The webhook is gone.")).to_be_visible()


def test_what_cannot_be_used_is_said_and_kept(open_page: Open) -> None:
    page = open_page("/me/webhooks/", role="learner")
    page.get_by_label("What is it for").fill("Inside")
    page.get_by_label("Address").fill("https://10.0.0.7/")
    page.get_by_label("Entries", exact=True).uncheck()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("It is on a private network.")).to_be_visible()
    expect(page.get_by_label("What is it for")).to_have_value("Inside")
