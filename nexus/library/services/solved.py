"""When a challenge counts as solved. The one place that says it."""

from __future__ import annotations

from collections.abc import Sequence

from nexus.common.bulk import update_rows
from nexus.library.models import Entry, Kind, Solution


def mark_solved(entries: Sequence[Entry]) -> None:
    """Mark those with a fix in their lead, or with a solution; take the mark from the others.

    In the caller's transaction, after leads are rendered and solutions written.
    """
    challenges = [entry for entry in entries if entry.kind == Kind.CHALLENGE]
    solutions = Solution.objects.filter(entry__in=[entry.pk for entry in challenges])
    fixed = set(solutions.order_by().values_list("entry_id", flat=True).distinct())
    changed: list[Entry] = []
    for entry in challenges:
        is_solved = bool(entry.field_html.get("fix")) or entry.pk in fixed
        if entry.is_solved != is_solved:
            entry.is_solved = is_solved
            changed.append(entry)
    update_rows("library_entry", ["is_solved"], [(e.is_solved, e.pk) for e in changed])
