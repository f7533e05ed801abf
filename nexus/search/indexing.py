"""Writing the index, in the transaction of its cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import Q

from nexus.library.models import Entry, Topic
from nexus.search import sql
from nexus.search.analysis import index_tokens, words_of
from nexus.search.errors import message_lines
from nexus.search.models import Fingerprint, SearchPage, SearchSection
from nexus.search.pages import MOST_SECTIONS, IndexedPage, pages_of_entries, pages_of_topics
from nexus.search.vocabulary import ANY_PAGE

LONGEST_SECTION = 20_000


@dataclass(frozen=True, slots=True)
class Analysis:
    """The token columns of a page; one line for each section in headings and bodies."""

    title: str
    headings: str
    bodies: str
    length: int

    @property
    def stamp(self) -> str:
        """Another one for other tokens."""
        text = f"{self.title}\0{self.headings}\0{self.bodies}"
        return blake2b(text.encode(), digest_size=8).hexdigest()


def analyse_page(page: IndexedPage) -> Analysis:
    titles = [line_of(index_tokens(name)) for name in (page.title, *page.names)]
    headings, bodies, length = [], [], 0
    for section in page.sections[:MOST_SECTIONS]:
        body = index_tokens(section.text[:LONGEST_SECTION])
        headings.append(line_of(index_tokens(section.heading)))
        bodies.append(line_of(body))
        length += len(body)
    return Analysis("\n".join(titles), "\n".join(headings), "\n".join(bodies), length)


def line_of(tokens: Sequence[str]) -> str:
    """Tokens with a space on either side of each, so that " token " finds whole tokens only."""
    return f" {' '.join(tokens)} "


def distinct(page: SearchPage) -> set[str]:
    """The tokens of a row as it stands."""
    return set(f"{page.title_tokens} {page.heading_tokens} {page.body_tokens}".split())


def index_entries(entries: Sequence[Entry]) -> None:
    """Bring the index up to date for these entries; retired ones leave it."""
    current = {e.pk: e for e in Entry.objects.filter(pk__in=[e.pk for e in entries])}
    living = [e for e in current.values() if e.state != Entry.State.RETIRED]
    remove_pages(Q(entry__in=[e.pk for e in entries if e.pk not in {x.pk for x in living}]))
    pages = pages_of_entries(living)
    rows = {
        row.entry_id: row for row in SearchPage.objects.filter(entry__in=[e.pk for e in living])
    }
    write_pages(
        [
            (
                rows.get(e.pk)
                or SearchPage(entry=e, kind=e.kind, title_tokens="", heading_tokens="", length=0),
                e.state == Entry.State.PUBLISHED and not e.of_document,
                pages[e.pk],
            )
            for e in living
        ]
    )
    write_fingerprints(pages)


def index_topics(topics: Sequence[Topic]) -> None:
    """Bring the index up to date for these topics."""
    pages = pages_of_topics(topics)
    rows = {row.topic_id: row for row in SearchPage.objects.filter(topic__in=topics)}
    write_pages(
        [
            (
                rows.get(t.pk)
                or SearchPage(topic=t, kind="topic", title_tokens="", heading_tokens="", length=0),
                True,
                pages[t.pk],
            )
            for t in topics
        ]
    )


def write_pages(todo: Sequence[tuple[SearchPage, bool, IndexedPage]]) -> None:
    """Rows, sections and vocabulary of pages."""
    counts: Counter[str] = Counter()
    words: dict[str, str] = {}
    fresh: list[SearchPage] = []
    changed: list[tuple[SearchPage, IndexedPage]] = []
    for row, visible, page in todo:
        analysis = analyse_page(page)
        counts.subtract(distinct(row))
        row.is_visible = visible
        row.title_tokens, row.heading_tokens = analysis.title, analysis.headings
        row.body_tokens, row.length = analysis.bodies, analysis.length
        row.stamp = analysis.stamp
        counts.update(distinct(row))
        for text in (page.title, *page.names, *(s.heading for s in page.sections)):
            words.update(words_of(text))
        for section in page.sections[:MOST_SECTIONS]:
            words.update(words_of(section.text[:LONGEST_SECTION]))
        if row._state.adding:
            fresh.append(row)
        else:
            row.save()
        changed.append((row, page))
    SearchPage.objects.bulk_create(fresh)
    counts[ANY_PAGE] += len(fresh)
    SearchSection.objects.filter(page__in=[row.pk for row, _ in changed]).delete()
    SearchSection.objects.bulk_create(
        (
            SearchSection(
                page=row,
                position=position,
                heading=section.heading,
                anchor=section.anchor,
                text=" ".join(section.text[:LONGEST_SECTION].split()),
            )
            for row, page in changed
            for position, section in enumerate(page.sections[:MOST_SECTIONS])
        ),
        batch_size=2000,
    )
    sql.add_tokens(counts)
    sql.add_words(words.items())


def write_fingerprints(pages: Mapping[int, IndexedPage]) -> None:
    """The telling line of each literal error text, reduced as a pasted error is."""
    Fingerprint.objects.filter(entry_id__in=pages.keys()).delete()
    Fingerprint.objects.bulk_create(
        Fingerprint(entry_id=pk, text=line[:500])
        for pk, page in pages.items()
        for line in dict.fromkeys(line for error in page.errors for line in message_lines(error))
    )


def remove_pages(condition: Q) -> None:
    """Take pages out of the index and its vocabulary."""
    rows = list(SearchPage.objects.filter(condition))
    counts: Counter[str] = Counter()
    for row in rows:
        counts.subtract(distinct(row))
    counts[ANY_PAGE] -= len(rows)
    SearchPage.objects.filter(pk__in=[row.pk for row in rows]).delete()
    sql.add_tokens(counts)
