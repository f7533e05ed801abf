"""Lists by ids, fields, order and the columns they show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from nexus.accounts.models import AuditEntry, Membership
from nexus.accounts.services import create_cohort
from nexus.documents.models import Document
from nexus.documents.services import import_files
from nexus.library.models import Entry, Revision
from nexus.library.services import create_entry
from nexus.linkcheck.models import OutsideLink
from nexus.webhooks.services import create_webhook, update_webhook
from tests.graphql_support import client_of, data
from tests.support import api_of

pytestmark = pytest.mark.django_db
ENTRIES = "/api/v1/entries/"
NEVER = "2001-01-01T00:00:00Z"


@pytest.fixture
def three(learner: Any) -> list[Entry]:
    return [create_entry(actor=learner, kind="practice", title=f"P{n}", lead="x") for n in range(3)]


def titles(client: Any, query: str) -> list[str]:
    answer = client.get(f"{ENTRIES}?{query}")
    assert answer.status_code == 200, answer.json()
    return [row["title"] for row in answer.json()["results"]]


def test_fields_of_one_object(three: list[Entry], anonymous: Any) -> None:
    client, one = api_of(anonymous), f"{ENTRIES}entry-{three[0].pk}/"
    assert client.get(f"{one}?fields=title,lead").json() == {"title": "P0", "lead": "x"}
    assert client.get(f"{one}?fields=nonsense").status_code == 422


def test_ids_that_are_not_there_are_left_out(three: list[Entry], learner: Any, reader: Any) -> None:
    hidden = create_entry(actor=learner, kind="practice", title="Draft", lead="x", draft=True)
    ids = ",".join(f"entry-{pk}" for pk in (three[1].pk, hidden.pk, 10**9))
    assert titles(api_of(reader), f"ids={ids}") == ["P1"]


@pytest.mark.parametrize("other", ["person-1", "nonsense", "entry-9999999999999999999999", "٣"])
def test_ids_of_nothing_here_are_left_out_too(
    three: list[Entry], anonymous: Any, other: str
) -> None:
    client = api_of(anonymous)
    assert titles(client, f"ids=entry-{three[1].pk},{other}") == ["P1"]
    assert titles(client, f"ids={other}") == []


def test_too_many_ids_are_refused(anonymous: Any) -> None:
    ids = ",".join(f"entry-{n}" for n in range(1, 102))
    assert api_of(anonymous).get(f"{ENTRIES}?ids={ids}").status_code == 422


def test_by_time(three: list[Entry], anonymous: Any) -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for number, entry in enumerate(three):
        at = noon + timedelta(hours=number)
        Entry.objects.filter(pk=entry.pk).update(created_at=at, updated_at=at)
    client = api_of(anonymous)
    for what in ("created", "updated"):
        assert titles(client, f"order=title&{what}_after=2026-01-01T13:00:00Z") == ["P1", "P2"]
        assert titles(client, f"order=title&{what}_before=2026-01-01T13:00:00Z") == ["P0"]
    assert titles(
        client, "created_after=2026-01-01T14:00:00%2B01:00&created_before=2026-01-01T14:00:00Z"
    ) == ["P1"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("entries/?created_after=yesterday", "#/created_after"),
        ("entries/?updated_before=%00", "#/updated_before"),
        ("actions/?kind=nonsense", "#/kind"),
        ("jobs/?state=nonsense", "#/state"),
        ("evidence/?min_score=high", "#/min_score"),
        ("revisions/?version=x", "#/version"),
        ("topics/?order=sideways", "#/order"),
        ("topics/?nonsense=1", "#/nonsense"),
    ],
)
def test_what_no_filter_takes_is_named(mentor: Any, query: str, pointer: str) -> None:
    answer = api_of(mentor).get(f"/api/v1/{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_what_is_neither_true_nor_false_narrows_by_nothing(maintainer: Any) -> None:
    client = api_of(maintainer)
    for word in ("true", "False", "1", "0"):
        assert client.get(f"/api/v1/letters/?settled={word}").status_code == 200
    answer = client.get("/api/v1/letters/?settled=maybe")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "#/settled", "detail": "true or false."}]


def test_by_what_rows_show(fill: Any) -> None:
    state = fill(3)
    client = api_of(state["maintainer"])

    def rows(query: str) -> list[Any]:
        answer = client.get(f"/api/v1/{query}")
        assert answer.status_code == 200, answer.json()
        found: list[Any] = answer.json()["results"]
        return found

    first = rows("revisions/?version=1&limit=100")
    assert len(first) == Revision.objects.filter(version=1).count() > 0
    assert {row["version"] for row in first} == {1}
    assert {row["state"] for row in rows("jobs/?state=done")} == {"done"}
    assert rows("jobs/?state=failed") == []
    everything = rows("evidence/?limit=100")
    exact = rows("evidence/?method=exact&limit=100")
    assert [row["id"] for row in exact] == [r["id"] for r in everything if r["method"] == "exact"]
    assert rows("evidence/?min_score=2") == []
    some = rows("cohorts/?limit=100")[0]["name"]
    assert some in {row["name"] for row in rows(f"cohorts/?name={some[1:-1]}")}
    below = [row["slug"] for row in rows("topics/?parent=nowhere")]
    assert below == []
    for name in ("solutions", "receipts", "documents", "evidence", "jobs"):
        assert rows(f"{name}/?created_before={NEVER}") == []
        assert rows(f"{name}/?created_after={NEVER}&limit=100") == rows(f"{name}/?limit=100")


@pytest.mark.parametrize("query", ["ids=", "ids=,%20,", "topic=%00", "created_after=2026%00"])
def test_what_narrows_by_nothing_is_refused(anonymous: Any, query: str) -> None:
    answer = api_of(anonymous).get(f"/api/v1/entries/?{query}")
    assert answer.status_code == 422
    assert [problem["pointer"] for problem in answer.json()["errors"]] == [
        f"#/{query.partition('=')[0]}"
    ]


def test_a_cursor_is_of_one_list_and_order(anonymous: Any, three: list[Entry]) -> None:
    client = api_of(anonymous)
    following = client.get("/api/v1/entries/?limit=1").json()["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0]
    assert client.get(f"/api/v1/entries/?limit=1&cursor={cursor}").status_code == 200
    for other in ("entries/?order=title&", "topics/?"):
        answer = client.get(f"/api/v1/{other}cursor={cursor}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "#/cursor"


def test_a_moment_out_of_range_is_no_cursors_fault(anonymous: Any) -> None:
    answer = api_of(anonymous).get(
        "/api/v1/entries/", {"created_after": "0001-01-01T00:00:00+23:59"}
    )
    assert answer.status_code == 422
    assert "cursor" not in answer.json()["detail"]


@pytest.mark.parametrize("limit", ["0", "51"])
def test_search_refuses_a_size_that_it_does_not_give(anonymous: Any, limit: str) -> None:
    answer = api_of(anonymous).get("/api/v1/search/", {"q": "redis", "limit": limit})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"pointer": "#/limit", "detail": "1 to 50."}]


def found(client: Any, query: str, name: str = "id") -> list[Any]:
    answer = client.get(f"/api/v1/{query}")
    assert answer.status_code == 200, answer.json()
    return [row[name] for row in answer.json()["results"]]


def test_people_by_role_cohort_and_shown_name(
    document: Document, make_person: Any, mentor: Any, maintainer: Any
) -> None:
    writer, cohort = document.author, create_cohort(actor=maintainer, name="Spring")
    Document.objects.filter(pk=document.pk).update(cohort=cohort)
    shown = make_person("reader", name="Grace Hopper", shows_name=True)
    make_person("reader", name="Grace Kelly")
    Membership.objects.create(person=shown, cohort=cohort)
    client = api_of(mentor)
    assert found(client, "people/?role=mentor") == [f"person-{mentor.pk}"]
    assert found(client, "people/?name=gRACE") == [f"person-{shown.pk}"]
    in_it = {f"person-{writer.pk}", f"person-{shown.pk}"}
    assert {*found(client, "people/?cohort=spring")} == in_it
    assert found(client, "people/?cohort=nowhere") == []
    # What one person joined is for mentors to see.
    assert found(api_of(writer), "people/?cohort=spring") == [f"person-{writer.pk}"]
    counted = found(client, "people/?cohort=spring&role=learner", "document_count")
    assert counted == [1]


def test_the_audit_by_who_what_and_when(learner: Any, mentor: Any, maintainer: Any) -> None:
    AuditEntry.objects.all().delete()
    for who in (learner, mentor):
        create_entry(actor=who, kind="practice", title=f"By {who.role}", lead="x")
    create_cohort(actor=mentor, name="Spring")
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    by_learner, by_mentor, cohort = AuditEntry.objects.order_by("pk")
    for hours, row in enumerate((by_learner, by_mentor, cohort)):
        AuditEntry.objects.filter(pk=row.pk).update(at=noon + timedelta(hours=hours))
    client = api_of(maintainer)
    names = [f"audit-{row.pk}" for row in (by_learner, by_mentor, cohort)]
    assert found(client, f"audit/?person=person-{mentor.pk}") == [names[2], names[1]]
    assert found(client, "audit/?action=entry.created") == [names[1], names[0]]
    assert found(client, "audit/?done_after=2026-01-01T13:00:00Z") == [names[2], names[1]]
    assert found(client, "audit/?done_before=2026-01-01T13:00:00Z") == [names[0]]


def test_imports_and_their_files_by_state(learner: Any, bring: Any) -> None:
    batch = bring(learner, ("a.md", b"# A\n\nText.\n"), ("b.md", bytes(range(256)) * 8))
    waits = import_files(actor=learner, files=[("c.md", b"# C\n\nText.\n")])
    client = api_of(learner)
    assert found(client, "imports/?state=done") == [f"import-{batch.job_id}"]
    assert found(client, "imports/?state=queued") == [f"import-{waits.job_id}"]
    items = f"imports/import-{batch.job_id}/items/"
    assert found(client, f"{items}?state=created", "name") == ["a.md"]
    assert found(client, f"{items}?state=failed", "name") == ["b.md"]
    told = {"created": ["a.md"], "failed": ["b.md"], "pending": []}
    for state, names in told.items():
        text = f'{{ importItems(id: "import-{batch.job_id}", state: "{state}") {{ name }} }}'
        rows = data(client_of(learner), text)["importItems"]
        assert [row["name"] for row in rows] == names


def test_copies_of_a_document(document: Document, learner: Any, bring: Any) -> None:
    bring(learner, ("other.md", b"# Other\n\nAnother text.\n"))
    other = Document.objects.get(name="other.md")
    assert found(api_of(learner), f"documents/?copy_of=document-{document.pk}") == []
    Document.objects.filter(pk=other.pk).update(copy_of=document)
    copies = found(api_of(learner), f"documents/?copy_of=document-{document.pk}")
    assert copies == [f"document-{other.pk}"]
    text = f'{{ documents(copyOf: "document-{document.pk}") {{ edges {{ node {{ id }} }} }} }}'
    edges = data(client_of(learner), text)["documents"]["edges"]
    assert [edge["node"]["id"] for edge in edges] == copies


def test_dead_links_by_state(challenge: Entry, mentor: Any) -> None:
    made = {
        state: OutsideLink.objects.create(
            entry=challenge, address=f"https://{state}.example/", state=state, asked_at=now()
        )
        for state in ("broken", "moved")
    }
    client = api_of(mentor)
    for state, link in made.items():
        assert found(client, f"dead-links/?state={state}") == [f"outside-link-{link.pk}"]
        text = f'{{ deadLinks(state: "{state}") {{ edges {{ node {{ id }} }} }} }}'
        edges = data(client_of(mentor), text)["deadLinks"]["edges"]
        assert [edge["node"]["id"] for edge in edges] == [f"outside-link-{link.pk}"]
    answer = client.get("/api/v1/dead-links/?state=well")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/state"]


def test_webhooks_by_whether_they_are_told(learner: Any) -> None:
    hooks = [
        create_webhook(actor=learner, name=n, url="https://a.example/", kinds=["entry"])[0]
        for n in ("On", "Off")
    ]
    update_webhook(actor=learner, webhook_pk=hooks[1].pk, active=False)
    client = api_of(learner)
    assert found(client, "webhooks/?state=active", "name") == ["On"]
    assert found(client, "webhooks/?state=paused", "name") == ["Off"]
