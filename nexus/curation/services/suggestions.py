"""What is not merged, but may be: renewed by every run."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Min

from nexus.curation.models import Evidence, Suggestion
from nexus.curation.services.decisions import ENTRY, pair
from nexus.curation.services.plan import Hint, pk_of
from nexus.documents.models import Statement
from nexus.library.models import Entry

MOST = 500
LEAST_SCORE = 0.18


def renew_suggestions(hints: Sequence[Hint]) -> None:
    """Write the best hints as suggestions, in place of those of the last run.

    `readers` counts the people behind both: what helps most of them comes first.
    """
    wanted: dict[tuple[str, str], Hint] = {}
    for hint in sorted(hints, key=lambda h: (-h.score, h.left, h.right)):
        if hint.score >= LEAST_SCORE and len(wanted) < MOST:
            wanted.setdefault(pair(hint.left, hint.right), hint)
    keys = {key for names in wanted for key in names}
    contents = {key for key in keys if not key.startswith(ENTRY)}
    firsts = dict(
        Statement.objects.filter(content_hash__in=contents, is_current=True)
        .values_list("content_hash")
        .annotate(first=Min("pk"))
    )
    pages: dict[int, int | None] = dict(
        Evidence.objects.filter(statement_id__in=firsts.values()).values_list(
            "statement_id", "entry_id"
        )
    )
    entries = {pk_of(key) for key in keys if key.startswith(ENTRY)} | {
        pk for pk in pages.values() if pk
    }
    voices = dict(Entry.objects.filter(pk__in=entries).values_list("pk", "voice_count"))
    rows = []
    for hint in wanted.values():
        row = suggestion_of(hint, firsts, pages, voices)
        if row is not None:
            rows.append(row)
    with transaction.atomic():
        Suggestion.objects.all().delete()
        Suggestion.objects.bulk_create(rows)


def suggestion_of(
    hint: Hint,
    firsts: dict[str, int],
    pages: dict[int, int | None],
    voices: dict[int, int],
) -> Suggestion | None:
    """A row, or None when one side is gone or both are on one page by now."""
    statement = firsts.get(hint.left)
    if statement is None:
        return None
    here = pages.get(statement)
    other = firsts.get(hint.right)
    entry = pk_of(hint.right) if hint.right.startswith(ENTRY) else pages.get(other or 0)
    if other is None and entry is None:
        return None
    if entry is not None and (entry == here or entry not in voices):
        return None
    return Suggestion(
        left=hint.left,
        right=hint.right,
        statement_id=statement,
        other_id=other,
        entry_id=entry,
        score=round(hint.score, 4),
        readers=(voices.get(here or 0, 1)) + (voices.get(entry or 0, 1)),
    )
