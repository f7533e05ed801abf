"""What all that stands on an entry says together, kept while nothing in the hub changes.

Key: what is asked, with all that it was read by, and the entry. Loader: queries of
nexus.curation.selectors over all of its evidence, of which a technology may have ten thousand, or
over what stands around it; ids and counts alone, whoever may see what they are of. Invalidator:
the mark of the hub's state (nexus.common.keptrows).
"""

from __future__ import annotations

from typing import Any

from nexus.common.keptrows import KeptRows

WHOLE: KeptRows[tuple[str, int], Any] = KeptRows("evidence", most=5000)
