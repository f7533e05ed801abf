"""Which documents are read whole, as guides. Knows no database."""

from __future__ import annotations

from nexus.common.markdown import Rendered
from nexus.consolidation import ParsedDocument, is_told_by_a_learner

# Ordinary documentation with a "Best practices" section tells far less of what was learned.
LEARNER_SHARE = 0.15


def is_read_whole(parsed: ParsedDocument, rendered: Rendered) -> bool:
    """Ordinary documentation: without learner sections, or mostly something else to read.

    Such a page keeps the few statements it has, and stays readable and searchable whole. What a
    learner tells is never one, however little of it was recognised: it is evidence (ADR 6).
    """
    if not any(section.text.strip() for section in rendered.sections):
        return False  # A title alone is nothing to read.
    if is_told_by_a_learner(parsed):
        return False
    told = {n for s in parsed.statements for n in range(s.lines[0], s.lines[1] + 1)}
    return len(told) < LEARNER_SHARE * max(parsed.line_count, 1)
