"""The desk asks again about what runs moved, in steps of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.db import transaction

from nexus.common.bulk import delete_rows, insert_objects
from nexus.common.hub import hold_hub
from nexus.curation.models import Fit, Unasked
from nexus.curation.services.batches import Pace
from nexus.curation.services.clustering.graph import StoredGraph
from nexus.curation.services.decisions import read_decisions
from nexus.curation.services.suggestions import Moved, renew_suggestions

# Voices and clusters asked about in one transaction: at first, and at most.
ASKED = (60, 2000)
Report = Callable[[int, int, str], None]


def ask_later(fit: Fit, voices: Sequence[str], left: Sequence[str]) -> None:
    """Note voices that were looked at and clusters they stood in. In the caller's transaction."""
    keys = [(key, False) for key in voices] + [(key, True) for key in left]
    insert_objects([Unasked(fit=fit, key=key, is_cluster=is_cluster) for key, is_cluster in keys])


def ask_what_moved(report: Report | None = None) -> None:
    """Renew the questions about all that was noted; what a crash leaves, the next call asks."""
    pace, asked = Pace(*ASKED), 0
    while todo := Unasked.objects.count():
        with pace.step(min(pace.size, todo)):
            ask_some(pace.size)
        left = Unasked.objects.count()
        asked += max(0, todo - left)
        if report:
            report(asked, asked + left, "Asking what may belong together")


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
