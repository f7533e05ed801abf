"""REST and GraphQL give the same rows, in the same order, with the same values."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from graphql import get_named_type, is_leaf_type

from nexus.documents.models import Document, ImportBatch, ImportItem
from nexus.library.models import Entry, Topic
from nexus.library.services import create_entry, give_receipt, retire_entry
from nexus.linkcheck.models import OutsideLink
from tests.graphql_support import data
from tests.policies.selections import SCHEMA
from tests.policies.world import World
from tests.support import CHALLENGE_LEAD, api_of

pytestmark = pytest.mark.django_db

# list → its queries; in braces stand ids of the hub
CASES: dict[str, list[dict[str, Any]]] = {
    "entries": [
        {},
        *({"kind": kind} for kind in ("challenge", "technology", "practice", "guide")),
        {"topic": "async"},
        {"topic": "loops"},
        {"topic": "nowhere"},
        {"technology": "redis"},
        {"track": "backend"},
        {"track": "frontend"},
        {"solved": True},
        {"solved": False, "kind": "challenge"},
        {"state": "draft"},
        {"state": "published"},
        *({"order": order} for order in ("voices", "title", "updated", "created", "worked")),
    ],
    "solutions": [
        {},
        {"entry": "entry-{entry}"},
        {"author": "person-{mentor}"},
        {"author": "person-{owner}"},
        {"state": "draft"},
        {"order": "created"},
    ],
    "receipts": [
        {},
        {"entry": "entry-{entry}"},
        {"solution": "solution-{solution}"},
        {"person": "person-{mentor}"},
        {"outcome": "same-here"},
        {"state": "draft"},
    ],
    "revisions": [
        {},
        {"entry": "entry-{entry}"},
        {"author": "person-{mentor}"},
        {"kind": "practice"},
        {"state": "draft"},
    ],
    "topics": [{}],
    "documents": [
        {},
        {"cohort": "autumn"},
        {"track": "frontend"},
        {"author": "person-{owner}"},
        {"name": "tide"},
    ],
    "statements": [
        {},
        {"kind": "challenge"},
        {"document": "document-{document}"},
        {"cohort": "autumn"},
        {"track": "frontend"},
    ],
    "evidence": [{}, {"entry": "entry-{technology}"}, {"document": "document-{document}"}],
    "people": [{}],
    "cohorts": [{}],
    "imports": [{}],
    "jobs": [{}],
}
# Lists that only mentors read.
CURATED: dict[str, list[dict[str, Any]]] = {
    "suggestions": [{}],
    "actions": [{}, {"entry": "entry-{renamed}"}],
    "retired": [{}],
}
UPKEEP = {"audit", "brokenLinks", "deadLinks", "entriesWithWordsOf", "letters"}
ALL = [(name, query) for name, queries in CASES.items() for query in queries]
TYPES = {
    "people": "Person",
    "entries": "Entry",
    "evidence": "Evidence",
    "retired": "Entry",
    "audit": "AuditEntry",
    "brokenLinks": "BrokenLink",
    "deadLinks": "DeadLink",
}
ADDRESSES = {"brokenLinks": "broken-links", "deadLinks": "dead-links"}


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def leaves(name: str) -> list[str]:
    """Names of the fields of a list's type that hold a plain value."""
    type_name = TYPES.get(name, name.removesuffix("s").title())
    fields: Any = SCHEMA.get_type(type_name)
    return [n for n, field in fields.fields.items() if is_leaf_type(get_named_type(field.type))]


def plain(value: Any) -> Any:
    """A time, however it is written, as a time."""
    if isinstance(value, str) and value[4:5] == "-" and "T" in value[:11]:
        return datetime.fromisoformat(value)
    return value


def test_every_list_of_graphql_is_compared() -> None:
    assert SCHEMA.query_type is not None
    fields = SCHEMA.query_type.fields.items()
    lists = {n for n, f in fields if get_named_type(f.type).name.endswith("Connection")}
    own = {"tokens", "webhooks", "deliveries"}  # each person's, with tests of their own
    assert lists == {*CASES, *CURATED, "backlinks", *own, *UPKEEP}


@pytest.mark.parametrize(
    ("name", "query"), ALL, ids=lambda x: x if isinstance(x, str) else json.dumps(x)
)
@pytest.mark.parametrize("role", ["reader", "owner", "mentor"])
def test_filters(hub: World, role: str, name: str, query: dict[str, Any]) -> None:
    compare(hub, role, name, query)


