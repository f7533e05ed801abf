"""The reference that ships with the hub, from files to entries. Safe to run at every start.

Entries that a person has edited are theirs: they are left alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from nexus.common.changes import record_change
from nexus.library.contentfiles import ContentFile, read_content
from nexus.library.events import entries_changed
from nexus.library.models import Entry, EntryAlias, EntryRedirect, Link, Topic
from nexus.library.services.entries import make_entry, render_lead, write_revision


def load_topics(folder: Path) -> None:
    """Make or mend the topics of topics.toml, parents before children."""
    rows = tomllib.loads((folder / "topics.toml").read_text(encoding="utf-8")).get("topic", [])
    there = {topic.slug: topic for topic in Topic.objects.all()}
    for position, row in enumerate(rows):
        parent = there.get(row.get("parent") or "")
        values = {
            "title": row["title"],
            "summary": row.get("summary", ""),
            "parent": parent,
            "position": position,
        }
        there[row["slug"]], _ = Topic.objects.update_or_create(slug=row["slug"], defaults=values)


@transaction.atomic
def load_content(folder: Path) -> int:
    """Topics and entries of a content folder; returns how many entries were made or renewed."""
    load_topics(folder)
    files = read_content(folder)
    known = known_entries()
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    touched = 0
    for file in files:
        entry = known.get((file.kind, file.slug))
        if entry is None:
            known[file.kind, file.slug] = add_entry(file, topics)
            touched += 1
        elif renew_entry(entry, file):
            touched += 1
    for file in files:
        link_involved(known[file.kind, file.slug], file, known)
    return touched


def add_entry(file: ContentFile, topics: dict[str, Topic]) -> Entry:
    track = str(file.front.get("track", ""))
    return make_entry(
        kind=file.kind,
        slug=file.slug,
        title=str(file.front["title"]),
        summary=str(file.front.get("summary", "")),
        lead=file.lead,
        note="Came with the hub",
        track="" if track == "both" else track,
        topics=[topics[slug] for slug in file.front.get("topics") or [] if slug in topics],
        aliases=file.aliases,
    )


def renew_entry(entry: Entry, file: ContentFile) -> bool:
    """Bring an entry up to date that nobody but the hub has written; True when it changed.

    Topics are left as they are: people order them without writing a revision.
    """
    if entry.revisions.filter(author__isnull=False).exists():
        return False
    renamed = renew_aliases(entry, file)
    written = renew_lead(entry, file)
    if renamed or written:
        record_change("entry.saved", "entry", entry.pk)
        entries_changed.send(sender=Entry, entries=[entry])
    return renamed or written


def renew_aliases(entry: Entry, file: ContentFile) -> bool:
    wanted = set(file.aliases)
    there = {(alias.use, alias.text): alias.pk for alias in entry.aliases.all()}
    EntryAlias.objects.filter(pk__in=[there[key] for key in there.keys() - wanted]).delete()
    EntryAlias.objects.bulk_create(
        EntryAlias(entry=entry, use=use, text=text) for use, text in sorted(wanted - there.keys())
    )
    return wanted != there.keys()


def renew_lead(entry: Entry, file: ContentFile) -> bool:
    title, summary = str(file.front["title"]), str(file.front.get("summary", ""))[:300]
    if (entry.lead, entry.title, entry.summary) == (file.lead, title, summary or entry.summary):
        return False
    entry.lead, entry.title, entry.summary = file.lead, title, summary
    render_lead(entry)
    write_revision(entry, None, "Came with a newer hub")
    return True


def known_entries() -> dict[tuple[str, str], Entry]:
    """Entries by every address they have or had: one that people renamed is still that entry."""
    entries = {entry.pk: entry for entry in Entry.objects.prefetch_related("aliases")}
    known = {(entry.kind, entry.slug): entry for entry in entries.values()}
    for kind, slug, pk in EntryRedirect.objects.values_list("kind", "slug", "entry_id"):
        known.setdefault((kind, slug), entries[pk])
    return known


def link_involved(entry: Entry, file: ContentFile, known: dict[tuple[str, str], Entry]) -> None:
    """`involves` links of the front matter, as they are now."""
    targets: Iterable[Entry] = (known[a] for a in file.involves if a in known)
    wanted = {f"{t.kind}/{t.slug}": t for t in targets if t.pk != entry.pk}
    involves = entry.links.filter(relation=Link.Relation.INVOLVES)
    there = set(involves.values_list("reference", flat=True))
    Link.objects.bulk_create(
        Link(source=entry, target=target, relation=Link.Relation.INVOLVES, reference=reference)
        for reference, target in wanted.items()
        if reference not in there
    )
