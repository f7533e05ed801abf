"""Importing files: what is made, what a second import changes, what is said of bad files."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count

from nexus.common.errors import Invalid, NotAllowed, SignInNeeded, TooLarge
from nexus.curation.models import Evidence
from nexus.documents.models import (
    Blob,
    Document,
    DocumentVersion,
    ImportBatch,
    ImportItem,
    Statement,
)
from nexus.documents.selectors import document_lines
from nexus.documents.services import import_files, import_paste
from nexus.documents.services.imports import Whose
from nexus.library.models import Entry
from tests.support import LEARNER_DOCUMENT, api_of, run_to_end

pytestmark = pytest.mark.django_db
DATA = LEARNER_DOCUMENT.encode()


def snapshot() -> dict[str, list[Any]]:
    """Every row of what an import may change, by primary key and content."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Document, DocumentVersion, Statement, Evidence, Entry)
    }


def states(batch: Any) -> dict[str, str]:
    return dict(batch.items.values_list("name", "state"))


def test_a_document_becomes_statements(document: Document) -> None:
    kinds = dict(document.statements.order_by().values_list("kind").annotate(n=Count("pk")))
    assert kinds == {"technology": 2, "challenge": 2, "practice": 2, "collaboration": 1}
    assert (document.title, document.is_owned) == ("Weather service", True)
    assert document.current is not None
    assert (document.current.number, document.current.encoding) == (1, "utf-8")
    assert bytes(document.current.blob.data) == DATA
    assert document.guide is None
    challenge = document.statements.get(title__icontains="rate limit")
    assert "429" in challenge.problem
    assert "Cache each answer" in challenge.solution


def test_statements_stand_on_pages(document: Document) -> None:
    assert Evidence.objects.filter(statement__document=document).count() == 7
    redis = Entry.objects.get(kind="technology", slug="redis")
    assert redis.statement_count == 1
    assert redis.evidence.get().statement.document_id == document.pk


def test_the_same_bytes_change_nothing(document: Document, learner: Any, bring: Any) -> None:
    before = snapshot()
    batch = bring(learner, ("weather.md", DATA))
    assert states(batch) == {"weather.md": "unchanged"}
    assert batch.job.result["unchanged"] == 1
    assert snapshot() == before
    assert Blob.objects.count() == 1


def test_changed_bytes_make_a_version(document: Document, learner: Any, bring: Any) -> None:
    old = set(document.statements.values_list("pk", flat=True))
    changed = LEARNER_DOCUMENT.replace("- **Redis**: keeps", "- **PostgreSQL**: keeps")
    batch = bring(learner, ("weather.md", changed.encode()))
    document.refresh_from_db()
    assert states(batch) == {"weather.md": "updated"}
    assert document.current is not None
    assert document.current.number == 2
    assert document.versions.count() == 2
    assert set(document.statements.filter(is_current=False).values_list("pk", flat=True)) == old
    current = document.statements.filter(is_current=True, kind="technology")
    assert set(current.values_list("name", flat=True)) == {"PostgreSQL", "Celery"}
    assert Entry.objects.get(kind="technology", slug="postgresql").statement_count == 1
    left = Entry.objects.filter(kind="technology", slug="redis").first()
    assert left is None or left.statement_count == 0
    assert not Evidence.objects.filter(statement__in=old).exclude(entry=None).exists()


def test_two_people_may_bring_the_same_name(learner: Any, make_person: Any, bring: Any) -> None:
    bring(learner, ("README.md", DATA))
    bring(make_person("learner"), ("README.md", DATA.replace(b"Redis", b"RabbitMQ")))
    assert Document.objects.filter(name="README.md").count() == 2


def test_a_bad_file_says_why_and_the_rest_go_on(learner: Any, bring: Any) -> None:
    batch = bring(
        learner,
        ("empty.md", b" \n"),
        ("binary.md", bytes(range(256)) * 40),
        ("photo.png", b"\x89PNG\r\n"),
        ("broken.zip", b"PK\x03\x04 not really"),
        ("good.md", DATA),
    )
    found = {item.name: (item.state, item.error) for item in batch.items.all()}
    assert found["good.md"] == ("created", "")
    assert found["empty.md"] == ("failed", "It is empty.")
    assert found["photo.png"] == ("failed", "It is not Markdown; name it .md if it is.")
    assert found["broken.zip"][0] == "failed"
    assert found["broken.zip"][1].startswith("This archive cannot be opened")
    assert found["binary.md"][0] == "failed"
    assert len(found["binary.md"][1]) > 10
    assert batch.job.result["failed"] == 4
    assert [d.name for d in Document.objects.all()] == ["good.md"]


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-8", b"\xef\xbb\xbf")],
)
def test_other_encodings(learner: Any, bring: Any, encoding: str, bom: bytes) -> None:
    text = LEARNER_DOCUMENT.replace("sprint", "Überblick – день")
    bring(learner, ("notes.md", bom + text.encode(encoding)))
    document = Document.objects.select_related("current").get()
    assert document.current is not None
    assert document.current.text == text
    assert document.statements.count() == 7


