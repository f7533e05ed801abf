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
from nexus.library.models import Entry, EntryAlias, Kind, Link, Topic
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
    known = {(e.kind, e.slug): e for e in Entry.objects.filter(kind__in=Kind.values)}
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
    """Bring a lead up to date that nobody but the hub has written; True when it changed."""
    if entry.lead == file.lead or entry.revisions.filter(author__isnull=False).exists():
        return False
    entry.lead = file.lead
    entry.title = str(file.front["title"])
    entry.summary = str(file.front.get("summary", ""))[:300]
    render_lead(entry)
    write_revision(entry, None, "Came with a newer hub")
    EntryAlias.objects.bulk_create(
        [EntryAlias(entry=entry, use=use, text=text) for use, text in file.aliases],
        ignore_conflicts=True,
    )
    record_change("entry.saved", "entry", entry.pk)
    entries_changed.send(sender=Entry, entries=[entry])
    return True


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
