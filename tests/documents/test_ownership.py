"""Claim, correct, erase; and what is masked before anything is kept to read."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from nexus.accounts.models import AuditEntry, Cohort
from nexus.accounts.services import make_maintainer, publish_hub, update_profile
from nexus.cli.importing import start_cohort_import
from nexus.common.errors import Invalid, NotAllowed, NotFound
from nexus.common.masking import mask
from nexus.curation.models import Evidence
from nexus.documents.models import Blob, Document, DocumentVersion, ImportItem, Statement
from nexus.documents.selectors import get_document
from nexus.documents.services import claim_document, correct_document, erase_document
from nexus.documents.services.erased import ERASED
from nexus.documents.services.imports import Whose
from nexus.library.models import Entry
from nexus.library.services import add_solution, create_entry, save_lead
from nexus.search import selectors as search
from nexus.search.facets import Filters
from tests.support import LEARNER_DOCUMENT, api_of, run_to_end

pytestmark = pytest.mark.django_db
DATA = LEARNER_DOCUMENT.encode()
PHRASES = ("sixty seconds", "running the old code", "before anybody wrote", "second sprint")


@pytest.fixture
def unowned(mentor: Any, bring: Any) -> Document:
    bring(mentor, ("weather.md", DATA), whose=Whose(author="Ada Hidden"))
    return Document.objects.get()


def test_a_claim_makes_it_ones_own(unowned: Document, learner: Any) -> None:
    before = unowned.author_id
    claimed = claim_document(actor=learner, document=unowned)
    assert (claimed.author_id, claimed.is_owned) == (learner.pk, True)
    audit = AuditEntry.objects.get(action="document.claimed")
    assert (audit.actor_id, audit.object_pk, audit.detail) == (
        learner.pk,
        unowned.pk,
        {"before": before},
    )


def test_what_is_owned_is_not_claimed(document: Document, make_person: Any) -> None:
    with pytest.raises(Invalid):
        claim_document(actor=make_person("learner"), document=document)
    document.refresh_from_db()
    assert document.author.role == "learner"


def test_a_reader_does_not_claim(unowned: Document, reader: Any) -> None:
    with pytest.raises(NotAllowed):
        claim_document(actor=reader, document=unowned)
    unowned.refresh_from_db()
    assert unowned.is_owned is False


def test_its_owner_corrects_it(document: Document, learner: Any, make_person: Any) -> None:
    cohort = Cohort.objects.create(name="Spring", slug="spring")
    correct_document(
        actor=learner, document=document, cohort="spring", track="frontend", title=" New  title "
    )
    document.refresh_from_db()
    assert (document.title, document.track) == ("New title", "frontend")
    assert document.cohort_id == cohort.pk
    with pytest.raises(NotAllowed):
        correct_document(actor=make_person("mentor"), document=document, title="Mine")
    for wrong in ({"title": " "}, {"track": "sideways"}):
        with pytest.raises(Invalid):
            correct_document(actor=learner, document=document, **wrong)
    document.refresh_from_db()
    assert (document.title, document.track) == ("New title", "frontend")


def found(viewer: Any, query: str) -> list[str]:
    results = search.search(viewer=viewer, query=query, filters=Filters(), first=20, offset=0)
    return [name for hit in results.hits for name in hit.documents]


def test_erasing_leaves_nothing_of_it(document: Document, learner: Any, maintainer: Any) -> None:
    assert "weather.md" in found(learner, "redis")
    erase_document(actor=learner, document=document)
    assert Blob.objects.count() == 0
    assert DocumentVersion.objects.count() == 0
    assert Statement.objects.count() == 0
    assert Evidence.objects.count() == 0
    assert ImportItem.objects.filter(blob__isnull=False).count() == 0
    assert not ImportItem.objects.filter(name__contains="weather").exists()
    with pytest.raises(NotFound):
        get_document(viewer=maintainer, pk=document.pk)
    document.refresh_from_db()
    assert (document.name, document.title) == (f"erased-{document.pk}", "")
    assert document.erased_at is not None
    for query in ("redis", "rate limit of the weather API", "watchfiles"):
        assert found(learner, query) == []
    assert Entry.objects.filter(statement_count__gt=0).count() == 0
    assert AuditEntry.objects.filter(action="document.erased", object_pk=document.pk).exists()


def test_no_table_keeps_its_words(document: Document, learner: Any) -> None:
    """Not in any text column of any table: pages made from it alone lose them too."""
    erase_document(actor=learner, document=document)
    assert kept_phrases() == []


def test_the_tables_held_them_before(document: Document) -> None:
    assert {name for name, _ in kept_phrases()} >= {"DocumentVersion", "Statement"}


def kept_phrases() -> list[tuple[str, Any]]:
    kept = []
    for model in apps.get_models():
        columns = [
            f.attname
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model.objects.values(*columns) if columns else ():
            if any(words in str(row) for words in PHRASES):
                kept.append((model.__name__, row))
    return kept


def test_bytes_that_another_has_too_stay_for_them(
    document: Document, learner: Any, make_person: Any, bring: Any
) -> None:
    other = make_person("learner")
    bring(other, ("weather.md", DATA))
    erase_document(actor=learner, document=document)
    theirs = Document.objects.select_related("current").get(author=other)
    assert theirs.current is not None
    assert bytes(theirs.current.blob.data) == DATA
    assert Evidence.objects.filter(statement__document=theirs).count() == 7


def test_only_owner_or_maintainer_erases(
    document: Document, make_person: Any, mentor: Any, maintainer: Any
) -> None:
    for person in (make_person("learner"), mentor):
        with pytest.raises(NotAllowed):
            erase_document(actor=person, document=document)
    assert Statement.objects.count() == 7
    erase_document(actor=maintainer, document=document)
    assert Statement.objects.count() == 0


def test_a_guide_goes_with_its_document(learner: Any, bring: Any) -> None:
    bring(learner, ("deploy.md", b"# Deploy\n\nPush it.\n"), ("ship.md", b"# Ship\n\nSail it.\n"))
    deploy, ship = Document.objects.order_by("name")
    save_lead(actor=learner, entry=ship.guide, lead="By people.\n", expected_version=0)
    for one in (deploy, ship):
        erase_document(actor=learner, document=one)
    assert list(Entry.objects.filter(kind="guide").values_list("lead", flat=True)) == [
        "By people.\n"
    ]


def test_erased_may_be_brought_again(document: Document, learner: Any, bring: Any) -> None:
    erase_document(actor=learner, document=document)
    bring(learner, ("weather.md", DATA))
    again = Document.objects.get(name="weather.md")
    assert again.pk != document.pk
    assert again.statements.count() == 7


KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to ada@school.org now", "Write to [contact removed] now"),
        ("Call +49 170 1234567.", "Call [contact removed]."),
        ("https://t.me/ada_hidden", "[contact removed]"),
        ("ghp_" + "a" * 36, "[secret removed]"),
        ("key AKIA" + "ABCDEFGH" * 2, "key [secret removed]"),
        ("postgres://app:s3cr3tpw@db/x", "postgres://app:[secret removed]@db/x"),
        ("postgres://postgres:postgres@db/x", "postgres://postgres:postgres@db/x"),
        (f"a\n{KEY}\nb", "a\n" + "\n".join(["[secret removed]"] * 4) + "\nb"),
        ("git@git.example.org:a/b.git", "git@git.example.org:a/b.git"),
        ("pip install a==1.2.3 @staticmethod", "pip install a==1.2.3 @staticmethod"),
        ("2024-01-01 00:00:00 +0000", "2024-01-01 00:00:00 +0000"),
    ],
)
def test_masking(text: str, masked: str) -> None:
    done = mask(text)
    assert done.text == masked
    assert done.text.count("\n") == text.count("\n")
    changed = [
        n
        for n, (a, b) in enumerate(zip(text.split("\n"), masked.split("\n"), strict=True), 1)
        if a != b
    ]
    assert list(done.lines) == changed


def test_a_document_is_masked_in_place(learner: Any, bring: Any) -> None:
    text = LEARNER_DOCUMENT.replace("Notes of the second", f"Ask ada@school.org\n{KEY}\nNotes")
    bring(learner, ("notes.md", text.encode()))
    version = DocumentVersion.objects.get()
    assert "ada@school.org" not in version.text + version.html
    assert "MIIEow" not in version.text + version.html
    assert len(version.text.split("\n")) == len(text.split("\n"))
    assert version.masked_lines == [3, 4, 5, 6, 7]


def test_erased_words_are_quoted_nowhere(document: Document, learner: Any, mentor: Any) -> None:
    """Leads are rendered when they are written; a quotation must not outlive its source."""
    statement = document.statements.filter(kind="challenge").earliest("pk")
    quote, words = f"Look: [[statement:{statement.pk}]]", "kept running the old code"
    entry = create_entry(actor=mentor, kind="practice", title="Quoting", lead=quote)
    asked = create_entry(actor=mentor, kind="challenge", title="Asked")
    solution = add_solution(actor=mentor, entry=asked, text=quote)
    elsewhere = f"[[statement:{statement.pk + 1_000_000}]]"
    other = create_entry(actor=mentor, kind="practice", title="Other", lead=elsewhere)
    assert words in entry.lead_html
    assert words in solution.html
    erase_document(actor=learner, document=document)
    before = other.updated_at
    for row in (entry, solution, other):
        row.refresh_from_db()
    assert words not in entry.lead_html + solution.html
    assert (entry.lead, entry.version, other.updated_at) == (quote, 1, before)


@pytest.mark.django_db(transaction=True)
def test_a_cohort_is_made_only_for_who_may_correct(
    document: Document, learner: Any, make_person: Any
) -> None:
    """Outside a test's transaction, where a row that was written stays written."""
    url = f"/api/v1/documents/document-{document.pk}/"
    refused = api_of(make_person("learner")).patch(url, {"cohort": "Spring"})
    assert (refused.status_code, Cohort.objects.count()) == (403, 0)
    unknown = api_of(learner).patch(url, {"cohort": "Spring"})
    assert (unknown.status_code, Cohort.objects.count()) == (422, 0)
    made = api_of(make_person("maintainer")).patch(url, {"cohort": "Spring"})
    assert (made.status_code, made.json()["cohort"]) == (200, "spring")
    known = api_of(learner).patch(url, {"cohort": "SPRING"})
    assert (known.status_code, known.json()["cohort"]) == (200, "spring")


