"""Which entries words may join, and when an entry leaves the reference by itself."""

from __future__ import annotations

from typing import Any

from nexus.accounts.models import Person
from nexus.curation.models import Evidence
from nexus.curation.services import refresh_evidence, retract_document
from nexus.documents.models import Document
from nexus.library.models import Entry
from nexus.library.services import add_solution, create_entry, give_receipt
from nexus.library.services.entries import retire_entry
from tests.curation.desk_support import bring_challenges

TOOLS = b"# Notes\n\n## Technologies\n\n- Celery\n"


def celery() -> Entry:
    """The one entry of that name, whatever its state."""
    return Entry.objects.get(kind="technology", slug__startswith="celery")


def test_a_retired_technology_does_not_come_back(
    bring: Any, learner: Person, mentor: Person, make_person: Any
) -> None:
    bring(learner, ("a.md", TOOLS))
    retire_entry(actor=mentor, entry=celery())
    bring(make_person(), ("b.md", TOOLS))
    assert (celery().state, celery().statement_count) == ("retired", 2)
    assert celery().revisions.get().note == "Retired"


def test_an_entry_without_evidence_comes_back_with_it(
    bring: Any, learner: Person, mentor: Person, make_person: Any
) -> None:
    bring(learner, ("a.md", TOOLS))
    first = celery().pk
    retract_document(actor=mentor, document=Document.objects.get())
    assert celery().state == "retired"
    bring(make_person(), ("b.md", TOOLS + b"- Redis\n"))
    assert (celery().pk, celery().state) == (first, "published")


def test_a_draft_takes_no_words_from_readers(bring: Any, learner: Person, mentor: Person) -> None:
    draft = create_entry(actor=mentor, kind="technology", title="Celery", lead="Soon.", draft=True)
    bring(learner, ("a.md", TOOLS))
    entry = Evidence.objects.get().entry
    assert entry is not None
    assert (entry.pk == draft.pk, entry.state, entry.title) == (False, "published", "Celery")


def test_a_retired_challenge_keeps_its_voices(bring: Any, make_person: Any, mentor: Person) -> None:
    seats, _ = bring_challenges(make_person, bring)
    retire_entry(actor=mentor, entry=seats)
    refresh_evidence()
    bring(make_person(), ("more.md", TOOLS))
    assert Evidence.objects.filter(entry=seats).count() == 2
    assert Entry.objects.get(pk=seats.pk).state == "retired"


def test_what_people_said_keeps_an_entry(
    bring: Any, make_person: Any, mentor: Person, reader: Person, learner: Person
) -> None:
    """Without evidence it stays while it has a receipt, or a solution that somebody wrote."""
    seats, labels = bring_challenges(make_person, bring)
    give_receipt(actor=reader, entry=seats, outcome="same-here")
    add_solution(actor=learner, entry=labels, text="Use another printer for the labels.")
    for document in Document.objects.all():
        retract_document(actor=mentor, document=document)
    states = Entry.objects.filter(pk__in=[seats.pk, labels.pk]).values_list(
        "state", "statement_count"
    )
    assert list(states) == [("published", 0), ("published", 0)]
