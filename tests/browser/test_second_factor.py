"""A passkey and an app in a real browser, whose own authenticator is Chromium's virtual one.

`localhost`, because a browser makes no passkey for an address of numbers.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.running import PASSWORD, Hub

pytestmark = pytest.mark.browser
SOMEBODY = """
import django
django.setup()
from nexus.accounts.models import Person
Person.objects.create_user(email="%s", password="%s", role="learner", name="Test")
"""
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def somebody(hub: Hub, email: str) -> str:
    hub.run(sys.executable, "-c", SOMEBODY % (email, PASSWORD))
    return email


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def say_it_is_me(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def is_fine(page: Page) -> None:
    """Nothing for axe to find; no script was refused by the policy of the page."""
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []


def device(page: Page) -> Any:
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return browser


def test_a_passkey_instead_of_the_password(hub: Hub, open_page: Open) -> None:
    at = hub.url.replace("127.0.0.1", "localhost")
    page = open_page(f"{at}/accounts/login/", width=390)
    device(page)
    sign_in(page, somebody(hub, "passkey@people.test"))
    page.get_by_role("link", name="Add one").click()
    is_fine(page)
    page.get_by_role("link", name="Add a passkey").click()
    say_it_is_me(page)
    is_fine(page)
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("They are shown this once")).to_be_visible()
    is_fine(page)
    page.goto(f"{at}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(f"{at}/accounts/login/?next=/people/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{at}/people/")


def test_an_app_after_the_password_and_a_browser_without_passkey(hub: Hub, open_page: Open) -> None:
    at = hub.url.replace("127.0.0.1", "localhost")
    page = open_page(f"{at}/accounts/login/", theme="dark")
    email = somebody(hub, "app@people.test")
    sign_in(page, email)
    page.goto(f"{at}/accounts/2fa/totp/activate/")
    is_fine(page)
    say_it_is_me(page)
    is_fine(page)
    secret = page.locator(".secret").inner_text()
    # The code of the half minute before: the one of now is wanted below.
    now = int(page.evaluate("Date.now() / 30000"))
    page.get_by_label("Authenticator code").fill(format_hotp_value(hotp_value(secret, now - 1)))
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("They are shown this once")).to_be_visible()
    codes = page.locator(".codes").inner_text().split()
    page.context.clear_cookies()
    page.goto(f"{at}/accounts/login/")
    sign_in(page, email)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    is_fine(page)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My page")).to_be_visible()