NAMED = b"""---
author: Grace Hopper
---
# Notes of Grace Hopper

## Challenges

**Problem:** grace_hopper could not reach the queue.

**Solution:** Hopper, Grace opened the port; see git.example.org/GraceHopper/queue.
"""


def test_nobody_reads_the_name_of_who_hides_it(mentor: Any, bring: Any, anonymous: Any) -> None:
    """Not in the text, the title, the file's name, what was taken from it, nor in search."""
    bring(mentor, ("grace-hopper.md", NAMED), whose=Whose())
    document = Document.objects.get()
    assert document.author.name == "Grace Hopper"
    publish_hub(
        actor=make_maintainer(email="m@people.test", password="a" * 20),
        published=True,
        shows_documents=True,
    )
    client = api_of(anonymous)
    pages = [
        f"/documents/{document.pk}",
        f"/documents/{document.pk}?view=lines",
        "/documents/",
        "/api/v1/statements/",
        f"/api/v1/documents/document-{document.pk}/",
        "/search/?q=queue",
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "opper" not in answer.content.decode(), page
    assert client.get("/api/v1/search/?q=hopper").json()["results"] == []
    again = bring(mentor, ("grace-hopper.md", NAMED), whose=Whose())
    assert again.items.get().state == ImportItem.State.UNCHANGED


def test_a_name_that_is_shown_stays(learner: Any, bring: Any) -> None:
    update_profile(actor=learner, name="Grace Hopper", shows_name=True)
    learner.refresh_from_db()
    bring(learner, ("notes.md", NAMED.split(b"---\n")[-1]), whose=Whose(mine=True))
    assert Document.objects.get().title == "Notes of Grace Hopper"


def test_showing_a_name_makes_no_second_document(learner: Any, bring: Any) -> None:
    update_profile(actor=learner, name="Grace Hopper", shows_name=False)
    learner.refresh_from_db()
    bring(learner, ("grace-hopper.md", NAMED))
    update_profile(actor=learner, name="Grace Hopper", shows_name=True)
    learner.refresh_from_db()
    bring(learner, ("grace-hopper.md", NAMED + b"\nOne more line.\n"))
    document = Document.objects.get()
    assert (document.name, document.current.number) == ("[name removed].md", 2)
    assert document.title == "Notes of Grace Hopper"


def test_what_was_erased_does_not_come_back_by_the_name_in_its_text(
    mentor: Any, maintainer: Any, tmp_path: Any
) -> None:
    (tmp_path / "grace-hopper.md").write_bytes(NAMED)
    listing = tmp_path / "cohort.csv"
    listing.write_text("source,person,cohort,track\ngrace-hopper.md,,,\n")
    run_to_end(start_cohort_import(mentor, listing))
    erase_document(actor=maintainer, document=Document.objects.get())
    (tmp_path / "grace-hopper.md").write_bytes(NAMED + b"\nOther bytes.\n")
    batch = start_cohort_import(mentor, listing)
    run_to_end(batch)
    assert batch.items.get().error == ERASED
