"""`include`: what a screen needs in one answer, as its own address would give it."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.services import update_profile
from nexus.common.keeping import begin_answer
from nexus.library.models import Entry, Solution, Topic
from nexus.library.services import add_solution, create_entry, give_receipt, retire_entry, save_lead
from nexus.rest.fragments import fragments
from nexus.rest.including import RELATIONS
from nexus.rest.relations import MOST
from tests.queries.counting import Hub
from tests.support import api_of

pytestmark = pytest.mark.django_db
API = "/api/v1/"
ENTRIES = f"{API}entries/"


def get(who: Any, url: str) -> Any:
    answer = api_of(who).get(url)
    assert answer.status_code == 200, (url, answer.json())
    return answer.json()


@pytest.fixture
def one(challenge: Entry, make_person: Any) -> Entry:
    """A challenge with more solutions than come along, the last of which is marked best."""
    for number in range(MOST + 2):
        add_solution(actor=make_person("learner"), entry=challenge, text=f"Way {number}")
    best = Solution.objects.filter(entry=challenge).latest("pk")
    Entry.objects.filter(pk=challenge.pk).update(best_solution=best)
    return save_lead(actor=best.author, entry=challenge, lead="Anew", expected_version=1)


@pytest.mark.parametrize("name", ["solutions", "receipts", "revisions"])
def test_rows_are_those_of_their_own_list_and_it_goes_on_after_them(
    one: Entry, make_person: Any, mentor: Any, name: str
) -> None:
    for _ in range(MOST + 2):
        give_receipt(actor=make_person(), entry=one, outcome="same-here")
    url = f"{ENTRIES}entry-{one.pk}/"
    own = get(mentor, f"{url}{name}/?limit=100")["results"]
    item = get(mentor, f"{url}?include={name}") if name == "revisions" else None
    item = item or get(mentor, f"{ENTRIES}?ids=entry-{one.pk}&include={name}")["results"][0]
    found = item["included"][name]
    assert found["results"] == own[:MOST]
    rest = get(mentor, found["next"])["results"] if found["next"] else []
    assert found["results"] + rest == own
    assert (len(own) > MOST) == (name != "revisions")


def test_each_item_has_its_own_rows(one: Entry, learner: Any, anonymous: Any) -> None:
    other = create_entry(actor=learner, kind="challenge", title="Other", lead="x")
    add_solution(actor=learner, entry=other, text="Only this")
    bare = create_entry(actor=learner, kind="practice", title="Bare", lead="x")
    rows = get(anonymous, f"{ENTRIES}?include=solutions&fields=id,solutions.text")["results"]
    texts = {
        row["id"]: [solution["text"] for solution in row["included"]["solutions"]["results"]]
        for row in rows
    }
    assert [len(texts[f"entry-{entry.pk}"]) for entry in (one, bare)] == [MOST, 0]
    assert texts[f"entry-{other.pk}"] == ["Only this"]
    assert [set(row) for row in rows] == [{"id", "included"}] * 3


def test_kept_items_of_lists_never_bring_what_is_included(one: Entry, anonymous: Any) -> None:
    """Cold and warm, with and without, whichever is asked first."""
    fragments.kept.clear()
    plain, more = f"{ENTRIES}?limit=5", f"{ENTRIES}?limit=5&include=solutions"
    first, beside = get(anonymous, more), get(anonymous, plain)
    assert "included" not in beside["results"][0]
    (row,) = first["results"]
    assert list(row)[-1] == "included"
    assert {**row, "included": None} == {**beside["results"][0], "included": None}
    Solution.objects.filter(entry=one).update(text="Rewritten")
    (row,) = get(anonymous, more)["results"]
    assert {s["text"] for s in row["included"]["solutions"]["results"]} == {"Rewritten"}


def test_unchanged_is_of_what_is_included_too(challenge: Entry, learner: Any, reader: Any) -> None:
    client, url = api_of(reader), f"{ENTRIES}?include=solutions"
    tag = client.get(url)["ETag"]
    assert tag != client.get(ENTRIES)["ETag"]
    begin_answer()
    assert [client.get(url, HTTP_IF_NONE_MATCH=tag).status_code for _ in range(2)] == [304, 304]
    add_solution(actor=learner, entry=challenge, text="Way")
    begin_answer()
    assert client.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_what_the_viewer_may_not_see_is_null(document: Any, mentor: Any, anonymous: Any) -> None:
    guide = create_entry(actor=mentor, kind="practice", title="Guide", lead="x")
    type(document).objects.filter(pk=document.pk).update(guide=guide)
    url = f"{API}documents/document-{document.pk}/?include=guide"
    assert get(mentor, url)["included"]["guide"]["title"] == "Guide"
    retire_entry(actor=mentor, entry=guide)
    assert get(mentor, url)["included"] == {"guide": None}


def test_an_author_is_included_for_who_may_know_them(
    one: Entry, learner: Any, reader: Any, mentor: Any, anonymous: Any
) -> None:
    mine = add_solution(actor=learner, entry=one, text="Mine")
    url = f"{API}solutions/solution-{mine.pk}/?include=author"
    assert get(reader, url)["included"] == {"author": None}
    for who in (learner, mentor):
        assert get(who, url)["included"]["author"]["id"] == f"person-{learner.pk}"
    update_profile(actor=learner, name="Ada", shows_name=True)
    shown = get(reader, url)["included"]["author"]
    assert shown == get(reader, f"{API}people/person-{learner.pk}/")
    refused = api_of(anonymous).get(url)
    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("entries/?include=nonsense", "#/include"),
        ("entries/?include=solutions,author", "#/include"),
        ("entries/?include=solutions.entry", "#/include"),
        ("entries/?include=solutions%00", "#/include"),
        ("entries/?include=", "#/include"),
        ("entries/?include=solutions,", "#/include"),
        ("cohorts/?include=solutions", "#/include"),
        ("entries/?fields=solutions.text", "#/fields"),
        ("entries/?include=receipts&fields=solutions.text", "#/fields"),
        ("entries/?include=solutions&fields=solutions.nonsense", "#/fields"),
    ],
)
def test_what_cannot_be_included_is_named(mentor: Any, query: str, pointer: str) -> None:
    answer = api_of(mentor).get(f"{API}{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_an_entry_refuses_what_it_does_not_know(one: Entry, anonymous: Any) -> None:
    for query in ("include=solutions", "nonsense=1"):
        answer = api_of(anonymous).get(f"{ENTRIES}entry-{one.pk}/?{query}")
        assert answer.status_code == 422


def test_a_repeated_parameter_is_a_list_too(one: Entry, anonymous: Any) -> None:
    listed = get(anonymous, f"{ENTRIES}?include=solutions,receipts")
    assert get(anonymous, f"{ENTRIES}?include=receipts&include=solutions") == listed


def test_the_next_page_includes_the_same(one: Entry, learner: Any, anonymous: Any) -> None:
    create_entry(actor=learner, kind="challenge", title="Other", lead="x")
    following = get(anonymous, f"{ENTRIES}?include=solutions&limit=1")["next"]
    assert "solutions" in get(anonymous, following)["results"][0]["included"]


def test_topics_know_what_is_above_and_below(anonymous: Any) -> None:
    top = Topic.objects.create(slug="top", title="Top")
    for number in range(MOST + 1):
        Topic.objects.create(
            slug=f"t{number}", title=f"T {number}", parent=top, position=20 - number
        )
    found = get(anonymous, f"{API}topics/top/?include=parent,children")["included"]
    assert found["parent"] is None
    own = get(anonymous, f"{API}topics/?parent=top")["results"]
    assert found["children"]["results"] == own[:MOST]
    assert get(anonymous, found["children"]["next"])["results"] == own[MOST:]


ITEMS = {
    "DocumentDetail": "documents/document-{document}/",
    "DocumentOut": "documents/",
    "EntryDetail": "entries/entry-{redis}/",
    "EntryOut": "entries/",
    "EvidenceOut": "evidence/",
    "ReceiptOut": "receipts/",
    "RevisionOut": "revisions/",
    "SolutionOut": "solutions/",
    "StatementOut": "statements/",
    "TopicOut": "topics/async/",
}


@pytest.fixture
def hub() -> Hub:
    made = Hub()
    made.add(2)
    return made


def test_every_relation_is_what_its_row_names(hub: Hub) -> None:
    """Each shape with all that it can include; ids in the row and in what is included agree."""
    assert {shape.__name__ for shape in RELATIONS} == set(ITEMS)
    for shape, relations in RELATIONS.items():
        url = f"{API}{ITEMS[shape.__name__]}".format(**hub.ids)
        answer = hub.ask(f"{url}?include={','.join(relations)}").json()
        for item in answer.get("results", [answer]):
            assert set(item["included"]) == set(relations)
            for name in set(relations) & {"entry", "document", "statement", "solution", "guide"}:
                found = item["included"][name]
                assert (found and found["id"]) == item[name]
