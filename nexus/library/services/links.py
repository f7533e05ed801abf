"""Wiki references: what they name, what links where, what is broken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from nexus.common.markdown.render import Resolved
from nexus.common.text import one_line
from nexus.library.events import quotation_asked
from nexus.library.models import (
    KIND_OF_SECTION,
    Entry,
    EntryAlias,
    EntryRedirect,
    Kind,
    Link,
    Revision,
)

ENTRY_PATH = re.compile(r"/([a-z]+)/([a-z0-9][a-z0-9-]*)(?:\.md)?(?:[?#].*)?\Z")


def parse_reference(reference: str) -> tuple[str, str]:
    """ "technologies/redis" or "technology/redis" → ("technology", "redis"); else ("", title)."""
    head, slash, slug = reference.partition("/")
    kind = KIND_OF_SECTION.get(head, head if head in Kind.values else "")
    return (kind, slug) if slash and kind else ("", reference)


def reference_of(path: str) -> str:
    """ "/technologies/redis#cache" → "technologies/redis"; "" for what is no entry's address."""
    found = ENTRY_PATH.match(path)
    return f"{found[1]}/{found[2]}" if found and found[1] in KIND_OF_SECTION else ""


def find_entry(reference: str) -> Entry | None:
    """The published entry that a reference names: by address, old address, title or other name.

    A title that it had once will do, when no entry has it now. Leads are rendered once for
    everybody, so the title of a draft must not stand in them.
    """
    kind, rest = parse_reference(reference)
    published = Entry.objects.filter(state=Entry.State.PUBLISHED)
    if not kind:
        titled = published.filter(title__iexact=rest).order_by("pk").first()
        named = EntryAlias.objects.filter(use=EntryAlias.Use.NAME, text__iexact=rest)
        found = titled or published.filter(aliases__in=named).order_by("pk").first()
        once = Revision.objects.filter(title__iexact=rest).values("entry_id")
        return found or published.filter(pk__in=once).order_by("pk").first()
    entry = published.filter(kind=kind, slug=rest).first()
    if entry is None:
        old = EntryRedirect.objects.filter(kind=kind, slug=rest).first()
        entry = published.filter(pk=old.entry_id).first() if old else None
    return entry


class LinkResolver:
    """Resolves the references of one lead and remembers what each led to."""

    def __init__(self) -> None:
        self.targets: dict[str, Entry | None] = {}

    def __call__(self, reference: str) -> Resolved | None:
        if reference.startswith("statement:"):
            answers: list[tuple[Any, Any]] = quotation_asked.send(
                sender=LinkResolver, reference=reference
            )
            found = [answer for _, answer in answers if isinstance(answer, Resolved)]
            return found[0] if found else None
        entry = self.find(reference)
        if entry is None:
            return None
        # The title of a document is not for everybody; what the writer called it is.
        label = reference.rpartition("/")[2] if entry.of_document else entry.title
        return Resolved(entry.get_absolute_url(), label, entry.kind)

    def find(self, reference: str) -> Entry | None:
        """The entry of a reference, looked for once."""
        if reference not in self.targets:
            self.targets[reference] = find_entry(reference)
        return self.targets[reference]


def write_links(entry: Entry, references: Iterable[str], resolver: LinkResolver) -> None:
    """Make the lead's `mentions` rows what its references say."""
    wanted = {r[:300] for r in references if not r.startswith("statement:")}
    mentions = entry.links.filter(relation=Link.Relation.MENTIONS)
    mentions.exclude(reference__in=wanted).delete()
    there = {link.reference: link for link in mentions}
    fresh = []
    for reference in sorted(wanted):
        target = resolver.targets.get(reference)
        link = there.get(reference)
        if link is None:
            fresh.append(Link(source=entry, target=target, reference=reference))
        elif link.target_id != (target.pk if target else None):
            link.target = target
            link.save(update_fields=["target"])
    Link.objects.bulk_create(fresh)


def references_to(entry: Entry) -> list[str]:
    """How a lead may refer to this entry."""
    from nexus.library.models import SECTIONS

    return [f"{SECTIONS[entry.kind][0]}/{entry.slug}", f"{entry.kind}/{entry.slug}", entry.title]


def summarise(text: str) -> str:
    """The first sentence or so of a lead, for lists."""
    return one_line(text, limit=160)
