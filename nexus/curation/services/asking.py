"""The desk asks again about what runs moved, in steps of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from django.db import transaction

from nexus.common.bulk import delete_rows, insert_rows
from nexus.common.hub import hold_hub
from nexus.curation.models import Fit, Unasked
from nexus.curation.services.batches import Pace
from nexus.curation.services.clustering.graph import StoredGraph
from nexus.curation.services.decisions import read_decisions
from nexus.curation.services.suggestions import Moved, renew_suggestions

# Voices and clusters asked about in one transaction: at first, and at most.
ASKED = (60, 2000)
Report = Callable[[int, int, str], None]


def ask_later(moved: Iterable[tuple[Fit, Collection[str], Collection[str]]]) -> None:
    """Note of fits the voices that were looked at, and the clusters that these stood in.

    In the caller's transaction.
    """
    rows = [
        (fit.pk, key, is_cluster)
        for fit, voices, left in moved
        for keys, is_cluster in ((voices, False), (left, True))
        for key in sorted(keys)
    ]
    insert_rows("curation_unasked", ("fit_id", "key", "is_cluster"), rows)


def ask_what_moved(report: Report | None = None) -> None:
    """Renew the questions about all that was noted; what a crash leaves, the next call asks."""
    pace, asked = Pace(*ASKED), 0
    todo = Unasked.objects.count()
    while todo:
        with pace.step(min(pace.size, todo)):
            ask_some(pace.size)
        left = Unasked.objects.count()
        asked += max(0, todo - left)
        if report:
            report(asked, asked + left, "Asking what may belong together")
        todo = left


@transaction.atomic
def ask_some(most: int) -> None:
    """Of as many voices and clusters as that, the oldest first; each once, however often noted."""
    hold_hub()
    rows = list(Unasked.objects.order_by("pk").values_list("fit", "key", "is_cluster")[:most])
    voices: dict[int, set[str]] = defaultdict(set)
    left: dict[int, set[str]] = defaultdict(set)
    for fit, key, is_cluster in rows:
        (left if is_cluster else voices)[fit].add(key)
    decisions = read_decisions()
    fits = Fit.objects.filter(pk__in=[*voices, *left], is_current=True).defer("statistics")
    renew_suggestions([Moved(f, StoredGraph(f, decisions), voices[f.pk], left[f.pk]) for f in fits])
    for keys, is_cluster in ((voices, False), (left, True)):
        for fit, some in keys.items():
            delete_rows(Unasked, "key", some, fit_id=fit, is_cluster=is_cluster)
