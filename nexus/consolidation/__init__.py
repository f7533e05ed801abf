"""Consolidation: text → blocks → sections → statements → similarity → clusters. Pure Python."""

from nexus.consolidation.alike import group_alike
from nexus.consolidation.brief import Brief
from nexus.consolidation.cluster import Cluster, cluster
from nexus.consolidation.decisions import Decisions
from nexus.consolidation.decode import DecodedText, UndecodableError, decode, split_lines
from nexus.consolidation.documents import ParsedDocument, parse_document
from nexus.consolidation.extending import SpellingChange, TermChange, extend
from nexus.consolidation.features import Features, Profile, profile
from nexus.consolidation.inline import plain
from nexus.consolidation.lexicon import (
    Lexicon,
    LexiconTerm,
    Theme,
    key_of,
    load_lexicon,
    slugify,
)
from nexus.consolidation.report import consolidate_folder
from nexus.consolidation.similarity import Statistics, Weights, statistics_of
from nexus.consolidation.statements import Span, Statement
from nexus.consolidation.telling import is_told_by_a_learner
from nexus.consolidation.voices import Anchor, Voice, voice_of

__all__ = [
    "Anchor",
    "Brief",
    "Cluster",
    "Decisions",
    "DecodedText",
    "Features",
    "Lexicon",
    "LexiconTerm",
    "ParsedDocument",
    "Profile",
    "Span",
    "SpellingChange",
    "Statement",
    "Statistics",
    "TermChange",
    "Theme",
    "UndecodableError",
    "Voice",
    "Weights",
    "cluster",
    "consolidate_folder",
    "decode",
    "extend",
    "group_alike",
    "is_told_by_a_learner",
    "key_of",
    "load_lexicon",
    "parse_document",
    "plain",
    "profile",
    "slugify",
    "split_lines",
    "statistics_of",
    "voice_of",
]
