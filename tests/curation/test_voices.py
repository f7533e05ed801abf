"""Who says what on an entry: each learner once, near-copies with their originals."""

from __future__ import annotations

from typing import Any

from django.test import Client

from nexus.curation.models import Evidence
from nexus.curation.selectors import list_voices, what_is_told, when_seen
from nexus.curation.selectors.voices import different_of_each
from nexus.documents.models import Document
from nexus.documents.services.imports import Whose
from nexus.library.models import Entry
from tests.curation.desk_support import SEATS, text_of


def note(title: str, *lines: str) -> bytes:
    rows = "\n".join(f"- {line}" for line in lines)
    words = " ".join(f"{title.split()[0]}{n}" for n in range(200))
    return f"# {title}\n\n## Technologies\n\n{rows}\n\n## Notes\n\n{words}\n".encode()


def page_of(entry: Entry, viewer: Any) -> str:
    client = Client()
    client.force_login(viewer)
    return " ".join(client.get(entry.get_absolute_url()).content.decode().split())


def test_a_near_copy_is_counted_with_its_original(
    make_person: Any, bring: Any, mentor: Any
) -> None:
    """Said on the entry, and on both documents."""
    text = note("Bakery", "**Celery**: bakes the bread at night.")
    bring(make_person(), ("one.md", text))
    bring(make_person(), ("two.md", text + b"\nOne more.\n"))
    celery = Entry.objects.get(title="Celery")
    (voice,) = list_voices(viewer=mentor, entry=celery)
    assert (voice.learner, voice.documents, voice.copies) == (1, 1, 1)
    assert len(list_voices(viewer=mentor, entry=celery, folded=False)) == 2
    assert celery.voice_count == 1
    page = page_of(celery, mentor)
    assert "1 document is a near-copy of others and counted with them." in page
    assert "also in 1 near-copy, counted once" in page
    one, two = Document.objects.order_by("pk")
    client = Client()
    client.force_login(mentor)
    assert "they count once, as this one" in client.get(one.get_absolute_url()).content.decode()
    assert "the two count once" in client.get(two.get_absolute_url()).content.decode()


def test_two_documents_of_one_learner_are_one_voice(make_person: Any, bring: Any) -> None:
    learner, other = make_person(), make_person()
    for number, pair in enumerate(SEATS):
        bring(learner, (f"{number}.md", text_of(pair)))
    bring(other, ("other.md", text_of(SEATS[0]).replace(b"Notes", b"More notes")))
    entry = Entry.objects.get(kind="challenge", voice_count=2)
    voices = list_voices(viewer=learner, entry=entry)
    assert sorted((v.learner, v.documents) for v in voices) in (
        [(1, 2), (1, 2), (2, 1)],
        [(1, 1), (2, 2), (2, 2)],
    )
    page = page_of(entry, other)
    assert "1 learner, in 2 documents" in page
    assert "What 2 learners said, in 3 documents" in page


def test_every_fix_has_a_source_among_the_first(make_person: Any, bring: Any) -> None:
    for number in range(3):
        bring(make_person(), (f"a{number}.md", text_of(SEATS[0]) + f"\n{number}\n".encode()))
    bring(make_person(), ("b.md", text_of(SEATS[1])))
    entry = Entry.objects.get(kind="challenge", voice_count=4)
    fixes = set(entry.solutions.values_list("pk", flat=True))
    assert len(fixes) == 2
    viewer = make_person()
    assert {v.solution_id for v in list_voices(viewer=viewer, entry=entry, most=2)} == fixes


def test_who_describes_and_who_only_names(make_person: Any, bring: Any, reader: Any) -> None:
    bring(make_person(), ("a.md", note("A", "**Celery**: bakes the bread at night.", "Redis")))
    bring(make_person(), ("b.md", note("B", "**Celery**: fetches flour in the morning.")))
    bring(make_person(), ("c.md", note("C", "Celery", "Redis")))
    celery, redis = (Entry.objects.get(title=title) for title in ("Celery", "Redis"))
    assert [what_is_told(viewer=reader, entry=e).describing for e in (celery, redis)] == [2, 0]
    page = page_of(celery, reader)
    assert "<summary>2 learners describe it</summary>" in page
    assert "1 more only names it." in page
    assert "nobody describes it yet" in page_of(redis, reader)