@pytest.mark.parametrize(
    ("name", "query"), [(name, query) for name, queries in CURATED.items() for query in queries]
)
def test_lists_of_the_desk(hub: World, name: str, query: dict[str, Any]) -> None:
    compare(hub, "mentor", name, query)


def test_lists_of_upkeep(hub: World) -> None:
    owner = hub.people["owner"]
    create_entry(actor=owner, kind="practice", title="Links", lead="See [[Nothing there]].")
    OutsideLink.objects.create(
        entry=Entry.objects.get(title="Links"),
        address="https://gone.example/",
        state=OutsideLink.State.BROKEN,
        why="Its server says 404.",
        asked_at=timezone.now(),
    )
    OutsideLink.objects.create(
        document=Document.objects.exclude(current=None).latest("pk"),
        address="https://old.example/",
        state=OutsideLink.State.MOVED,
        why="Its server says that it moved for good (301).",
        leads_to="https://new.example/",
        asked_at=timezone.now(),
    )
    for name in ("audit", "brokenLinks", "deadLinks", "letters"):
        assert compare(hub, "maintainer", name, {})
    words = api_of(owner).get(f"/api/v1/people/person-{owner.pk}/entries/?limit=100").json()
    text = f'{{ entriesWithWordsOf(person: "person-{owner.pk}", first: 100) {{ edges {{ node {{ id }} }} }} }}'
    found = data(hub.client("owner"), text)["entriesWithWordsOf"]["edges"]
    assert [edge["node"]["id"] for edge in found] == [row["id"] for row in words["results"]]
    assert len(found) >= 2


def test_whom_fixes_helped_and_facets_of_documents(hub: World) -> None:
    owner, mentor = hub.people["owner"], hub.people["mentor"]
    fixed = create_entry(
        actor=owner, kind="challenge", title="Fixed by the owner", lead=CHALLENGE_LEAD
    )
    give_receipt(actor=mentor, entry=fixed, outcome="worked", solution=None)
    rows = api_of(owner).get("/api/v1/me/helped/").json()["results"]
    assert {"id": f"entry-{fixed.pk}", "count": 1} in [
        {"id": row["entry"]["id"], "count": row["count"]} for row in rows
    ]
    found = data(hub.client("owner"), "{ helped { count entry { id title } } }")["helped"]
    assert [(row["entry"]["id"], row["count"]) for row in found] == [
        (row["entry"]["id"], row["count"]) for row in rows
    ]
    facets = api_of(owner).get("/api/v1/documents/facets/").json()
    asked = "{ value label count }"
    text = f"{{ documentFacets {{ cohorts {asked} tracks {asked} }} }}"
    assert data(hub.client("owner"), text)["documentFacets"] == facets
    assert sum(row["count"] for row in facets["tracks"]) > 0


def compare(hub: World, role: str, name: str, query: dict[str, Any]) -> int:
    """Both faces give this role the same rows; how many."""
    query = {k: v.format(**hub.ids) if isinstance(v, str) else v for k, v in query.items()}
    rest_query = {k: str(v).lower() if isinstance(v, bool) else v for k, v in query.items()}
    rows = (
        api_of(hub.people[role])
        .get(f"/api/v1/{ADDRESSES.get(name, name)}/", {**rest_query, "limit": 100})
        .json()
    )
    wanted = [
        {camel(k): plain(v) for k, v in row.items() if camel(k) in leaves(name)}
        for row in rows["results"]
    ]
    arguments = ", ".join(f"{k}: {json.dumps(v)}" for k, v in {**query, "first": 100}.items())
    fields = sorted(wanted[0]) if wanted else ["id"]
    text = f"{{ {name}({arguments}) {{ totalCount edges {{ node {{ {' '.join(fields)} }} }} }} }}"
    found = data(hub.client(role), text)[name]
    assert [{k: plain(v) for k, v in edge["node"].items()} for edge in found["edges"]] == wanted
    assert found["totalCount"] == len(wanted)
    return len(wanted)


def test_the_comparison_has_something_to_compare(hub: World) -> None:
    """Each filter leaves some rows and takes some away, for a mentor who sees most."""
    client = api_of(hub.people["mentor"])
    idle = []
    for name, query in ALL:
        query = {k: str(v).format(**hub.ids) for k, v in query.items()}
        whole = len(client.get(f"/api/v1/{name}/?limit=100").json()["results"])
        part = len(client.get(f"/api/v1/{name}/", {**query, "limit": 100}).json()["results"])
        if whole < 2 or (query and "order" not in query and not 0 < part < whole):
            idle.append((name, query, part, whole))
    assert [row[:2] for row in idle] == [("entries", {"topic": "nowhere"})]


