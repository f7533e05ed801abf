"""Writing the index, in the transaction of its cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from nexus.common.bulk import insert_rows
from nexus.library.models import Entry, Topic
from nexus.search import sql
from nexus.search.analysedpages import Counts, tokens_of
from nexus.search.errors import message_lines
from nexus.search.models import Fingerprint, SearchPage
from nexus.search.pages import IndexedPage, load_entries, pages_of_entries, pages_of_topics
from nexus.search.vocabulary import ANY_PAGE
from nexus.search.writing import Todo, write_pages


def index_entries(entries: Sequence[Entry]) -> None:
    """Bring the index up to date for these entries; retired ones leave it."""
    pks = [entry.pk for entry in entries]
    living = [e for e in load_entries(pks).values() if e.state != Entry.State.RETIRED]
    rows = {row.entry_id: row for row in SearchPage.objects.filter(entry__in=pks)}
    gone = rows.keys() - {entry.pk for entry in living}
    remove_pages([rows[pk] for pk in gone])
    pages = pages_of_entries(living)
    write_pages(
        [
            Todo(
                rows.get(e.pk) or SearchPage(entry_id=e.pk, kind=e.kind),
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
            Todo(rows.get(t.pk) or SearchPage(topic_id=t.pk, kind="topic"), True, pages[t.pk])
            for t in topics
        ]
    )


def write_fingerprints(pages: Mapping[int, IndexedPage]) -> None:
    """The telling line of each literal error text, reduced as a pasted error is."""
    Fingerprint.objects.filter(entry_id__in=pages.keys()).delete()
    insert_rows(
        "search_fingerprint",
        ("entry_id", "text"),
        [
            (pk, line[:500])
            for pk, page in pages.items()
            for line in dict.fromkeys(x for error in page.errors for x in message_lines(error))
        ],
    )


def remove_pages(rows: Sequence[SearchPage]) -> None:
    """Take pages out of the index and its vocabulary."""
    if not rows:
        return
    counts: Counts = Counter()
    for row in rows:
        counts.subtract(tokens_of(row))
    counts[ANY_PAGE] -= len(rows)
    SearchPage.objects.filter(pk__in=[row.pk for row in rows]).delete()
    sql.add_tokens(counts)
