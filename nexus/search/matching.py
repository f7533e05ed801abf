"""Does a pasted error fit one that an entry answers?

Similarity is containment: the share of the known error's rare tokens that the paste holds too,
so surrounding log lines do no harm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nexus.search.analysis import STOP, index_tokens
from nexus.search.models import Fingerprint

SHOWN_AS_MATCH = 0.62
FEWEST_TOKENS = 3


def telling_tokens(text: str) -> set[str]:
    return {t for t in index_tokens(text) if t not in STOP and len(t) > 1 and not t.isdigit()}


def similarities(
    paste: str, entry_pks: Sequence[int], rarity: Mapping[str, float], default: float
) -> dict[int, float]:
    """Entry id → similarity (0–1) of its nearest known error text to the paste."""
    have = telling_tokens(paste)
    best: dict[int, float] = {}
    for entry_id, text in Fingerprint.objects.filter(entry_id__in=entry_pks).values_list(
        "entry_id", "text"
    ):
        wanted = telling_tokens(text)
        if len(wanted) < FEWEST_TOKENS:
            continue
        total = sum(rarity.get(t, default) for t in wanted)
        shared = sum(rarity.get(t, default) for t in wanted & have)
        best[entry_id] = max(best.get(entry_id, 0.0), shared / total)
    return best
