"""How long plain lists are at most: no more is given, and as many are priced.

What a list leaves out is read in pages: Query has a connection of the same objects, or arguments
that narrow it.
"""

from __future__ import annotations

from nexus.curation.selectors import MOST as MOST_VOICES

ROWS = {
    "Entry.topics": 10,
    "Entry.solutions": 20,
    "Entry.voices": MOST_VOICES,
    "Entry.revisions": 20,
    "Entry.involved": 20,
    "Related.causeOf": 50,
    "Related.causedBy": 50,
    "Related.similar": 10,
    "Related.involved": 50,
    "Related.problems": 100,
    "Related.practices": 50,
    "Related.guides": 50,
    "Related.mentionedIn": 50,
    "Related.metTogether": 10,
    "Document.lines": 1_000,
    "Query.alsoMet": 100,
    "Query.desk": 100,
    "Query.helped": 100,
    "Query.importItems": 5_000,
    "Query.lexicon": 5_000,
    "Query.unknownNames": 50,
    "AcceptSuggestions.actions": 200,
}
# Parts of the object that they come with, read with it and made of scalars: as free as they are.
PARTS = {
    "DocumentFacets.cohorts": 1_000,
    "DocumentFacets.tracks": 100,
    "Facet.values": 100,
    "InsightTable.columns": 100,
    "InsightTable.rows": 100,
    "Insights.tables": 100,
    "LexiconTerm.aliases": 100,
    "SearchHit.sections": 10,
    "SearchResults.facets": 20,
}
# Arguments that say from which to which the rows of a list are asked for, counted from 1.
RANGES = {"Document.lines": ("firstLine", "lastLine")}
# Of one line; all lines of a document have no more than two on average.
STATEMENTS = "Line.statements"
GIVEN = {**ROWS, **PARTS, STATEMENTS: 100}
PRICED = {**ROWS, **dict.fromkeys(PARTS, 0), STATEMENTS: 2}
