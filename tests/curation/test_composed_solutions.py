"""Solutions that documents tell: whatever comes and goes, each wording is one row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nexus.accounts.models import Person
from nexus.curation.models import Evidence
from nexus.curation.services import solutions
from nexus.curation.services.solutions import compose_solutions, group_fixes, is_fix, read_fixes
from nexus.documents.caches import lexicon, shipped_lexicon
from nexus.documents.models import Blob, Document, DocumentVersion, Statement
from nexus.library.models import Entry, Receipt, Solution

FIXES = [
    "Empty the queue of the printer",
    "Empty the printer queue and start it",
    "Clear the queue of the printer, then start",
    "Use another printer with a larger tray",
    "Use a printer with another tray",
    "Ask the office for new labels and paper",
]
Tell = Callable[[str], int]


@pytest.fixture
def jammed(maintainer: Person) -> Entry:
    return Entry.objects.create(kind="challenge", slug="labels-jam", title="Labels jam")


@pytest.fixture
def tell(jammed: Entry, make_person: Any) -> Tell:
    """One more person's document tells a fix of the challenge; returns the evidence's id."""
    count = 0

    def make(fix: str) -> int:
        nonlocal count
        count += 1
        author = make_person(email=f"p{count}-{Person.objects.count()}@people.test")
        document = Document.objects.create(name=f"{count}.md", author=author)
        blob, _ = Blob.objects.get_or_create(sha256="0" * 64, size=0, data=b"")
        version = DocumentVersion.objects.create(
            document=document, number=1, line_count=1, blob=blob
        )
        statement = Statement.objects.create(
            version=version,
            document=document,
            kind="challenge",
            position=0,
            first_line=1,
            last_line=1,
            title="Labels jam",
            text=fix,
            solution=fix,
            content_hash=f"{FIXES.index(fix):064d}",
        )
        return Evidence.objects.create(
            entry=jammed, statement=statement, method=Evidence.Method.AUTOMATIC, score=1
        ).pk

    return make


def compose(entry: Entry) -> None:
    """Compose, and see that rows and evidence are what the groups say."""
    compose_solutions([entry.pk])
    fixes = read_fixes([entry.pk], lexicon())
    groups = group_fixes(fixes, lexicon())
    for group in groups:
        held = Solution.objects.get(pk=group[0].solution)
        assert {fix.solution for fix in group} == {held.pk}
        assert (held.content_hash, held.text) == (group[0].content, group[0].text)
        assert held.voice_count == len({fix.voice for fix in group})
    told = Solution.objects.filter(entry=entry, voice_count__gt=0)
    assert told.count() == len(groups)
    for bare in Solution.objects.filter(entry=entry, voice_count=0):
        assert bare.receipts.exists()


STEPS = st.lists(
    st.tuples(st.sampled_from(["tell", "tell", "take", "press"]), st.integers(0, 30)),
    min_size=4,
    max_size=14,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
@pytest.mark.django_db
def test_rows_follow_the_groups(
    steps: list[tuple[str, int]], jammed: Entry, tell: Tell, reader: Person
) -> None:
    """Fixes come and go in any order; receipts are kept, with the wording they were given to."""
    Evidence.objects.filter(entry=jammed).delete()
    Solution.objects.filter(entry=jammed).delete()
    for step, number in steps:
        rows = list(Solution.objects.filter(entry=jammed).order_by("pk"))
        held = list(Evidence.objects.filter(entry=jammed).order_by("pk"))
        if step == "tell":
            tell(FIXES[number % len(FIXES)])
        elif step == "take" and held:
            held[number % len(held)].delete()
        elif step == "press" and rows:
            Receipt.objects.get_or_create(
                entry=jammed,
                solution=rows[number % len(rows)],
                person=reader,
                outcome=Receipt.Outcome.WORKED,
            )
        pressed = Receipt.objects.filter(entry=jammed).exists()
        compose(jammed)
        assert Receipt.objects.filter(entry=jammed).exists() == pressed


def test_rows_that_exchange_their_words(jammed: Entry, tell: Tell) -> None:
    """A row follows its evidence even when its words are those of another row by now."""
    first, second = tell(FIXES[0]), tell(FIXES[5])
    compose(jammed)
    printer, office = (Evidence.objects.get(pk=pk).solution_id for pk in (first, second))
    Evidence.objects.filter(pk=first).update(solution=office)
    Evidence.objects.filter(pk=second).update(solution=printer)
    compose(jammed)
    assert Evidence.objects.get(pk=first).solution_id == office
    assert Evidence.objects.get(pk=second).solution_id == printer


def test_what_was_said_of_words_goes_with_them(jammed: Entry, tell: Tell, reader: Person) -> None:
    """A bare row's receipt goes to the row that has its words now."""
    gone = tell(FIXES[5])
    compose(jammed)
    bare = Evidence.objects.get(pk=gone).solution
    assert bare is not None
    Receipt.objects.create(
        entry=jammed, solution=bare, person=reader, outcome=Receipt.Outcome.WORKED
    )
    Evidence.objects.filter(pk=gone).delete()
    compose(jammed)
    assert Solution.objects.get(pk=bare.pk).content_hash == f"{5:064d}"
    other = tell(FIXES[0])
    compose(jammed)
    row = Evidence.objects.get(pk=other).solution
    assert row is not None
    back = tell(FIXES[5])
    Evidence.objects.filter(pk=back).update(solution=row)
    Evidence.objects.filter(pk=other).delete()
    compose(jammed)
    row.refresh_from_db()
    assert row.content_hash == f"{5:064d}"
    assert row.worked_count == 1
    assert not Solution.objects.filter(pk=bare.pk).exists()


def test_beyond_what_is_compared_a_fix_stands_alone(
    jammed: Entry, tell: Tell, monkeypatch: Any
) -> None:
    monkeypatch.setattr(solutions, "MOST_COMPARED", 2)
    for fix in FIXES[:3]:
        tell(fix)
        tell(fix)
        compose(jammed)
    stands = Solution.objects.filter(entry=jammed).values_list("text", "voice_count")
    assert dict(stands) == {FIXES[0]: 4, FIXES[2]: 2}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", False),
        ("???", False),
        ("Redis", False),
        ("Fixed it.", False),
        ("Asked\n mentors", False),
        ("Used Redis", True),
        ("CORS middleware", True),
        ("Call select_related", True),
        ("We  joined\nseats", True),
    ],
)
def test_what_says_something_is_a_fix(text: str, counts: bool) -> None:
    assert is_fix(text, shipped_lexicon()) is counts