def test_a_retired_guide_is_not_read_through_its_document(hub: World) -> None:
    """The document stays; the entry that was made of it is nobody's any more."""
    text = '{ documents(name: "office") { edges { node { guide { title } } } } }'
    there = data(hub.client("reader"), text)["documents"]["edges"]
    assert there == [{"node": {"guide": {"title": "How the office is reached"}}}]
    retire_entry(actor=hub.people["mentor"], entry=Entry.objects.get(pk=hub.ids["guide"]))
    for role in ("reader", "maintainer"):
        gone = data(hub.client(role), text)["documents"]["edges"]
        assert gone == [{"node": {"guide": None}}]


def test_the_lines_of_a_document(hub: World) -> None:
    """Every line, what it became and its statements, as REST says it."""
    client = api_of(hub.people["reader"])
    pk = hub.ids["document"]
    rest = client.get(f"/api/v1/documents/document-{pk}/lines/").json()["results"]
    text = f'{{ node(id: "document-{pk}") {{ ... on Document {{ statementCount lines '
    found = data(client, text + "{ number text part statements { id } } } } }")["node"]
    lines = [
        {**line, "statements": [s["id"] for s in line["statements"]]} for line in found["lines"]
    ]
    assert lines == rest
    assert any(line["statements"] for line in lines)
    there = client.get(f"/api/v1/documents/document-{pk}/").json()
    assert found["statementCount"] == there["statement_count"] > 0


def test_a_search_turns_pages_and_counts_as_rest_does(hub: World) -> None:
    client = api_of(hub.people["reader"])
    rest = client.get("/api/v1/search/?q=the&limit=50").json()
    wanted = [hit["entry"]["id"] for hit in rest["results"]]
    assert len(wanted) > 4
    seen, after, facets = [], "", {}
    while True:
        text = f'{{ search(query: "the", first: 2, after: "{after}") {{ total '
        text += "edges { cursor node { entry { id } } } pageInfo { hasNextPage endCursor } "
        found = data(client, text + "facets { name values { value label count } } } }")["search"]
        seen += [edge["node"]["entry"]["id"] for edge in found["edges"]]
        facets = {one["name"]: one["values"] for one in found["facets"]}
        after = found["pageInfo"]["endCursor"]
        assert after == found["edges"][-1]["cursor"] == str(len(seen))
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert (seen, found["total"], facets) == (wanted, rest["total"], rest["facets"])


def test_a_topic_names_the_one_above_it(hub: World) -> None:
    text = "{ topics(first: 100) { edges { node { slug parent { slug parent { slug } } } } } }"
    edges = data(api_of(hub.people["reader"]), text)["topics"]["edges"]
    parents = {edge["node"]["slug"]: (edge["node"]["parent"] or {}).get("slug") for edge in edges}
    rows = Topic.objects.values_list("slug", "parent__slug")
    assert parents == dict(rows)
    assert any(parents.values())


def test_a_cohort_and_what_is_not_mine(hub: World) -> None:
    mentor = api_of(hub.people["mentor"])
    text = (
        "mutation($files: [CohortFile!]) { importCohort(files: $files, listing: "
        '"source,person,cohort,track\\nanswer.md,Ann Hidden,Spring,backend") { started { id } } }'
    )
    body = {"query": text, "variables": {"files": [{"name": "answer.md", "text": "# An answer"}]}}
    started = mentor.post("/graphql", body).json()["data"]["importCohort"]["started"]["id"]
    item = ImportItem.objects.get(batch__job_id=started.removeprefix("import-"))
    assert (item.name, item.author_name, bytes(item.blob.data)) == (
        "answer.md",
        "Ann Hidden",
        b"# An answer",
    )
    for mine, owned in (("", True), (", mine: false", False), (", mine: true", True)):
        text = f'mutation {{ importText(text: "# Words"{mine}) {{ started {{ id }} }} }}'
        started = data(mentor, text)["importText"]["started"]["id"]
        batch = ImportBatch.objects.get(job_id=started.removeprefix("import-"))
        assert batch.is_owned is owned
