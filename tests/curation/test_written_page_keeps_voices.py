"""Who writes a page has its voices before them: no later run takes these away."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.curation.models import Evidence
from nexus.curation.services import move_statements, refresh, refresh_evidence
from nexus.library.models import Entry
from nexus.library.services import create_entry, save_lead

WRITE_TESTS = "Write unit tests for every function"
HABITS = (WRITE_TESTS, "Cover new code with automated tests", "Test early with unit tests")
LATER = (
    "Write automated tests before merging",
    "Add unit tests to each module",
    "Automate tests of the whole system",
    "Use unit and integration tests",
)


@pytest.fixture(params=["mended", "anew"])
def run(request: pytest.FixtureRequest, monkeypatch: Any) -> Any:
    """A later run, of both kinds."""
    if request.param == "mended":
        monkeypatch.setattr(refresh, "FEW", 0)
        monkeypatch.setattr(refresh, "GROWN", 1000)
        return refresh_evidence
    return lambda: refresh_evidence(whole=True)


def tell(bring: Any, person: Person, name: str, *habits: str) -> None:
    text = "# Notes\n\n## Best practices\n\n" + "".join(f"- {habit}\n" for habit in habits)
    bring(person, (f"{name}.md", text.encode()))


def on(entry: Entry) -> set[str]:
    rows = Evidence.objects.filter(entry=entry)
    return set(rows.values_list("statement__title", flat=True))


def page_of(title: str) -> Entry:
    return Entry.objects.get(evidence__statement__title=title)


def test_a_page_of_a_theme_that_is_written_and_named_anew(
    bring: Any, make_person: Any, mentor: Person, run: Any
) -> None:
    """Later voices of the theme come to it too, for it is the theme's page still."""
    for number, habit in enumerate(HABITS):
        tell(bring, make_person(), str(number), habit)
    page = page_of(HABITS[0])
    assert on(page) == set(HABITS)
    save_lead(actor=mentor, entry=page, lead="Begin small.", expected_version=0, title="Begin")
    run()
    assert on(page) == set(HABITS)
    tell(bring, make_person(), "later", LATER[0])
    run()
    assert on(page) == {*HABITS, LATER[0]}


def test_voices_that_came_by_name_are_not_outvoted(
    bring: Any, make_person: Any, mentor: Person, run: Any
) -> None:
    """They named the page when they were half of their theme, and are few of it now."""
    page = create_entry(actor=mentor, kind="practice", title=WRITE_TESTS, lead="Begin small.")
    tell(bring, make_person(), "first", WRITE_TESTS)
    run()
    assert on(page) == {WRITE_TESTS}
    for number, habit in enumerate(LATER):
        tell(bring, make_person(), str(number), habit)
    run()
    assert on(page) == {WRITE_TESTS, LATER[0]}, "the first of them came along: half named it"
    assert on(page_of(LATER[1])) == set(LATER[1:])


def test_a_curator_moves_them(bring: Any, make_person: Any, mentor: Person, run: Any) -> None:
    for number, habit in enumerate(HABITS):
        tell(bring, make_person(), str(number), habit)
    page = page_of(HABITS[0])
    save_lead(actor=mentor, entry=page, lead="Begin small.", expected_version=0, title="Begin")
    other = create_entry(actor=mentor, kind="practice", title="Another thing", lead="It is.")
    statement = Evidence.objects.get(statement__title=HABITS[1]).statement_id
    move_statements(actor=mentor, statement_pks=[statement], into=other)
    run()
    assert (on(other), on(page)) == ({HABITS[1]}, {HABITS[0], HABITS[2]})
