"""Solutions, receipts and revisions across entries: filters, orders, visibility, names."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.services import update_profile
from nexus.library.models import Receipt, Revision, Solution
from nexus.library.services import add_solution, create_entry, give_receipt, save_lead
from tests.support import CHALLENGE_LEAD, api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(learner: Any, mentor: Any, reader: Any) -> dict[str, str]:
    """A published challenge and a draft, by a learner who shows no name and a mentor who does."""
    update_profile(actor=mentor, name="Grace", shows_name=True)
    lead = CHALLENGE_LEAD
    one = create_entry(actor=learner, kind="challenge", title="One", lead=lead)
    draft = create_entry(actor=learner, kind="challenge", title="Two", lead=lead, draft=True)
    practice = create_entry(actor=mentor, kind="practice", title="Three", lead="Do it.")
    one = save_lead(actor=mentor, entry=one, lead=f"{lead}\nMore.", expected_version=1)
    first = add_solution(actor=learner, entry=one, text="First")
    second = add_solution(actor=mentor, entry=one, text="Second")
    hidden = add_solution(actor=learner, entry=draft, text="Hidden")
    give_receipt(actor=reader, entry=one, outcome="worked", solution=first)
    give_receipt(actor=mentor, entry=one, outcome="same-here")
    give_receipt(actor=learner, entry=draft, outcome="same-here")
    return {
        "one": f"entry-{one.pk}",
        "draft": f"entry-{draft.pk}",
        "practice": f"entry-{practice.pk}",
        "first": f"solution-{first.pk}",
        "second": f"solution-{second.pk}",
        "hidden": f"solution-{hidden.pk}",
        "learner": f"person-{learner.pk}",
        "mentor": f"person-{mentor.pk}",
        "reader": f"person-{reader.pk}",
    }


def rows_of(name: str, body: dict[str, Any]) -> list[Any]:
    """What tells the rows of a list apart."""
    if name == "receipts":
        return [row["outcome"] for row in body["results"]]
    if name == "revisions":
        return [(row["title"], row["version"]) for row in body["results"]]
    return [row["text"] for row in body["results"]]


# list, query (names in braces are of the fixture), who asks, rows
CASES = [
    ("solutions", "", "anonymous", ["First", "Second"]),
    ("solutions", "", "learner", ["First", "Hidden", "Second"]),
    ("solutions", "order=created", "mentor", ["Hidden", "Second", "First"]),
    ("solutions", "entry={draft}", "learner", ["Hidden"]),
    ("solutions", "entry={draft}", "anonymous", []),
    ("solutions", "state=draft", "mentor", ["Hidden"]),
    ("solutions", "state=published", "mentor", ["First", "Second"]),
    ("solutions", "author={mentor}", "reader", ["Second"]),
    ("solutions", "author={learner}", "reader", []),
    ("solutions", "author={learner}", "mentor", ["First", "Hidden"]),
    ("solutions", "author={learner}", "learner", ["First", "Hidden"]),
    ("receipts", "", "anonymous", ["same-here", "worked"]),
    ("receipts", "", "learner", ["same-here", "same-here", "worked"]),
    ("receipts", "outcome=worked", "anonymous", ["worked"]),
    ("receipts", "solution={first}", "anonymous", ["worked"]),
    ("receipts", "solution={second}", "anonymous", []),
    ("receipts", "entry={draft}", "reader", []),
    ("receipts", "state=draft", "learner", ["same-here"]),
    ("receipts", "person={mentor}", "learner", ["same-here"]),
    ("receipts", "person={reader}", "learner", []),
    ("receipts", "person={reader}", "mentor", ["worked"]),
    ("receipts", "person={reader}", "reader", ["worked"]),
    ("revisions", "", "anonymous", [("One", 2), ("Three", 1), ("One", 1)]),
    ("revisions", "", "learner", [("One", 2), ("Three", 1), ("Two", 1), ("One", 1)]),
    ("revisions", "kind=practice", "anonymous", [("Three", 1)]),
    ("revisions", "entry={one}", "anonymous", [("One", 2), ("One", 1)]),
    ("revisions", "state=draft", "mentor", [("Two", 1)]),
    ("revisions", "state=draft", "reader", []),
    ("revisions", "author={mentor}", "reader", [("One", 2), ("Three", 1)]),
    ("revisions", "author={learner}", "reader", []),
    ("revisions", "author={learner}", "mentor", [("Two", 1), ("One", 1)]),
    ("revisions", "author={learner}&kind=challenge", "learner", [("Two", 1), ("One", 1)]),
]


@pytest.mark.parametrize(("name", "query", "who", "wanted"), CASES)
def test_filters(
    written: dict[str, str], request: Any, name: str, query: str, who: str, wanted: list[Any]
) -> None:
    client = api_of(request.getfixturevalue(who))
    response = client.get(f"/api/v1/{name}/?{query.format(**written)}")
    assert response.status_code == 200
    assert rows_of(name, response.json()) == wanted


@pytest.mark.parametrize("name", ["solutions?author", "revisions?author", "receipts?person"])
def test_naming_a_person_needs_sign_in(written: dict[str, str], anonymous: Any, name: str) -> None:
    where, field = name.split("?")
    response = api_of(anonymous).get(f"/api/v1/{where}/", {field: written["mentor"]})
    assert (response.status_code, response.json()["type"]) == (401, "/docs/errors#sign-in-needed")


@pytest.mark.parametrize("name", ["solutions", "receipts", "revisions"])
def test_each_row_has_an_address_with_the_same_content(
    written: dict[str, str], learner: Any, name: str
) -> None:
    client = api_of(learner)
    for row in client.get(f"/api/v1/{name}/").json()["results"]:
        response = client.get(f"/api/v1/{name}/{row['id']}/")
        assert (response.status_code, response.json()) == (200, row)
        again = client.get(f"/api/v1/{name}/{row['id']}/", HTTP_IF_NONE_MATCH=response["ETag"])
        assert again.status_code == 304


def test_what_hangs_on_a_draft_has_no_address_for_others(
    written: dict[str, str], reader: Any, anonymous: Any
) -> None:
    pk = int(written["draft"].removeprefix("entry-"))
    ids = [
        f"{name}/{name.removesuffix('s')}-{model.objects.get(entry_id=pk).pk}"
        for name, model in (("solutions", Solution), ("receipts", Receipt), ("revisions", Revision))
    ]
    for viewer in (reader, anonymous):
        assert [api_of(viewer).get(f"/api/v1/{address}/").status_code for address in ids] == [
            404
        ] * 3


def test_etag_of_a_list(written: dict[str, str], anonymous: Any) -> None:
    client = api_of(anonymous)
    tag = client.get("/api/v1/solutions/")["ETag"]
    assert client.get("/api/v1/solutions/", HTTP_IF_NONE_MATCH=tag).status_code == 304
    Solution.objects.filter(text="Second").update(versions="2")
    assert client.get("/api/v1/solutions/", HTTP_IF_NONE_MATCH=tag).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["solutions?order=x", "solutions?state=retired", "receipts?outcome=x", "revisions?kind=x"],
)
def test_filters_that_are_none(anonymous: Any, query: str) -> None:
    where, pair = query.split("?")
    response = api_of(anonymous).get(f"/api/v1/{where}/?{pair}")
    field = pair.split("=")[0]
    assert [e["pointer"] for e in response.json()["errors"]] == [f"#/{field}"]
    assert response.status_code == 422
