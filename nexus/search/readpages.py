"""The columns of pages that searches read, as (id, stamp, what is made of them)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nexus.common.bulk import read_rows
from nexus.search.models import SearchPage
from nexus.search.pageterms import PageLines, PageTerms, head_of, weights_of

TOKENS = ("title_tokens", "heading_tokens", "body_tokens")
LinesRead = tuple[int, str | None, PageLines]
TermsRead = tuple[int, str | None, PageTerms]


def read_lines(pks: Sequence[int]) -> Iterator[LinesRead]:
    for pk, stamp, *columns in read_rows(SearchPage, ("pk", "stamp", *TOKENS), "pk", pks):
        yield pk, stamp, PageLines(*columns)


def read_terms(pks: Sequence[int]) -> Iterator[TermsRead]:
    """Weights are worked out where those in the row are not of its tokens, or there are none."""
    unweighed = []
    columns: tuple[str, ...] = ("pk", "stamp", "title_tokens", "weights")
    for pk, stamp, title, weights in read_rows(SearchPage, columns, "pk", pks):
        if weights and weights.startswith(head_of(stamp or "")):
            yield pk, stamp, PageTerms(title, weights)
        else:
            unweighed.append(pk)
    columns = ("pk", "stamp", *TOKENS, "length")
    for pk, stamp, title, headings, bodies, length in read_rows(
        SearchPage, columns, "pk", unweighed
    ):
        weights = weights_of(stamp or "", title, headings, bodies, length)
        yield pk, stamp, PageTerms(title, weights)
