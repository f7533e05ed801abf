"""Erased words go from titles, addresses, other names and the log of curators too."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Q

from nexus.common.changes import record_changes
from nexus.common.ids import encode_id
from nexus.common.text import one_line, slugify
from nexus.curation.models import Action, Evidence
from nexus.documents.caches import lexicon
from nexus.documents.models import Statement
from nexus.library.events import entries_changed
from nexus.library.models import Entry, EntryAlias, EntryRedirect
from nexus.library.services.addresses import free_slug

LONGEST_TITLE = 120
FORGOTTEN = "erased words"


def title_of_words(words: str) -> str:
    """What a page is called that has its name from what somebody wrote."""
    return one_line(words, limit=LONGEST_TITLE).rstrip(".:")


def forget_titles(statement_pks: Sequence[int]) -> None:
    """Pages whose name only these statements gave get another one; nothing redirects from it.

    Inside the transaction that erases them, when their evidence is gone. Names of the lexicon are
    nobody's own words.
    """
    titles = titles_of(statement_pks)
    slugs = {slugify(title) for title in titles}
    if not titles:
        return
    EntryRedirect.objects.filter(pk__in=[r.pk for r in redirects_from(slugs)]).delete()
    aliases = EntryAlias.objects.filter(text__in=titles)
    touched = set(aliases.values_list("entry_id", flat=True))
    aliases.delete()
    entries = list(Entry.objects.filter(title__in=titles, version=0))
    forget_in_log(titles, {entry.pk: name_anew(entry, titles[entry.title]) for entry in entries})
    changed = Entry.objects.filter(pk__in=touched | {entry.pk for entry in entries})
    record_changes("entry.saved", "entry", [entry.pk for entry in changed])
    entries_changed.send(sender=Entry, entries=list(changed))


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


def redirects_from(slugs: Collection[str]) -> list[EntryRedirect]:
    """Old addresses that say these words, with a number behind them too."""
    bases = {re.sub(r"-\d+$", "", slug) for slug in slugs} | set(slugs)
    rows = EntryRedirect.objects.filter(Q(slug__in=bases) | Q(slug__regex=r"-[0-9]+$"))
    return [row for row in rows if row.slug in bases or re.sub(r"-\d+$", "", row.slug) in bases]


def name_anew(entry: Entry, content: str) -> dict[str, str]:
    """Call a page by the first of the voices that are left on it, or by nobody's words.

    `content` are the words that named it. Returns what each old text is replaced by.
    """
    before = entry.title, entry.slug
    entry.forgotten = entry.forgotten or content
    call(entry, words_on(entry) or nameless(entry))
    return dict(zip(before, (entry.title, entry.slug), strict=True))


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


def forget_in_log(titles: Collection[str], renamed: Mapping[int, Mapping[str, str]]) -> None:
    """What curators did is kept, without the words; undone, it gives pages their new names."""
    texts = {old: new for changes in renamed.values() for old, new in changes.items()}
    texts |= {title: texts.get(title, FORGOTTEN) for title in titles}
    told = Q()
    for title in titles:
        told |= Q(text__contains=title)
    keys = [encode_id("entry", pk) for pk in renamed]
    for action in Action.objects.filter(told | Q(targets__key__in=keys)).distinct():
        for title in sorted(titles, key=len, reverse=True):
            action.text = action.text.replace(title, FORGOTTEN)
        action.journal = replaced(action.journal, texts)
        action.save(update_fields=["text", "journal"])


def replaced(value: Any, texts: Mapping[str, str]) -> Any:
    """The same JSON with other texts for these."""
    if isinstance(value, str):
        return texts.get(value, value)
    if isinstance(value, list):
        return [replaced(item, texts) for item in value]
    if isinstance(value, dict):
        return {key: replaced(item, texts) for key, item in value.items()}
    return value
