"""Pages follow their names: what a term has from now on goes to its page, else it may leave."""

from __future__ import annotations

from nexus.common.ids import encode_id
from nexus.consolidation import Lexicon, key_of
from nexus.consolidation import LexiconTerm as Term
from nexus.curation.models import Evidence
from nexus.curation.names import NamedPage, page_of_term, pages_by_name, read_pages
from nexus.curation.services.acting import Act
from nexus.curation.services.choosing import retitle
from nexus.curation.services.decisions import forget_home
from nexus.curation.services.merging import join_entries
from nexus.documents.models import NAMED_KINDS
from nexus.library.models import Entry, EntryAlias, EntryRedirect


def gather(act: Act, before: Lexicon, after: Lexicon) -> None:
    """Pages that nobody wrote and whose name another term has now become part of its page.

    One with a text of its own stays: a curator merges it knowingly, or not.
    """
    pages = read_pages()
    names = pages_by_name(pages)
    text = act.text
    for page in sorted(pages, key=lambda page: (-page.statement_count, page.pk)):
        term = after.resolve(page.title)
        was = before.resolve(page.title)
        if term is None or page.version or (was is not None and was.slug == term.slug):
            continue
        home = page_of_term(term, names, page.kind)
        if home is None:
            retitle_entry(act, page, term.name)
            names[page.kind, term.slug] = page
        elif home.pk != page.pk and wake(act, home):
            join_entries(act, page.pk, home.pk)
    act.text = text


def wake(act: Act, page: NamedPage) -> bool:
    """Whether words may come to a page; one that only wanted for words is in the reference again.

    One that a person took out stays out, and keeps nothing from others.
    """
    if page.state == Entry.State.RETIRED and not page.version:
        act.journal.change(Entry.objects.get(pk=page.pk), state=Entry.State.PUBLISHED)
    return page.state != Entry.State.RETIRED or not page.version


def retitle_page(act: Act, term: Term, name: str) -> None:
    """The term's page goes by its new name, unless people wrote it; old addresses redirect."""
    names = pages_by_name(read_pages())
    for kind in NAMED_KINDS:
        page = page_of_term(term, names, kind)
        if page is not None and not page.version:
            retitle_entry(act, page, name)


def retitle_entry(act: Act, page: NamedPage, name: str) -> None:
    entry = Entry.objects.select_for_update().get(pk=page.pk)
    act.about(encode_id("entry", entry.pk))
    act.entries.add(entry.pk)
    retitle(act.journal, entry, name)


def release(act: Act, term: Term, key: str) -> None:
    """Words under a name that is not the term's any more may leave its page.

    A page that became part of the term's by that name is one of its own again.
    """
    names = pages_by_name(read_pages())
    for kind in NAMED_KINDS:
        page = page_of_term(term, names, kind)
        if page is None:
            continue
        for alias in EntryAlias.objects.filter(entry=page.pk, use=EntryAlias.Use.NAME):
            if key_of(alias.text) == key:
                act.journal.delete(alias)
        part_pages(act, page, key)
        rows = Evidence.objects.filter(entry=page.pk).select_related("statement")
        told = [r for r in rows if key_of(r.statement.name or r.statement.title) == key]
        if told:
            act.touch(told)
            act.about(encode_id("entry", page.pk))
            forget_home(act.journal, {row.statement.content_hash for row in told})
            act.journal.change_all(told, method=Evidence.Method.EXACT, decided_by=None)


def part_pages(act: Act, page: NamedPage, key: str) -> None:
    for entry in Entry.objects.filter(merged_into=page.pk):
        if key_of(entry.title) == key:
            act.about(encode_id("entry", entry.pk), encode_id("entry", page.pk))
            act.entries |= {entry.pk, page.pk}
            for old in EntryRedirect.objects.filter(kind=entry.kind, slug=entry.slug):
                act.journal.delete(old)
            act.journal.change(entry, merged_into=None)
