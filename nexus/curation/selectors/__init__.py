"""Reads on evidence. One door: what `viewer` may see."""

from nexus.curation.selectors.evidence import (
    entries_of_document,
    entries_of_documents,
    entries_with_words_of,
    get_evidence,
    list_evidence,
)
from nexus.curation.selectors.related import NAMED, Related, list_related
from nexus.curation.selectors.seen import Seen, when_seen
from nexus.curation.selectors.voices import (
    MOST,
    MOST_OF_ALL,
    VoiceView,
    as_voices,
    count_describing,
    list_also_met,
    list_voices,
)

__all__ = [
    "MOST",
    "MOST_OF_ALL",
    "NAMED",
    "Related",
    "Seen",
    "VoiceView",
    "as_voices",
    "count_describing",
    "entries_of_document",
    "entries_of_documents",
    "entries_with_words_of",
    "get_evidence",
    "list_also_met",
    "list_evidence",
    "list_related",
    "list_voices",
    "when_seen",
]
