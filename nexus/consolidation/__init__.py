"""Consolidation: text → blocks → sections → statements → similarity → clusters. Pure Python."""

from nexus.consolidation.brief import Brief
from nexus.consolidation.cluster import Cluster, cluster
from nexus.consolidation.decode import DecodedText, UndecodableError, decode, split_lines
from nexus.consolidation.documents import ParsedDocument, parse_document
from nexus.consolidation.lexicon import Lexicon, LexiconTerm, load_lexicon, slugify
from nexus.consolidation.report import consolidate_folder
from nexus.consolidation.statements import Span, Statement
from nexus.consolidation.voices import Anchor, Decision, Voice, voice_of

__all__ = [
    "Anchor",
    "Brief",
    "Cluster",
    "Decision",
    "DecodedText",
    "Lexicon",
    "LexiconTerm",
    "ParsedDocument",
    "Span",
    "Statement",
    "UndecodableError",
    "Voice",
    "cluster",
    "consolidate_folder",
    "decode",
    "load_lexicon",
    "parse_document",
    "slugify",
    "split_lines",
    "voice_of",
]
