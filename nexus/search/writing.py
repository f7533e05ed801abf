"""Rows, sections and vocabulary of pages, written where they differ from what is there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nexus.common.bulk import insert_rows, update_rows
from nexus.search import sql
from nexus.search.analysedpages import (
    Analysis,
    Counts,
    Section,
    analyse_page,
    sections_of,
    tokens_of,
)
from nexus.search.models import SearchPage, SearchSection
from nexus.search.pages import IndexedPage
from nexus.search.pageterms import head_of
from nexus.search.vocabulary import ANY_PAGE

TEXT = ("title_tokens", "heading_tokens", "body_tokens")
TOKENS = ("is_visible", *TEXT, "length", "stamp", "weights")
PLACE = ("entry_id", "topic_id", "kind")
SECTION = ("page_id", "position", "heading", "anchor", "text")


@dataclass(frozen=True, slots=True)
class Todo:
    """A page to be written: its row (a new one has no id), who may find it, what is on it."""

    row: SearchPage
    is_visible: bool
    page: IndexedPage


@dataclass(frozen=True, slots=True)
class Written:
    """A page as it is from now on, beside what it was."""

    todo: Todo
    sections: Sequence[Section]
    before: Sequence[Section]
    analysis: Analysis

    @property
    def values(self) -> tuple[object, ...]:
        """Of the columns in TOKENS."""
        a = self.analysis
        return (self.todo.is_visible, a.title, a.headings, a.bodies, a.length, a.stamp, a.weights)

    @property
    def is_same(self) -> bool:
        row, stamp = self.todo.row, self.analysis.stamp
        is_weighed = (row.weights or "").startswith(head_of(stamp))
        return row.is_visible == self.todo.is_visible and row.stamp == stamp and is_weighed


def write_pages(todo: Sequence[Todo]) -> None:
    """Bring rows up to date; in the caller's transaction, with a constant number of statements."""
    before = read_sections(one.row.pk for one in todo if one.row.pk is not None)
    pages = [written(one, before.get(one.row.pk or 0, ())) for one in todo]
    fresh = [page for page in pages if page.todo.row.pk is None]
    changed = [page for page in pages if page.todo.row.pk is not None and not page.is_same]
    counts: Counts = Counter()
    words: dict[str, str] = {}
    for page in (*fresh, *changed):
        now, then = page.analysis.tokens, tokens_of(page.todo.row)
        counts.update(now - then)
        counts.subtract(then - now)
        words.update(page.analysis.words)
    counts[ANY_PAGE] += len(fresh)
    update_rows("search_searchpage", TOKENS, [(*page.values, page.todo.row.pk) for page in changed])
    insert_rows("search_searchpage", (*PLACE, *TOKENS), [(*place(p), *p.values) for p in fresh])
    write_sections(pages, ids_of(fresh))
    sql.add_tokens(counts)
    sql.add_words(words.items())


def written(todo: Todo, before: Sequence[Section]) -> Written:
    sections = sections_of(todo.page)
    return Written(todo, sections, before, analyse_page(todo.page, sections, todo.row, before))


def place(page: Written) -> tuple[object, ...]:
    row = page.todo.row
    return row.entry_id, row.topic_id, row.kind


def ids_of(fresh: Sequence[Written]) -> Mapping[tuple[object, ...], int]:
    """Where a new page stands → the id of its row."""
    if not fresh:
        return {}
    entries = [page.todo.row.entry_id for page in fresh if page.todo.row.entry_id]
    topics = [page.todo.row.topic_id for page in fresh if page.todo.row.topic_id]
    found: dict[tuple[object, ...], int] = {}
    for rows in (
        SearchPage.objects.filter(entry__in=entries) if entries else (),
        SearchPage.objects.filter(topic__in=topics) if topics else (),
    ):
        found |= {(row.entry_id, row.topic_id, row.kind): row.pk for row in rows}
    return found


def read_sections(pages: Iterable[int]) -> dict[int, list[Section]]:
    """Page → its sections in order."""
    found: dict[int, list[Section]] = defaultdict(list)
    rows = SearchSection.objects.filter(page__in=list(pages)).order_by("page", "position")
    for page, heading, anchor, text in rows.values_list("page_id", "heading", "anchor", "text"):
        found[page].append((heading, anchor, text))
    return found


def write_sections(pages: Sequence[Written], made: Mapping[tuple[object, ...], int]) -> None:
    """Sections from the first on that differs, in place of those that were there."""
    rows: list[tuple[object, ...]] = []
    for page in pages:
        first = first_difference(page.before, page.sections)
        pk = page.todo.row.pk or made[place(page)]
        if first < len(page.before):
            SearchSection.objects.filter(page=pk, position__gte=first).delete()
        rows += [
            (pk, position, *section)
            for position, section in enumerate(page.sections[first:], start=first)
        ]
    insert_rows("search_searchsection", SECTION, rows)


def first_difference(one: Sequence[Section], other: Sequence[Section]) -> int:
    """How many sections both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
