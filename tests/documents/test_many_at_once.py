"""A batch of documents is written together, and says of each what it would say of one alone."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from nexus.accounts.models import Person
from nexus.documents.models import Document, DocumentVersion, ImportItem, Statement
from nexus.documents.services.imports import Whose
from nexus.library.models import Entry

READ_WHOLE = "# {title}\n\nSet the oven to {n} degrees before the bread goes in. {words}\n"
TOLD = "# {title}\n\n## Technologies\n\n- Redis\n- Docker\n- {title}\n"


def guide(n: int, title: str = "") -> bytes:
    words = " ".join(f"word{n}x{m}" for m in range(40))
    return READ_WHOLE.format(title=title or f"Oven {n}", n=n, words=words).encode()


def notes(n: int) -> bytes:
    return TOLD.format(title=f"Tray {n}").encode()


def states_of() -> list[tuple[str, str]]:
    batch = ImportItem.objects.order_by("-pk")[0].batch
    return list(batch.items.order_by("position").values_list("name", "state"))


def test_each_of_them_is_somebody_of_their_own(bring: Any, mentor: Person) -> None:
    """Nobody says whose they are; two have one name, and two are the same to the byte."""
    files = [("a.md", notes(1)), ("b.md", notes(2)), ("a.md", notes(3)), ("b.md", notes(2))]
    bring(mentor, *files, whose=Whose())
    assert states_of() == [
        ("a.md", "created"),
        ("b.md", "created"),
        ("a.md", "created"),
        ("b.md", "unchanged"),
    ]
    documents = list(Document.objects.select_related("author", "current").order_by("pk"))
    assert len({d.author_id for d in documents}) == len(documents) == 3
    assert {(d.author.name, d.author.email, d.author.is_active) for d in documents} == {
        ("", None, False)
    }
    assert {d.title for d in documents} == {"Tray 1", "Tray 2", "Tray 3"}
    for d in documents:
        assert d.current is not None
        assert (d.current.number, d.current.document_id) == (1, d.pk)
        named = Statement.objects.filter(version=d.current).values_list("name", flat=True)
        assert set(named) >= {"Redis", "Docker"}
    assert ImportItem.objects.filter(document=documents[1]).count() == 2


def test_new_ones_beside_other_versions(bring: Any, learner: Person) -> None:
    """Guides are made, renewed and retired, and a version's statements follow on the last one's."""
    bring(learner, ("renewed.md", guide(1)), ("retired.md", guide(2)), ("notes.md", notes(1)))
    renewed, retired = (Entry.objects.get(title=f"Oven {n}") for n in (1, 2))
    told = notes(1).replace(b"Docker", b"Celery")
    same = guide(1).replace(b"# Oven 1", b"# Warm oven")
    bring(
        learner,
        ("new.md", guide(3)),
        ("renewed.md", same),
        ("retired.md", guide(2) + notes(2)),
        ("notes.md", told),
    )
    assert states_of() == [
        ("new.md", "created"),
        ("renewed.md", "updated"),
        ("retired.md", "updated"),
        ("notes.md", "updated"),
    ]
    made = Entry.objects.get(title="Oven 3")
    assert (made.kind, made.of_document, made.created_by) == ("guide", True, learner)
    assert made.document.name == "new.md"
    assert made.summary.startswith("Set the oven to 3 degrees")
    renewed.refresh_from_db()
    retired.refresh_from_db()
    assert (renewed.title, renewed.state) == ("Warm oven", "published")
    assert (retired.title, retired.state) == ("Oven 2", "retired")
    document = Document.objects.get(name="notes.md")
    assert [v.number for v in document.versions.order_by("pk")] == [1, 2]
    now = Statement.objects.filter(document=document, is_current=True)
    assert set(now.values_list("name", flat=True)) >= {"Redis", "Celery"}
    assert not now.filter(name="Docker").exists()
    assert not now.exclude(version=document.current).exists()


def test_as_many_statements_of_sql_for_twenty_as_for_two(bring: Any, mentor: Person) -> None:
    def asked(first: int, count: int) -> int:
        files = [(f"{n}.md", guide(n)) for n in range(first, first + count)]
        with CaptureQueriesContext(connection) as queries:
            bring(mentor, *files, whose=Whose())
        return len(queries)

    asked(0, 2)
    few, many = asked(10, 2), asked(20, 20)
    assert many <= few + 2, (few, many)
    assert DocumentVersion.objects.count() == 24
