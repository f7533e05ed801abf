"""What searches ask of pages, kept in the process.

What the ranking needs of pages, and what the choice of sections does. Key: a page's id and the
stamp of its token columns. Loader: the columns of the pages that are missing, in one query, and one
more for pages that were written without weights. Invalidator: none; a page that changes has another
stamp, and the pages asked for least recently leave.

What is shown of pages, their sections, and what they add to the facets: as long as nothing in the
hub changes (nexus.common.keptrows).
"""

from __future__ import annotations

from nexus.common.keptrows import KeptRows
from nexus.search import sql
from nexus.search.facetsql import Facts, read_facts
from nexus.search.hitpages import HitPage, read_hit_pages
from nexus.search.readpages import read_lines, read_terms
from nexus.search.stampedpages import StampedPages

Place = tuple[int, int]  # page and position

# Of a page of a thousand words, weights are 4,000 letters and lines 8,000.
TERMS = StampedPages("search-terms", read_terms, most=20_000_000)
LINES = StampedPages("search-lines", read_lines, most=16_000_000)
HIT_PAGES: KeptRows[int, HitPage] = KeptRows("search-pages", read_hit_pages, most=5000)
# A section is a kilobyte or two, and at most twenty.
SECTIONS: KeptRows[Place, sql.Section] = KeptRows("search-sections", sql.read_sections, most=3000)
FACTS: KeptRows[int, Facts] = KeptRows("search-facts", read_facts, most=20_000)
