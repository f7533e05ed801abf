"""Who writes a page has its voices before them: no later run takes these away.

That is one action in the curators' log, which can be undone.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nexus.accounts.models import Person
from nexus.common.errors import Conflict
from nexus.common.ids import encode_id
from nexus.curation.models import Action, ActionTarget, Decision, Evidence
from nexus.curation.services import (
    move_statements,
    refresh,
    refresh_evidence,
    rename,
    undo_action,
)
from nexus.documents.models import Document, Statement
from nexus.documents.services import erase_document
from nexus.library.models import Entry
from nexus.library.services import create_entry, save_lead
from tests.curation.desk_support import SEATS, bring_challenges, text_of
from tests.support import api_of

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


@pytest.fixture
def page(bring: Any, make_person: Any) -> Entry:
    """Of a theme that three people tell of; nobody wrote it yet."""
    for number, habit in enumerate(HABITS):
        tell(bring, make_person(), str(number), habit)
    return page_of(HABITS[0])


def write(author: Person, page: Entry, title: str = "Begin") -> Action | None:
    """Its first text; returns what that kept."""
    save_lead(actor=author, entry=page, lead="Begin small.", expected_version=0, title=title)
    return Action.objects.filter(kind="keep").last()


def contents(*titles: str) -> set[str]:
    rows = Statement.objects.filter(title__in=titles, is_current=True)
    return set(rows.values_list("content_hash", flat=True))


def test_it_is_one_action_of_who_wrote(page: Entry, learner: Person) -> None:
    kept = write(learner, page)
    assert kept is not None
    assert (kept.text, kept.person) == ("Kept the voices of “Begin” with its first text", learner)
    about = set(ActionTarget.objects.filter(action=kept).values_list("key", flat=True))
    assert about == {encode_id("entry", page.pk), *contents(*HABITS)}
    page.refresh_from_db()
    save_lead(actor=learner, entry=page, lead="Begin now.", expected_version=page.version)
    assert Action.objects.get() == kept


def test_undone_it_lets_all_go_at_once(
    page: Entry, bring: Any, make_person: Any, mentor: Person, learner: Person, run: Any
) -> None:
    kept = write(learner, page)
    tell(bring, make_person(), "later", LATER[0])
    run()
    assert on(page) == {*HABITS, LATER[0]}
    assert kept is not None
    undo_action(actor=mentor, action_pk=kept.pk)
    assert (on(page), Decision.objects.count()) == (set(), 0)
    page.refresh_from_db()
    assert (page.voice_count, page.state) == (0, "published")
    run()
    own = page_of(HABITS[0])
    assert on(page) == set()
    assert (own.version, on(own)) == (0, {*HABITS, LATER[0]})
    first = Document.objects.get(name="0.md")
    erase_document(actor=first.author, document=first)
    tell(bring, make_person(), "again", HABITS[0])
    run()
    assert on(own) == {*HABITS, LATER[0]}


def test_what_names_the_page_comes_back_to_it(
    bring: Any, make_person: Any, mentor: Person, run: Any
) -> None:
    """As to any other page with a text: by its name, and no longer by decision."""
    seats, _ = bring_challenges(make_person, bring)
    kept = write(mentor, seats, SEATS[0][0])
    assert kept is not None
    undo_action(actor=mentor, action_pk=kept.pk)
    run()
    assert on(seats) == {SEATS[0][0]}
    assert on(page_of(SEATS[1][0])) == {SEATS[1][0]}
    assert set(Evidence.objects.values_list("method", flat=True)) == {"automatic"}


def test_what_people_put_there_stays(
    page: Entry, bring: Any, make_person: Any, mentor: Person, run: Any
) -> None:
    """And what they decided of the other words brings these back."""
    tell(bring, make_person(), "other", "Water the plants weekly")
    one = Statement.objects.get(title="Water the plants weekly")
    move_statements(actor=mentor, statement_pks=[one.pk], into=page)
    decided = set(Decision.objects.values_list("left", "right"))
    assert len(decided) == len({*HABITS, one})
    tell(bring, make_person(), "later", LATER[0])
    run()
    kept = write(mentor, page)
    assert kept is not None
    undo_action(actor=mentor, action_pk=kept.pk)
    assert (on(page), set(Decision.objects.values_list("left", "right"))) == ({one.title}, decided)
    run()
    assert on(page) == {*HABITS, LATER[0], one.title}


def test_only_decisions_on_its_words_stand_in_its_way(
    page: Entry, mentor: Person, learner: Person
) -> None:
    kept = write(learner, page)
    assert kept is not None
    other = create_entry(actor=mentor, kind="practice", title="Another thing", lead="It is.")
    one = Statement.objects.get(title=HABITS[1])
    moved = move_statements(actor=mentor, statement_pks=[one.pk], into=other)
    assert moved is not None
    with pytest.raises(Conflict, match="Moved 1 statement"):
        undo_action(actor=mentor, action_pk=kept.pk)
    undo_action(actor=mentor, action_pk=moved.pk)
    rename(actor=mentor, entry=Entry.objects.get(pk=page.pk), title="Begin early")
    undo_action(actor=learner, action_pk=kept.pk)
    assert on(page) == set()


def test_it_stands_in_no_others_way(
    bring: Any, make_person: Any, mentor: Person, learner: Person
) -> None:
    """What a curator did before the page was written can be undone as before."""
    seats, _ = bring_challenges(make_person, bring)
    renamed = rename(actor=mentor, entry=seats, title="Seats one by one")
    assert renamed is not None
    bring(make_person(), ("more.md", text_of(("A query for each seat of the map", "A query", ""))))
    kept = write(learner, Entry.objects.get(pk=seats.pk), "Seats one by one")
    assert kept is not None
    undo_action(actor=mentor, action_pk=renamed.pk)
    assert Action.objects.get(undone_at=None) == kept


@pytest.mark.parametrize("face", ["page", "rest", "graphql"])
def test_curators_see_and_undo_it_everywhere(
    page: Entry, mentor: Person, learner: Person, client: Client, face: str
) -> None:
    kept = write(learner, page)
    assert kept is not None
    key, api = encode_id("action", kept.pk), api_of(mentor)
    client.force_login(mentor)
    assert kept.text in client.get("/desk/log/").content.decode()
    curate = f"{Entry.objects.get(pk=page.pk).get_absolute_url()}/curate/"
    assert kept.text in client.get(curate).content.decode()
    told = api.get("/api/v1/actions/", {"kind": "keep"}).json()["results"]
    assert [(one["id"], one["kind"], one["text"]) for one in told] == [(key, "keep", kept.text)]
    if face == "page":
        client.post(f"/desk/log/{kept.pk}/undo/")
    elif face == "rest":
        api.post(f"/api/v1/actions/{key}/undo/")
    else:
        query = f'mutation {{ undoAction(id: "{key}") {{ action {{ id }} }} }}'
        api.post("/graphql", {"query": query}, format="json")
    kept.refresh_from_db()
    assert (kept.undone_by, on(page)) == (mentor, set())


def test_one_key_at_the_desk_does_not_take_it_back(
    page: Entry, mentor: Person, client: Client
) -> None:
    assert write(mentor, page) is not None
    client.force_login(mentor)
    assert client.get("/desk/").context["last_action"] is None
