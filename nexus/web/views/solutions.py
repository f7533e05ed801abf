"""The solutions of a challenge as its page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nexus.accounts.policies import Viewer
from nexus.curation.selectors import VoiceView
from nexus.library import selectors
from nexus.library.contributions import author_of
from nexus.library.models import Entry, Receipt, Solution

MOST_SOURCES = 5


@dataclass(frozen=True, slots=True)
class SolutionView:
    """A solution with its two counts: who mentions it, and for whom it worked."""

    pk: int
    html: str
    text: str
    versions: str
    shown_author: str
    created_at: datetime
    voice_count: int
    worked_count: int
    broken_count: int
    broken_since: str
    is_best: bool
    said_worked: bool
    said_broken: bool
    voices: Sequence[VoiceView]


def solutions_of(
    viewer: Viewer, entry: Entry, voices: Sequence[VoiceView], own: Sequence[Receipt]
) -> list[SolutionView]:
    """The one that curators marked first; then by receipts, then by voices. Two queries."""
    rows = list(selectors.list_solutions(viewer=viewer, entry=entry))
    rows.sort(key=lambda s: s.pk != entry.best_solution_id)
    since = broken_since(entry) if any(s.broken_count for s in rows) else {}
    said = {r.solution_id: r.outcome for r in own if r.solution_id}
    by_solution: dict[int | None, list[VoiceView]] = defaultdict(list)
    for voice in voices:
        by_solution[voice.solution_id].append(voice)
    return [
        view_of(viewer, entry, row, by_solution[row.pk], said.get(row.pk, ""), since)
        for row in rows
    ]


def view_of(
    viewer: Viewer,
    entry: Entry,
    row: Solution,
    voices: Sequence[VoiceView],
    said: str,
    since: dict[int | None, str],
) -> SolutionView:
    return SolutionView(
        pk=row.pk,
        html=row.html,
        text=row.text,
        versions=row.versions,
        shown_author=author_of(viewer, row),
        created_at=row.created_at,
        voice_count=row.voice_count,
        worked_count=row.worked_count,
        broken_count=row.broken_count,
        broken_since=since.get(row.pk, ""),
        is_best=row.pk == entry.best_solution_id,
        said_worked=said == Receipt.Outcome.WORKED,
        said_broken=said == Receipt.Outcome.BROKEN,
        voices=voices[:MOST_SOURCES],
    )


def broken_since(entry: Entry) -> dict[int | None, str]:
    """Solution → the version that the first who said so named."""
    broken = entry.receipts.filter(outcome=Receipt.Outcome.BROKEN).exclude(versions="")
    found: dict[int | None, str] = {}
    for solution, versions in broken.order_by("id").values_list("solution_id", "versions"):
        found.setdefault(solution, versions)
    return found
