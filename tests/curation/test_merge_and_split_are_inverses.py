"""Whatever curators do, undone it is as it was; a split undoes a merge, and a merge a split."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nexus.accounts.models import Person
from nexus.curation.models import Action, Evidence
from nexus.curation.services import merge_entries, move_statements, split_entry, undo_action
from nexus.library.models import Entry
from tests.curation.desk_support import rows, text_of

WORDS = {
    "pump": ("leaks water below the sink", "Seal it with putty"),
    "valve": ("sticks half open in winter", "Warm it slowly"),
    "hinge": ("squeaks whenever somebody enters", "Oil both pins"),
    "cable": ("sparks near that old fuse", "Replace its plug"),
}
PEOPLE = 3
EXAMPLES = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def pages(make_person: Any, bring: Any, mentor: Person) -> list[Entry]:
    """Four pages with three statements each."""
    for n in range(PEOPLE):
        told = [
            (f"The {word} of house {n}", f"{word} {n} {what}", f"{how} {n}")
            for word, (what, how) in WORDS.items()
        ]
        bring(make_person(), (f"{n}.md", text_of(*told)))
    homes = []
    for word in WORDS:
        told = Evidence.objects.filter(statement__title__startswith=f"The {word} of")
        pks = list(told.values_list("statement_id", flat=True))
        home = told.order_by("pk")[0].entry
        assert home is not None
        move_statements(actor=mentor, statement_pks=pks, into=home)
        homes.append(home)
    assert len({home.pk for home in homes}) == len(WORDS)
    return homes


def statements_on(entry: Entry) -> list[int]:
    return sorted(Evidence.objects.filter(entry=entry).values_list("statement_id", flat=True))


def where() -> dict[int, int | None]:
    return dict(Evidence.objects.values_list("statement_id", "entry_id"))


def kept(made: set[int]) -> dict[str, list[tuple[Any, ...]]]:
    """All rows but the pages that a split made: an id is never given twice."""
    found = rows()
    found["library.Entry"] = [row for row in found["library.Entry"] if row[0] not in made]
    return found


def choose(data: st.DataObject, rows: list[Entry]) -> Entry:
    """By place: ids go on from one example to the next."""
    return rows[data.draw(st.integers(0, len(rows) - 1))]


@EXAMPLES
@given(data=st.data())
def test_undone_backwards_every_row_is_as_it_was(
    pages: list[Entry], mentor: Person, data: st.DataObject
) -> None:
    """Any merges and splits, in any order."""
    with transaction.atomic():
        before, made, done = rows(), set[int](), []
        for _ in range(data.draw(st.integers(1, 4))):
            live = list(
                Entry.objects.filter(
                    kind="challenge", merged_into=None, state="published"
                ).order_by("pk")
            )
            entry = choose(data, [e for e in live if statements_on(e)])
            told = statements_on(entry)
            others = [e for e in live if e.pk != entry.pk]
            if len(told) > 1 and (not others or data.draw(st.booleans())):
                places = st.lists(
                    st.integers(0, len(told) - 1),
                    min_size=1,
                    max_size=len(told) - 1,
                    unique=True,
                )
                some = [told[place] for place in data.draw(places)]
                title = f"Part {len(made)}"
                action, part = split_entry(
                    actor=mentor, entry=entry, statement_pks=some, title=title
                )
                made.add(part.pk)
            elif others:
                action = merge_entries(actor=mentor, entry=entry, into=choose(data, others))
            else:
                continue
            done.append(action)
        for action in reversed(done):
            undo_action(actor=mentor, action_pk=action.pk)
        assert kept(made) == before
        for page in pages:
            page.refresh_from_db()
            assert (page.statement_count, page.voice_count) == (PEOPLE, PEOPLE)
        transaction.set_rollback(True)


@EXAMPLES
@given(data=st.data())
def test_a_split_takes_a_merge_apart_and_a_merge_brings_a_split_together(
    pages: list[Entry], mentor: Person, data: st.DataObject
) -> None:
    """Not undone but done the other way: the same words stand together as before."""
    with transaction.atomic():
        one, other = (pages[n] for n in data.draw(st.permutations(range(len(pages))))[:2])
        before, going = where(), statements_on(one)
        merge_entries(actor=mentor, entry=one, into=other)
        assert where() == {s: other.pk if s in going else e for s, e in before.items()}
        _, part = split_entry(
            actor=mentor, entry=other, statement_pks=going, title=f"Again {one.title}"
        )
        assert where() == {s: part.pk if s in going else e for s, e in before.items()}
        merge_entries(actor=mentor, entry=part, into=other)
        assert where() == {s: other.pk if s in going else e for s, e in before.items()}
        assert Action.objects.filter(undone_at=None).count() >= 3
        transaction.set_rollback(True)
