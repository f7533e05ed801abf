"""A curator's quarter hour: ten questions by the keyboard, an entry taken in hand, all undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
both = pytest.mark.parametrize("width", [1280, 390])


def question_of(page: Page) -> str:
    """The key of the question that is open."""
    return page.locator("[data-desk] input[name=question]").first.input_value()


def press(page: Page, key: str) -> None:
    """One key, and the page that follows it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def to_pair(page: Page) -> None:
    """Leave unsolved challenges and disputed fixes, which come first, until a pair is asked."""
    while not page.get_by_role("heading", name="Are these the same?").count():
        press(page, "k")


@both
def test_one_key_an_answer(open_page: Open, width: int) -> None:
    page = open_page("/desk/", role="mentor", width=width)
    expect(page.get_by_text(re.compile(r"Today: \d+ decisions, about \d+ minutes"))).to_be_visible()
    to_pair(page)
    expect(page.locator(".sides > *")).to_have_count(2)
    first = question_of(page)
    press(page, "k")
    second = question_of(page)
    assert second != first
    press(page, "d")
    third = question_of(page)
    assert third not in {first, second}
    expect(page.get_by_text("Last: ")).to_be_visible()
    press(page, "u")
    assert question_of(page) == second
    expect(page.get_by_text("Last: ")).to_have_count(0)


def test_the_same_brings_two_voices_to_one_page_and_undo_parts_them(open_page: Open) -> None:
    page = open_page("/desk/", role="mentor")
    to_pair(page)
    key = question_of(page)
    words = page.locator(".sides > *").first.locator("h3, strong").first.inner_text().strip()
    press(page, "s")
    said = page.locator("form.undo").inner_text()
    page.goto("/desk/log/")
    row = page.locator("ul.rows > li").first
    expect(row).to_contain_text(said.removeprefix("Last: ").partition(". Undo")[0][:40])
    expect(row).to_contain_text(re.compile(r"curator \d+, "))
    row.get_by_role("button", name="Undo").click()
    expect(page.locator("ul.rows > li").first).to_contain_text("undone by")
    page.goto("/desk/")
    expect(page.locator("ol.rows")).to_contain_text(words[:30])
    assert key


def test_all_above_a_likeness_and_back(open_page: Open) -> None:
    page = open_page("/desk/", role="mentor")
    before = page.locator("ol.rows > li").count()
    page.goto("/desk/accept/?score=0.45")
    pairs = page.locator("ol.rows > li").count()
    assert pairs > 0
    page.get_by_role("button", name=re.compile("^Accept")).click()
    expect(page.get_by_role("status").or_(page.get_by_role("alert")).first).to_be_visible()
    page.goto("/desk/log/")
    for _ in range(page.get_by_role("button", name="Undo").count()):
        page.get_by_role("button", name="Undo").first.click()
        page.goto("/desk/log/")
    page.goto("/desk/")
    expect(page.locator("ol.rows > li")).to_have_count(before)


def shelf(page: Page) -> list[tuple[str, str, int]]:
    """What stands in the reference: address, title and voices of all challenges and practices."""
    found: list[tuple[str, str, int]] = []
    for kind in ("challenge", "practice"):
        url: str | None = f"/api/v1/entries/?kind={kind}&order=title&limit=100"
        while url:
            answer = page.request.get(url).json()
            found += [(e["url"], e["title"], e["voice_count"]) for e in answer["results"]]
            url = answer["next"]
    return sorted(found)


def test_a_quarter_hour(open_page: Open) -> None:
    """All of today's questions, one key each; who did what; and everything undone again."""
    page = open_page("/desk/", role="mentor")
    before = shelf(page)
    promised = re.search(r"Today: (\d+) decisions", page.inner_text(".list-head"))
    assert promised
    questions, answers = page.locator("[data-desk]"), list[str]()
    while questions.count() and len(answers) < int(promised[1]):
        is_pair = page.get_by_role("heading", name="Are these the same?").count()
        key = "sd"[len(answers) % 2] if is_pair else "k"
        press(page, key)
        answers.append(key)
    assert len(answers) == int(promised[1])
    decided = [key for key in answers if key != "k"]
    assert {"s", "d"} <= set(decided)
    assert shelf(page) != before, "what is the same came together"
    page.goto("/desk/log/")
    rows = page.locator("ul.rows > li")
    undo = rows.get_by_role("button", name="Undo")
    mine = undo.count()
    assert mine == len(decided)
    expect(rows.first).to_contain_text(re.compile(r"curator \d+, "))
    for left in range(mine, 0, -1):
        expect(undo).to_have_count(left)
        undo.first.click()
    expect(undo).to_have_count(0)
    assert shelf(page) == before
    expect(rows.first).to_contain_text("undone by")


@both
def test_an_entry_taken_in_hand(open_page: Open, width: int) -> None:
    page = open_page("/challenges/", role="mentor", width=width)
    entry = page.request.get("/api/v1/entries/?kind=challenge&order=voices").json()["results"]
    told = [e for e in entry if e["statement_count"] > 2][0 if width == 1280 else 1]
    page.goto(f"{told['url']}/curate/")
    boxes = page.locator("input[name=statements]")
    count = boxes.count()
    boxes.first.check()
    page.get_by_label("Split: title of the new entry").fill(f"A gremlin of {width} px")
    page.get_by_role("button", name="Split them off").click()
    page.goto(f"/challenges/a-gremlin-of-{width}-px")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"A gremlin of {width} px")
    page.goto(f"/challenges/a-gremlin-of-{width}-px/curate/")
    page.locator("#nx-merge-into").fill(told["title"])
    page.get_by_role("button", name="Merge into it").click()
    page.goto(f"/challenges/a-gremlin-of-{width}-px")
    expect(page).to_have_url(re.compile(re.escape(told["url"])))
    page.goto(f"{told['url']}/curate/")
    expect(page.locator("input[name=statements]")).to_have_count(count)
    page.goto("/desk/log/")
    for _ in range(2):
        page.get_by_role("button", name="Undo").first.click()
        page.goto("/desk/log/")
    page.goto(f"{told['url']}/curate/")
    expect(page.locator("input[name=statements]")).to_have_count(count)
    expect(page.get_by_label("Title", exact=True)).to_have_value(told["title"])