def test_windows_text(learner: Any, bring: Any) -> None:
    bring(learner, ("notes.md", LEARNER_DOCUMENT.replace("sprint", "café’s").encode("cp1252")))
    document = Document.objects.select_related("current").get()
    assert document.current is not None
    assert "café’s" in document.current.text


def test_without_learner_sections_it_is_a_guide(learner: Any, bring: Any) -> None:
    text = "# How to deploy\n\nFirst build.\n\n## Then\n\nPush it.\n"
    bring(learner, ("deploy.md", text.encode()))
    guide = Document.objects.get().guide
    assert guide is not None
    assert (guide.kind, guide.title, guide.state) == ("guide", "How to deploy", "published")
    assert guide.summary.startswith("First build.")


def test_whose_it_is(mentor: Any, bring: Any) -> None:
    whose = Whose(author="Grace Hidden", cohort="Spring", track="backend")
    bring(mentor, ("a.md", DATA), ("b.md", DATA.replace(b"Redis", b"Kafka")), whose=whose)
    first, second = Document.objects.order_by("name")
    assert first.author_id == second.author_id != mentor.pk
    assert (first.author.name, first.author.email, first.is_owned) == ("Grace Hidden", None, False)
    assert first.author.display_name == "a learner"
    assert (first.cohort.slug, first.track) == ("spring", "backend")


def test_front_matter_says_whose(mentor: Any, bring: Any) -> None:
    front = "---\nauthor: Ada Hidden\ncohort: Autumn\ntrack: frontend\n---\n"
    bring(mentor, ("a.md", (front + LEARNER_DOCUMENT).encode()), whose=Whose())
    document = Document.objects.get()
    assert (document.author.name, document.cohort.name) == ("Ada Hidden", "Autumn")
    assert document.track == "frontend"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/notes.md", "etc/notes.md"),
        ("C:\\work\\notes.md", "C:/work/notes.md"),
        ("/abs/notes.md", "abs/notes.md"),
        ("no\x00tes\x07.md", "notes.md"),
        ("  ", "untitled.md"),
    ],
)
def test_names_are_made_safe(learner: Any, bring: Any, name: str, kept: str) -> None:
    batch = bring(learner, (name, DATA))
    assert states(batch) == {kept: "created"}


def test_a_paste(learner: Any) -> None:
    batch = import_paste(actor=learner, text=LEARNER_DOCUMENT, name="notes")
    assert [i.name for i in batch.items.all()] == ["notes.md"]
    with pytest.raises(Invalid) as caught:
        import_paste(actor=learner, text=" \n")
    assert set(caught.value.fields) == {"text"}


def test_what_is_refused_makes_no_job(learner: Any, reader: Any, anonymous: Any) -> None:
    with pytest.raises(SignInNeeded):
        import_files(actor=anonymous, files=[("a.md", DATA)])
    with pytest.raises(NotAllowed):
        import_files(actor=reader, files=[("a.md", DATA)])
    with pytest.raises(Invalid):
        import_files(actor=learner, files=[])
    with pytest.raises(Invalid):
        import_files(actor=learner, files=[("a.md", DATA)], whose=Whose(track="sideways"))
    with pytest.raises(TooLarge):
        import_files(actor=learner, files=[("a.md", b"x" * (10 * 1024 * 1024 + 1))])
    assert ImportItem.objects.count() == 0
    assert Blob.objects.count() == 0


def test_every_line_has_a_part(document: Document) -> None:
    assert document.current is not None
    lines = document_lines(document.current)
    assert [line.text for line in lines] == LEARNER_DOCUMENT.split("\n")
    assert {line.part for line in lines if line.text.strip()} <= {"statement", "heading", "other"}
    assert {line.part for line in lines if not line.text.strip()} == {""}
    by_text = {line.text: line for line in lines}
    assert by_text["## Technologies"].part == "heading"
    assert by_text["Notes of the second sprint."].part == "other"
    celery = by_text["- **Celery**: fetches the forecasts in the background."]
    assert [s.name for s in celery.statements] == ["Celery"]


def test_a_contact_in_a_file_name_is_hidden(learner: Any, bring: Any) -> None:
    bring(learner, ("notes of kim@example.org.md", LEARNER_DOCUMENT.encode()))
    name = Document.objects.get().name
    assert "kim@" not in name
    assert name.endswith(".md")


def test_one_empty_file_stops_no_other(learner: Any) -> None:
    files = [
        SimpleUploadedFile("empty.md", b""),
        SimpleUploadedFile("weather.md", LEARNER_DOCUMENT.encode()),
    ]
    answer = api_of(learner).post("/api/v1/imports/", {"files": files}, format="multipart")
    assert answer.status_code == 202
    batch = ImportBatch.objects.get()
    run_to_end(batch)
    found = dict(batch.items.values_list("name", "error"))
    assert found == {"empty.md": "It is empty.", "weather.md": ""}
