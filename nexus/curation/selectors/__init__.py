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
from nexus.curation.selectors.told import Told, what_is_told
from nexus.curation.selectors.voices import (
    MOST,
    MOST_OF_ALL,
    VoiceView,
    as_voices,
    list_also_met,
    list_voices,
)

__all__ = [
    "MOST",
    "MOST_OF_ALL",
    "NAMED",
    "Related",
    "Seen",
    "Told",
    "VoiceView",
    "as_voices",
    "entries_of_document",
    "entries_of_documents",
    "entries_with_words_of",
    "get_evidence",
    "list_also_met",
    "list_evidence",
    "list_related",
    "list_voices",
    "what_is_told",
    "when_seen",
]
