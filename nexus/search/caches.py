"""What searches ask of pages, kept in the process.

What the ranking needs. Key: a page's id and the stamp of its token columns. Loader: the columns of
the pages that are missing, in one query. Invalidator: none; a page that changes has another stamp,
and the pages asked for least recently leave.

What is shown of pages, their sections, and what they add to the facets: as long as nothing in the
hub changes (nexus.common.keptrows).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock

from nexus.common.keptrows import KeptRows
from nexus.search import sql
from nexus.search.facetsql import Facts, read_facts
from nexus.search.hitpages import HitPage, read_hit_pages
from nexus.search.models import SearchPage
from nexus.search.pageterms import PageTerms, terms_of_page

# A page takes about 25 kB: at most 75 MB in each process.
MOST = 3000
Key = tuple[int, str]
Place = tuple[int, int]  # page and position

HIT_PAGES: KeptRows[int, HitPage] = KeptRows(read_hit_pages, most=5000)
# A section is a kilobyte or two, and at most twenty.
SECTIONS: KeptRows[Place, sql.Section] = KeptRows(sql.read_sections, most=3000)
FACTS: KeptRows[int, Facts] = KeptRows(read_facts, most=20_000)

_kept: OrderedDict[Key, PageTerms] = OrderedDict()
_lock = Lock()


def read_page_terms(stamps: Mapping[int, str | None]) -> dict[int, PageTerms]:
    """Page id → its terms, for pages with these stamps; pages that are gone are left out."""
    found: dict[int, PageTerms] = {}
    with _lock:
        for pk, stamp in stamps.items():
            if stamp and (terms := _kept.get((pk, stamp))):
                _kept.move_to_end((pk, stamp))
                found[pk] = terms
    for pk, stamp, terms in load([pk for pk in stamps if pk not in found]):
        found[pk] = terms
        if stamp:
            keep((pk, stamp), terms)
    return found


def load(pks: Sequence[int]) -> list[tuple[int, str | None, PageTerms]]:
    if not pks:
        return []
    rows = SearchPage.objects.filter(pk__in=pks).values_list(
        "pk", "stamp", "title_tokens", "heading_tokens", "body_tokens", "length"
    )
    return [
        (pk, stamp, terms_of_page(title, headings, bodies, length))
        for pk, stamp, title, headings, bodies, length in rows
    ]


def keep(key: Key, terms: PageTerms) -> None:
    with _lock:
        _kept[key] = terms
        while len(_kept) > MOST:
            _kept.popitem(last=False)