def test_who_describes_it_is_among_the_first(make_person: Any, bring: Any, reader: Any) -> None:
    """However many list a technology before somebody says what it is."""
    for number in range(4):
        bring(make_person(), (f"{number}.md", note(f"{number} {number}", "Celery")))
    bring(make_person(), ("last.md", note("Last", "**Celery**: bakes the bread at night.")))
    celery = Entry.objects.get(title="Celery")
    first = list_voices(viewer=reader, entry=celery, most=2)
    assert [voice.describes for voice in first] == [True, False]


def test_of_many_entries_the_first_of_each_kind_are_read(make_person: Any, bring: Any) -> None:
    """And no others, however many there are."""
    for number in range(4):
        names = ("Celery", "Redis") if number % 2 else ("Celery 5", "Redis")
        bring(make_person(), (f"{number}.md", note(f"{number} {number}", *names)))
    bring(make_person(), ("last.md", note("Last", "**Celery**: bakes the bread at night.")))
    celery, redis = (Entry.objects.get(title=title) for title in ("Celery", "Redis"))
    listed = Evidence.objects.filter(entry=celery).order_by("statement_id")
    celery.wording = listed[1].statement.content_hash
    celery.save(update_fields=["wording"])
    rows = Evidence.objects.filter(entry__in=(celery, redis))
    found = [(row.entry_id, row.statement_id) for row in different_of_each(rows, most=1)]
    chosen, described, named = listed[1], listed[4], listed[0]
    first = Evidence.objects.filter(entry=redis).order_by("statement_id")[0]
    assert [pk for entry, pk in found if entry == celery.pk] == [
        row.statement_id for row in (chosen, described, named)
    ]
    assert [pk for entry, pk in found if entry == redis.pk] == [first.statement_id]


def test_when_it_is_seen(make_person: Any, bring: Any, mentor: Any) -> None:
    """By when documents came, in all their cohorts."""
    for number, cohort in enumerate(("2026 spring", "2025 autumn", "2026 spring")):
        whose = Whose(author=f"P {number}", cohort=cohort, mine=False)
        bring(mentor, (f"{number}.md", note(f"{number} {number}", "Celery")), whose=whose)
    celery = Entry.objects.get(title="Celery")
    seen = when_seen(viewer=mentor, entry=celery)
    came = list(Document.objects.order_by("created_at").values_list("created_at", flat=True))
    assert seen is not None
    assert (seen.first, seen.last, seen.documents) == (came[0], came[-1], 3)
    assert seen.cohorts == ["2025 autumn", "2026 spring"]
    assert seen.dated_by == "when documents came"
    assert when_seen(viewer=mentor, entry=Entry.objects.create(kind="practice", slug="x")) is None


def test_all_rows_say_what_is_asked_of_the_whole(
    make_person: Any, bring: Any, mentor: Any, django_assert_num_queries: Any
) -> None:
    """And say it in one query, copies and who only names it included."""
    text = note("Bakery", "**Celery**: bakes the bread at night.")
    bring(make_person(), ("one.md", text))
    bring(make_person(), ("two.md", text + b"\nOne more.\n"))
    bring(make_person(), ("names.md", note("Names", "Celery")))
    whose = Whose(author="P", cohort="2025 autumn", mine=False)
    bring(mentor, ("said.md", note("Said", "**Celery**: fetches flour at noon.")), whose=whose)
    celery = Entry.objects.get(title="Celery")
    with django_assert_num_queries(1):
        told = what_is_told(viewer=mentor, entry=celery)
    part = what_is_told(viewer=mentor, entry=celery, most=1)
    assert (len(told.voices), len(part.voices)) == (3, 1)
    assert told.seen == part.seen == when_seen(viewer=mentor, entry=celery)
    assert (told.seen and told.seen.documents, told.describing) == (4, 2)
    assert part.describing == 2


def test_who_may_not_read_documents_sees_no_source(document: Any) -> None:
    redis = Entry.objects.get(kind="technology", slug="redis")
    page = Client().get(redis.get_absolute_url()).content.decode()
    assert "a learner" in page
    assert "/documents/document" not in page
    assert "data-peek" not in page
