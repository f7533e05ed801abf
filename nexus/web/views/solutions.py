"""The solutions of a challenge, and its learners, as its page shows them."""

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
    """A solution with its two figures: who mentions it, and for whom it worked."""

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
    broken_at: datetime | None
    is_best: bool
    said_worked: bool
    said_broken: bool
    voices: Sequence[VoiceView]


@dataclass(frozen=True, slots=True)
class LearnerView:
    """One voice: all that one learner said here."""

    first: VoiceView
    voices: Sequence[VoiceView]

    @property
    def copies(self) -> int:
        """Near-copies of any of their documents."""
        return sum({v.document_id or v.statement_id: v.copies for v in self.voices}.values())


def learners_of(voices: Sequence[VoiceView]) -> list[LearnerView]:
    """Voices by whose they are, in their order."""
    by_learner: dict[int, list[VoiceView]] = defaultdict(list)
    for voice in voices:
        by_learner[voice.learner].append(voice)
    return [LearnerView(theirs[0], theirs) for theirs in by_learner.values()]


def solutions_of(
    viewer: Viewer, entry: Entry, voices: Sequence[VoiceView], own: Sequence[Receipt]
) -> list[SolutionView]:
    """In the order of `list_solutions`, each with the voices that tell of it. One query."""
    said = {r.solution_id: r.outcome for r in own if r.solution_id}
    by_solution: dict[int | None, list[VoiceView]] = defaultdict(list)
    for voice in voices:
        by_solution[voice.solution_id].append(voice)
    return [
        view_of(viewer, entry, row, by_solution[row.pk], said.get(row.pk, ""))
        for row in selectors.list_solutions(viewer=viewer, entry=entry)
    ]


def view_of(
    viewer: Viewer, entry: Entry, row: Solution, voices: Sequence[VoiceView], said: str
) -> SolutionView:
    # Whose words they are comes first among the sources.
    voices = sorted(voices, key=lambda voice: voice.solution != row.text)
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
        broken_since=row.broken_since,
        broken_at=row.broken_at,
        is_best=row.pk == entry.best_solution_id,
        said_worked=said == Receipt.Outcome.WORKED,
        said_broken=said == Receipt.Outcome.BROKEN,
        voices=voices[:MOST_SOURCES],
    )
