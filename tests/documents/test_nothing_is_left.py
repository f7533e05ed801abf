"""An erased document leaves none of its words in any table."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import CharField, JSONField, TextField

from nexus.accounts.models import Person
from nexus.curation.services import (
    choose_wording,
    merge_entries,
    move_statements,
    refresh_evidence,
    rename,
    retract_document,
    undo_action,
)
from nexus.documents.models import Document, Statement
from nexus.documents.services import erase_document
from nexus.library.models import Entry
from nexus.library.services import create_entry, give_receipt, publish_entry, retire_entry
from tests.curation.desk_support import text_of

OWN = ("The zeppelin leaks helium", "It leaks", "Patch the seam of the zeppelin")
OTHER = ("The seat map is slow", "It takes a minute", "Ask once for all seats")


def where(word: str) -> list[str]:
    """Tables and columns that hold a word, in whatever case."""
    return sorted(
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField)
        and any(
            word in str(value).lower()
            for value in model._base_manager.values_list(field.attname, flat=True)
        )
    )


def test_no_table_holds_the_words(bring: Any, learner: Person, make_person: Any) -> None:
    bring(make_person(), ("other.md", text_of(OTHER)))
    bring(learner, ("zeppelin.md", text_of(OWN)))
    assert "library_entry.title" in where("zeppelin")
    erase_document(actor=learner, document=Document.objects.get(name="zeppelin.md"))
    refresh_evidence()
    assert where("zeppelin") == []


def test_what_curators_did_with_it_does_not_name_it(
    bring: Any, learner: Person, make_person: Any, mentor: Person
) -> None:
    bring(make_person(), ("other.md", text_of(OTHER)))
    bring(learner, ("zeppelin.md", text_of(OWN)))
    own, other = (Entry.objects.get(title=title) for title in (OWN[0], OTHER[0]))
    action = merge_entries(actor=mentor, entry=own, into=other)
    undo_action(actor=mentor, action_pk=action.pk)
    erase_document(actor=learner, document=Document.objects.get(name="zeppelin.md"))
    refresh_evidence()
    assert where("zeppelin") == []


def test_no_undoing_brings_it_back(
    bring: Any, learner: Person, make_person: Any, mentor: Person
) -> None:
    """Renamed, spoken of, retired and published by others, retracted; then erased, then undone."""
    bring(learner, ("zeppelin.md", text_of(OWN)))
    document = Document.objects.get(name="zeppelin.md")
    Document.objects.update(title="The zeppelin's log")
    own = Entry.objects.get(title=OWN[0])
    retract = retract_document(actor=mentor, document=document)
    assert retract is not None
    undo_action(actor=mentor, action_pk=retract.pk)
    refresh_evidence()
    named = rename(actor=mentor, entry=own, title="A neutral title")
    assert named is not None
    give_receipt(actor=mentor, entry=Entry.objects.get(pk=own.pk), outcome="same-here")
    erase_document(actor=learner, document=Document.objects.get(pk=document.pk))
    refresh_evidence()
    assert where("zeppelin") == []
    undo_action(actor=mentor, action_pk=named.pk)
    assert where("zeppelin") == []
    assert Entry.objects.get(pk=own.pk).title == "Erased words"


def test_retired_and_published_it_is_still_the_words_of_who_wrote_them(
    bring: Any, learner: Person, mentor: Person
) -> None:
    bring(learner, ("zeppelin.md", text_of(OWN)))
    own = Entry.objects.get(title=OWN[0])
    retire_entry(actor=mentor, entry=own)
    publish_entry(actor=mentor, entry=own)
    erase_document(actor=learner, document=Document.objects.get(name="zeppelin.md"))
    refresh_evidence()
    assert where("zeppelin") == []
    assert Entry.objects.get(pk=own.pk).state == "retired"


def test_who_says_the_same_brings_the_page_back(
    bring: Any, learner: Person, make_person: Any
) -> None:
    bring(learner, ("zeppelin.md", text_of(OWN)))
    erase_document(actor=learner, document=Document.objects.get(name="zeppelin.md"))
    refresh_evidence()
    bring(make_person(), ("again.md", text_of(OWN) + b"\nMore.\n"))
    page = Entry.objects.get(state="published", kind="challenge")
    assert (page.title, page.slug) == (OWN[0], "the-zeppelin-leaks-helium")


def test_a_written_page_has_its_own_title_again(
    bring: Any, learner: Person, make_person: Any, mentor: Person
) -> None:
    """A curator chose the words for a page that people wrote; who said them takes them back."""
    bring(make_person(), ("other.md", text_of(OTHER)))
    bring(learner, ("zeppelin.md", text_of(OWN)))
    page = create_entry(actor=mentor, kind="challenge", title="Lost gas", lead="## Fix\n\nSew.")
    told = Statement.objects.get(title=OWN[0])
    move_statements(actor=mentor, statement_pks=[told.pk], into=page)
    action = choose_wording(actor=mentor, entry=page, statement_pk=told.pk)
    assert action is not None
    page.refresh_from_db()
    assert page.title == OWN[0]
    erase_document(actor=learner, document=Document.objects.get(name="zeppelin.md"))
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Lost gas", "lost-gas")
    refresh_evidence()
    undo_action(actor=mentor, action_pk=action.pk)
    assert where("zeppelin") == []
