"""The lead of a programme: a whole cohort in, then the hub goes public."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
DOCUMENT = "# Tide service {n}\n\n## Technologies\n\n- **Celery**: fetches the tides.\n"


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """A folder with a list, a file that has words, one that is empty, and one that is not there."""
    (tmp_path / "one.md").write_text(DOCUMENT.format(n="one"), encoding="utf-8")
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    (tmp_path / "cohort.csv").write_text(
        "source,person,cohort,track\n"
        "one.md,Ona Tidewater,Tides,backend\n"
        "empty.md,Emil Hollow,Tides,backend\n"
        "gone.md,Gus Nowhere,Tides,frontend\n"
        "http://127.0.0.1:9/nothing.git,Una Reach,Tides,frontend\n",
        encoding="utf-8",
    )
    return tmp_path


def bring_cohort(page: Page, folder: Path) -> None:
    page.goto("/import/")
    page.locator("#nx-files").set_input_files([folder / "one.md", folder / "empty.md"])
    page.locator("#nx-cohort-list").set_input_files(folder / "cohort.csv")
    page.get_by_role("button", name="Bring the cohort in").click()
    expect(page.get_by_role("heading", name="It is in")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_cohort_comes_in_once(open_page: Open, cohort: Path, width: int) -> None:
    page = open_page("/", role="maintainer", width=width)
    (cohort / "one.md").write_text(DOCUMENT.format(n=width), encoding="utf-8")
    bring_cohort(page, cohort)
    failed = page.get_by_role("heading", name="What could not be used").locator("+ ul")
    expect(failed).to_contain_text("empty.md")
    expect(failed).to_contain_text("It is empty.")
    expect(failed).to_contain_text("gone.md")
    expect(failed).to_contain_text("127.0.0.1:9")
    expect(page.get_by_role("link", name=f"Tide service {width}")).to_be_visible()
    bring_cohort(page, cohort)
    expect(page.get_by_text("1 already here.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\b\d+ new\."))).to_have_count(0)


def test_an_invite_makes_a_learner(open_page: Open) -> None:
    page = open_page("/people/", role="maintainer")
    page.get_by_role("button", name=re.compile("invite", re.I)).first.click()
    link = page.locator("text=/invite\\//").first.inner_text().strip()
    address = re.search(r"/invite/[\w-]+/", link)
    assert address, link
    newcomer = open_page(address[0])
    newcomer.get_by_role("link", name="Make an account").click()
    newcomer.get_by_label("Email").fill("newcomer@people.test")
    newcomer.get_by_label("Password", exact=True).fill("a long enough pass phrase")
    newcomer.get_by_role("main").get_by_role("button").last.click()
    newcomer.get_by_role("button", name="Join").click()
    newcomer.goto("/write/")
    expect(newcomer.get_by_role("heading", name="Write it down")).to_be_visible()


def soon(look: Callable[[], bool]) -> bool:
    """Readers who are not signed in see a change within a second; a busy machine may take more."""
    deadline = time.monotonic() + 5
    while not (seen := look()) and time.monotonic() < deadline:
        pass
    return seen


def test_the_hub_is_published_and_made_private_again(open_page: Open) -> None:
    nobody = open_page("/")

    def status(path: str) -> int:
        return nobody.request.get(path).status

    def is_hidden() -> bool:
        nobody.reload()
        return nobody.locator("meta[name=robots]").count() == 1

    assert status("/feed.atom") == 404
    assert nobody.locator("meta[name=robots]").get_attribute("content") == "noindex, nofollow"
    page = open_page("/me/", role="maintainer")
    page.get_by_role("button", name="Publish the hub").click()
    for path in ("/feed.atom", "/sitemap.xml", "/llms.txt"):
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert soon(lambda path=path: status(path) == 200)  # type: ignore[misc]
    assert soon(lambda: not is_hidden())
    page.goto("/me/")
    page.get_by_role("button", name=re.compile("private", re.I)).click()
    expect(page.get_by_role("button", name="Publish the hub")).to_be_visible()
    assert soon(lambda: status("/feed.atom") == 404)
