"""A learner's first hour: stuck at night, then able to give something back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
both = pytest.mark.parametrize("width", [1280, 390])
TRACEBACK = """Traceback (most recent call last):
  File "/home/sam/shop/manage.py", line 22, in <module>
    main()
  File "/home/sam/.venv/lib/python3.12/site-packages/psycopg/connection.py", line 99, in connect
    raise last_ex.with_traceback(None)
django.db.utils.OperationalError: connection failed: connection to server at "127.0.0.1", port 5432
failed: Connection refused
"""
README = """# Parcel tracker {n}

## Technologies

- **Redis**: remembers where a parcel was seen last.

## Challenges

**Challenge:** The list of parcels made a query for every row (N+1 queries).

**Solution:** We added select_related to the queryset and counted queries in a test.
"""


@both
def test_a_pasted_error_leads_to_its_fix(open_page: Open, width: int) -> None:
    page = open_page("/", width=width)
    page.get_by_label("Paste an error or ask").fill(TRACEBACK)
    page.get_by_role("main").get_by_role("button", name="Search").click()
    first = page.locator("article.result").first
    expect(first).to_contain_text("looks like your error")
    first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The web container cannot reach PostgreSQL on localhost"
    )
    for field in ("Symptom", "Cause", "Fix", "How to check", "Versions"):
        expect(page.get_by_role("heading", name=field, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Copy").first).to_be_visible()


@both
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("blocking requests", "A long task blocks the request until it times out"),
        ("N+1", "A list gets slow because of N+1 queries"),
        ("select_related", "A list gets slow because of N+1 queries"),
    ],
)
def test_words_lead_to_a_fix(open_page: Open, width: int, query: str, title: str) -> None:
    page = open_page("/", width=width)
    page.get_by_label("Paste an error or ask").fill(query)
    page.get_by_label("Paste an error or ask").press("Enter")
    titles = page.locator("article.result h2")
    expect(titles.first).to_be_visible()
    assert title in titles.all_inner_texts()[:3]


@both
def test_a_slip_is_put_right(open_page: Open, width: int) -> None:
    page = open_page("/search/?q=rate+limt", width=width)
    page.get_by_role("link", name="rate limit", exact=True).click()
    expect(page).to_have_url(re.compile(r"q=rate(%20|\+)limit$"))
    assert "The API answers 429" in " ".join(
        page.locator("article.result h2").all_inner_texts()[:3]
    )


@both
def test_nothing_fits_and_the_page_offers_what_to_do(open_page: Open, width: int) -> None:
    page = open_page("/search/?q=zymurgy+quaternion", role="learner", width=width)
    expect(page.get_by_role("link", name="Still stuck")).to_be_visible()
    page.get_by_role("link", name="Write it down").last.click()
    expect(page.get_by_label("In a few words")).to_have_value("zymurgy quaternion")


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_search_while_typing(open_page: Open, key: str) -> None:
    page = open_page("/technologies/")
    page.locator("body").press(key)
    page.keyboard.type("select_rel")
    option = page.get_by_role("dialog").get_by_role("option").filter(has_text="N+1").first
    expect(option).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


@both
def test_same_here_and_worked_for_me(open_page: Open, width: int) -> None:
    slug = {1280: "cors-blocked", 390: "circular-import"}[width]
    page = open_page(f"/challenges/{slug}", role="learner", width=width)
    for label in ("Same here", "Worked for me"):
        button = page.get_by_role("button", name=re.compile(f"^{label}")).first  # of the challenge
        expect(button).to_have_text(re.compile(r"\b0$"))
        button.click()
        expect(button).to_have_text(re.compile(r"\b1$"))
        expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator(".facts")).to_contain_text("worked for 1")


@both
def test_what_others_met_is_folded_and_leads_to_its_lines(open_page: Open, width: int) -> None:
    page = open_page("/challenges/n-plus-one-queries", role="learner", width=width)
    voice = page.locator("blockquote.voice").first
    expect(voice).to_be_hidden()
    page.locator("details.voices > summary").click()
    expect(voice).to_be_visible()
    voice.get_by_role("link", name=re.compile(r"^line \d+")).click()
    expect(page).to_have_url(re.compile(r"/documents/\d+#L\d+$"))


@both
def test_a_challenge_is_written_in_a_minute(open_page: Open, width: int) -> None:
    page = open_page("/write/", role="learner", width=width)
    page.get_by_label("The error, as it stands").fill(f"GizmoError: no gizmo on bench {width}")
    page.get_by_label("What you tried").fill("Turning it off and on.")
    page.get_by_label("What fixed it").fill("Plug the gizmo in.")
    page.get_by_label("Versions").fill("Gizmo 3.1")
    page.get_by_role("main").get_by_role("button", name="Write it down").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("GizmoError")
    expect(page.get_by_text("Plug the gizmo in.")).to_be_visible()
    expect(page.get_by_text("Gizmo 3.1")).to_be_visible()
    expect(page.get_by_text("Not known yet").first).to_be_visible()
    page.goto(f"/search/?q=GizmoError+bench+{width}")
    expect(page.locator("article.result").first).to_contain_text(f"bench {width}")


def bring(page: Page, how: str, number: int, folder: Path) -> None:
    text = README.format(n=number)
    if how == "paste":
        page.get_by_label("Markdown").fill(text)
        page.get_by_label("Name", exact=True).fill(f"parcel-{number}.md")
    else:
        (folder / f"parcel-{number}.md").write_text(text, encoding="utf-8")
        page.locator("#nx-files").set_input_files(folder / f"parcel-{number}.md")
    page.get_by_role("button", name="Bring it in").click()


@both
@pytest.mark.parametrize("how", ["paste", "file"])
def test_bringing_a_readme(open_page: Open, tmp_path: Path, width: int, how: str) -> None:
    number = width * 10 + (how == "file")
    page = open_page("/import/", role="learner", width=width)
    bring(page, how, number, tmp_path)
    expect(page.get_by_role("heading", name="It is in")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name="A list gets slow because of N+1 queries")).to_be_visible()
    page.get_by_role("link", name=f"Parcel tracker {number}").click()
    expect(page.get_by_role("link", name="Redis", exact=True)).to_be_visible()
    page.goto("/import/")
    bring(page, how, number, tmp_path)
    expect(page.get_by_text("1 already here.")).to_be_visible(timeout=60_000)


@both
def test_reading_without_scripts(open_page: Open, width: int) -> None:
    page = open_page("/", width=width, java_script_enabled=False)
    page.get_by_label("Paste an error or ask").fill("N+1")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="A list gets slow because of N+1 queries").click()
    expect(page.get_by_role("heading", name="Fix", exact=True)).to_be_visible()
    page.locator("details.voices > summary").click()
    expect(page.locator("blockquote.voice").first).to_be_visible()
