"""Erased words go from titles, addresses, other names and the log of curators too."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django.db.models import Q

from nexus.common.changes import record_changes
from nexus.common.text import one_line, slugify
from nexus.curation.models import Action, Evidence
from nexus.documents.caches import lexicon
from nexus.documents.models import Document, Statement
from nexus.library.events import entries_changed
from nexus.library.models import (
    Entry,
    EntryAlias,
    EntryRedirect,
    Receipt,
    Revision,
    Solution,
)
from nexus.library.services.addresses import free_slug

LONGEST_TITLE = 120
FORGOTTEN = "erased words"


def title_of_words(words: str) -> str:
    """What a page is called that has its name from what somebody wrote."""
    return one_line(words, limit=LONGEST_TITLE).rstrip(".:")


def forget_titles(statement_pks: Sequence[int]) -> None:
    """Pages whose name only these statements gave get another one; nothing redirects from it.

    Inside the transaction that erases them, when their evidence is gone. Names of the lexicon are
    nobody's own words; a page that somebody wrote a text for keeps the title they wrote it under,
    and has it again where a curator had chosen these words.
    """
    titles = titles_of(statement_pks)
    bases = {base_of(slugify(title)) for title in titles}
    forget_in_log(titles, bases, documents_of(statement_pks))
    if not titles:
        return
    EntryRedirect.objects.filter(pk__in=[r.pk for r in redirects_from(bases)]).delete()
    aliases = EntryAlias.objects.filter(text__in=titles)
    touched = set(aliases.values_list("entry_id", flat=True))
    aliases.delete()
    # The title of a written page is its writers', unless a curator took it from these words.
    theirs = Q(lead="") | Q(wording__in=titles.values())
    entries = list(Entry.objects.filter(theirs, title__in=titles))
    for entry in entries:
        name_anew(entry, titles)
    changed = Entry.objects.filter(pk__in=touched | {entry.pk for entry in entries})
    record_changes("entry.saved", "entry", [entry.pk for entry in changed])
    entries_changed.send(sender=Entry, entries=list(changed))


def documents_of(statement_pks: Sequence[int]) -> set[str]:
    """Titles and names of the documents that these statements are of."""
    of_these = Document.objects.filter(statements__in=statement_pks).distinct()
    return {text for row in of_these.values_list("title", "name") for text in row if text}


def titles_of(statement_pks: Sequence[int]) -> dict[str, str]:
    """Titles that these statements give to pages and that nobody else has written → content."""
    erased = Statement.objects.filter(pk__in=statement_pks)
    said = {
        text: content
        for *texts, content in erased.values_list("title", "name", "content_hash")
        for text in texts
        if text
    }
    others = Statement.objects.filter(is_current=True).exclude(pk__in=statement_pks)
    told = others.filter(Q(title__in=said) | Q(name__in=said)).values_list("title", "name")
    elsewhere = {text for row in told for text in row}
    known = lexicon()
    return {
        title: content
        for text, content in said.items()
        if text not in elsewhere and known.resolve(text) is None
        if (title := title_of_words(text))
    }


def base_of(slug: str) -> str:
    """A slug without the number that keeps it apart from others."""
    return re.sub(r"-\d+$", "", slug)


def redirects_from(bases: Collection[str]) -> list[EntryRedirect]:
    """Old addresses that say these words, with a number behind them too."""
    rows = EntryRedirect.objects.filter(Q(slug__in=bases) | Q(slug__regex=r"-[0-9]+$"))
    return [row for row in rows if base_of(row.slug) in bases]


def name_anew(entry: Entry, titles: Mapping[str, str]) -> None:
    """Call a page by the first of the voices that are left on it, or by nobody's words.

    `titles` are what may not be said any more → the words that said it.
    """
    # Compared here: a long document erases thousands of titles, from a page each.
    written = list(entry.revisions.order_by("-version").values_list("pk", "title"))
    own = ""
    if entry.lead:
        own = next((title for _, title in written if title not in titles), "")
    else:
        entry.forgotten = entry.forgotten or titles[entry.title]
    call(entry, own or words_on(entry) or nameless(entry))
    if said := [pk for pk, title in written if title in titles]:
        Revision.objects.filter(pk__in=said).update(title=entry.title)
    if is_nobodys(entry):
        entry.state = Entry.State.RETIRED
        entry.save(update_fields=["state"])


def is_nobodys(entry: Entry) -> bool:
    """Whether nobody made, wrote or spoke of a page that documents told of."""
    return entry.created_by_id is None and not (
        Evidence.objects.filter(entry=entry).exists()
        or Receipt.objects.filter(entry=entry).exists()
        or Solution.objects.filter(entry=entry, content_hash=None).exists()
    )


def call(entry: Entry, words: str) -> None:
    entry.title = title_of_words(words)
    entry.slug = free_slug(entry.kind, entry.title, but=entry.pk)
    entry.save(update_fields=["title", "slug", "forgotten"])


def nameless(entry: Entry) -> str:
    return f"{FORGOTTEN.capitalize()} {entry.pk}"


def words_on(entry: Entry, **where: str) -> str:
    """The title of the first voice that stands on a page; empty for a page without."""
    told = Evidence.objects.filter(entry=entry, statement__is_current=True, **where)
    first = told.order_by("statement__content_hash").values_list(
        "statement__name", "statement__title"
    )
    return next((name or title for name, title in first[:1]), "")


def name_those_that_came_back(entries: Sequence[Entry]) -> None:
    """Pages that lost their name are called by it when the same words come again.

    Until then one that has no other name is called by whatever voice comes to it.
    """
    for entry in entries:
        if entry.forgotten is None:
            continue
        if words := words_on(entry, statement__content_hash=entry.forgotten):
            entry.forgotten = None
            call(entry, words)
        elif entry.title == nameless(entry) and (words := words_on(entry)):
            call(entry, words)


def forget_in_log(
    titles: Collection[str], bases: Collection[str], documents: Collection[str]
) -> None:
    """What curators did is kept, without the words; undone, it brings none of them back."""
    quoted = {f"“{words}”" for words in (*titles, *documents)}
    for action in Action.objects.iterator(500):
        before = action.text, action.journal
        for words in quoted:
            action.text = action.text.replace(words, f"“{FORGOTTEN}”")
        action.journal = forgotten(action.journal, titles, bases)
        if before != (action.text, action.journal):
            action.save(update_fields=["text", "journal"])


def forgotten(value: Any, titles: Collection[str], bases: Collection[str]) -> Any:
    """The same JSON without these titles and addresses; an address stays one of its own."""
    if isinstance(value, list):
        return [forgotten(item, titles, bases) for item in value]
    if isinstance(value, dict):
        return {key: forgotten(item, titles, bases) for key, item in value.items()}
    if not isinstance(value, str):
        return value
    if value in titles:
        return FORGOTTEN.capitalize()
    if base_of(value) in bases:
        return f"{slugify(FORGOTTEN)}-{blake2b(value.encode(), digest_size=5).hexdigest()}"
    return value
