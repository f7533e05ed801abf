"""Consolidation: text → blocks → sections → statements → similarity → clusters. Pure Python."""

from nexus.consolidation.anchors import suggest
from nexus.consolidation.brief import Brief
from nexus.consolidation.cluster import Cluster, cluster
from nexus.consolidation.decode import DecodedText, UndecodableError, decode, split_lines
from nexus.consolidation.documents import ParsedDocument, parse_document
from nexus.consolidation.inline import plain
from nexus.consolidation.lexicon import Lexicon, LexiconTerm, Theme, load_lexicon, slugify
from nexus.consolidation.report import consolidate_folder
from nexus.consolidation.similarity import (
    Statistics,
    Weights,
    candidate_keys,
    score,
    statistics_of,
)
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
    "Statistics",
    "Theme",
    "UndecodableError",
    "Voice",
    "Weights",
    "candidate_keys",
    "cluster",
    "consolidate_folder",
    "decode",
    "load_lexicon",
    "parse_document",
    "plain",
    "score",
    "slugify",
    "split_lines",
    "statistics_of",
    "suggest",
    "voice_of",
]
