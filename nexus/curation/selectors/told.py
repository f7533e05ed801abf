"""All that a page tells of an entry's learners: their words, when they came, who describes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nexus.accounts.policies import Viewer
from nexus.curation.caches import WHOLE
from nexus.curation.models import Evidence
from nexus.curation.selectors.related import NAMED
from nexus.curation.selectors.seen import Seen, as_seen, read_seen
from nexus.curation.selectors.voices import (
    FEWEST_LETTERS,
    MOST,
    VoiceView,
    as_voices,
    first_rows,
    learner_of,
    read_describing,
)
from nexus.documents.policies import can_see_documents
from nexus.library.models import Entry


@dataclass(frozen=True, slots=True)
class Told:
    """The voices that are shown, and of all there are: when they came and who describes it.

    `describing` is how many learners say more of a technology or a concept than its name.
    """

    voices: list[VoiceView]
    seen: Seen | None
    describing: int


def what_is_told(*, viewer: Viewer, entry: Entry, most: int = MOST) -> Told:
    """What learners said of an entry. One query; at most six where there is more than is shown."""
    rows = first_rows(entry, most)
    voices = as_voices(rows, viewer=viewer, shows_source=can_see_documents(viewer))
    named = entry.kind in NAMED
    if len(rows) < most:  # So they are all there are, and say the rest as well.
        return Told(voices, seen_in(rows), describing_in(rows) if named else 0)

    def read_whole() -> tuple[Seen | None, int]:
        return read_seen(entry), read_describing(entry) if named else 0

    return Told(voices, *WHOLE.now((f"told of a {entry.kind}", entry.pk), read_whole))


def seen_in(rows: Iterable[Evidence]) -> Seen | None:
    """The same as `read_seen`, of rows that are all there are."""
    documents = {row.statement.document_id: row.statement.document for row in rows}
    return as_seen(
        (d.cohort and d.cohort.name, d.cohort and d.cohort.starts_on, d.created_at, d.created_at, 1)
        for d in documents.values()
    )


def describing_in(rows: Iterable[Evidence]) -> int:
    """The same as `read_describing`, of rows that are all there are."""
    return len(
        {
            learner_of(row.statement.document)
            for row in rows
            if len(row.statement.text) >= len(row.statement.title) + FEWEST_LETTERS
        }
    )
