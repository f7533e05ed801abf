"""How many files an import reads at once."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.consolidation import Lexicon
from nexus.documents.models import ImportBatch
from nexus.documents.services import import_files, run
from nexus.documents.services.ahead import Ahead

pytestmark = pytest.mark.django_db
SIZES = [40, 40, 40, 300, 10]


@pytest.fixture
def batch(learner: Person, monkeypatch: Any) -> ImportBatch:
    monkeypatch.setattr(run, "LARGEST_AT_ONCE", 100)
    files = [(f"{n}.md", b"x" * size) for n, size in enumerate(SIZES)]
    return import_files(actor=learner, files=files)


def sizes_after(batch: ImportBatch, position: int, most: int = 10) -> list[int]:
    items = run.next_items(batch, most, after=position)
    return [item.blob.size for item in items if item.blob is not None]


def test_large_ones_are_read_with_fewer_others(batch: ImportBatch) -> None:
    assert sizes_after(batch, -1) == [40, 40]
    assert sizes_after(batch, 1) == [40]
    assert sizes_after(batch, 2) == [300], "one that is too large is read alone"
    assert sizes_after(batch, 3) == [10]
    assert sizes_after(batch, 4) == []


def test_no_more_than_asked(batch: ImportBatch) -> None:
    assert sizes_after(batch, -1, most=1) == [40]


@pytest.mark.parametrize(
    ("sizes", "starts"),
    [([10] * 25, False), ([10] * 60, True), ([300, 10], False), ([10, 600, 10], True)],
)
def test_another_process_is_started_for_many_or_large_ones(
    learner: Person, monkeypatch: Any, sizes: list[int], starts: bool
) -> None:
    monkeypatch.setattr(run, "WORTH_STARTING", 500)
    announced: list[int] = []
    monkeypatch.setattr(Ahead, "announce", lambda self, later: announced.extend(later))
    batch = import_files(actor=learner, files=[(f"{n}.md", b"x" * s) for n, s in enumerate(sizes)])
    first = run.next_items(batch, 1 if len(sizes) < 5 else run.AT_ONCE)
    run.announce_more(batch, first[-1].position, Ahead(None, Lexicon([])))
    assert bool(announced) is starts
    assert not announced or announced == list(range(len(first), len(sizes)))
