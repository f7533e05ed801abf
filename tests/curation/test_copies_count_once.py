"""Near-copies of documents count once, whoever brings them and whatever goes."""

from __future__ import annotations

import random
from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.curation.services import refresh_evidence, retract_document, undo_action
from nexus.curation.services.copies import mark_copies
from nexus.documents.models import Document
from nexus.documents.services import erase_document
from nexus.library.models import Entry

FIRST = "# Bakery\n\n## Technologies\n\n- Celery\n\n## Notes\n\n"


def text_of(seed: int, *, but: int = 0) -> bytes:
    """A document of 300 words; the last `but` words are others."""
    source = random.Random(seed)
    words = [f"w{source.randrange(900)}" for _ in range(300)]
    words[len(words) - but :] = [f"other{n}" for n in range(but)]
    return (FIRST + " ".join(words) + "\n").encode()


@pytest.fixture
def copies(bring: Any, make_person: Any) -> list[Document]:
    """A document, two that nearly repeat it, and one of its own; each by somebody else."""
    for number, data in enumerate([text_of(1), text_of(1, but=9), text_of(1, but=4), text_of(2)]):
        bring(make_person(), (f"{number}.md", data))
    return list(Document.objects.order_by("pk"))


def said() -> list[int | None]:
    return list(Document.objects.order_by("pk").values_list("copy_of_id", flat=True))


def voices() -> int:
    return Entry.objects.get(kind="technology", title="Celery").voice_count


def test_later_ones_are_copies_of_the_first(copies: list[Document]) -> None:
    assert said() == [None, copies[0].pk, copies[0].pk, None]
    assert voices() == 2
    assert Entry.objects.get(title="Celery").statement_count == 4


def test_a_text_that_differs_by_more_is_none(bring: Any, make_person: Any) -> None:
    bring(make_person(), ("a.md", text_of(1)))
    bring(make_person(), ("b.md", text_of(1, but=60)))
    assert said() == [None, None]
    assert voices() == 2


def test_a_new_version_is_looked_at_again(copies: list[Document], bring: Any) -> None:
    author = copies[1].author
    bring(author, ("1.md", text_of(1, but=150)))
    assert said() == [None, None, copies[0].pk, None]
    assert voices() == 3


def test_without_the_first_the_second_counts(copies: list[Document]) -> None:
    author = Person.objects.get(pk=copies[0].author_id)
    erase_document(actor=author, document=copies[0])
    assert said() == [None, None, copies[1].pk, None]
    assert voices() == 2


def test_retracting_and_undoing(copies: list[Document], mentor: Person) -> None:
    before = said()
    action = retract_document(actor=mentor, document=copies[0])
    assert action is not None
    assert said() == [None, None, copies[1].pk, None]
    assert voices() == 2
    undo_action(actor=mentor, action_pk=action.pk)
    assert said() == before
    assert voices() == 2


def test_looking_again_changes_nothing(
    copies: list[Document], django_assert_num_queries: Any
) -> None:
    before = said()
    with django_assert_num_queries(3):
        assert mark_copies() == set()
    refresh_evidence()
    assert said() == before
