"""What all that stands on an entry says together, kept while nothing in the hub changes.

Key: what is asked, and the entry. Loader: one query of nexus.curation.selectors over all of its
evidence, of which a technology may have ten thousand. Invalidator: the mark of the hub's state
(nexus.common.keptrows).
"""

from __future__ import annotations

from typing import Any

from nexus.common.keptrows import KeptRows

WHOLE: KeptRows[tuple[str, int], Any] = KeptRows(most=5000)
