"""An edited entry: its text, and in its front matter title, summary and topics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from nexus.accounts.models import Person
from nexus.keeping.edits.files import ChangedFile, refused
from nexus.keeping.frontmatter import join
from nexus.library.models import Entry, Revision
from nexus.library.services import save_lead, set_topics
from nexus.library.services.entries import lock_entry

NOTE = "edited in an export"
EDITABLE = ("title", "summary", "topics")


@dataclass(frozen=True, slots=True)
class EditedEntry:
    """On the version that was exported; `front` is what is new of EDITABLE."""

    file: str
    entry: Entry
    version: int
    lead: str
    has_new_lead: bool
    front: Mapping[str, Any]

    @property
    def what(self) -> str:
        return ", ".join([*(["text"] if self.has_new_lead else []), *self.front])

    def save(self, by: Person) -> None:
        entry = lock_entry(self.entry.pk, self.version, self.entry.title)
        if self.has_new_lead or self.front.keys() - {"topics"}:
            save_lead(
                actor=by,
                entry=entry,
                lead=self.lead,
                title=self.front.get("title"),
                summary=self.front.get("summary"),
                expected_version=self.version,
                note=NOTE,
            )
        if "topics" in self.front:
            set_topics(actor=by, entry=entry, topics=self.front["topics"])


def read_entry(file: ChangedFile) -> EditedEntry | None:
    """None where only line ends differ. Raises Refused."""
    pk, version = file.number("id"), file.number("version")
    entry = Entry.objects.filter(pk=pk).first()
    if entry is None:
        raise refused(file.name, f"this hub has no entry-{pk}.")
    try:
        lead = file.body.decode()
    except UnicodeDecodeError as error:
        raise refused(file.name, "its text is not UTF-8 any more.") from error
    base = Revision.objects.filter(entry=entry, version=version).first()
    old = base.lead if base else ""
    for new, head in heads(file, front_now(entry)):
        if file.was(head + old.encode()):
            check_shapes(file.name, new)
            edited = EditedEntry(file.name, entry, version, lead, lead != old, new)
            return edited if edited.what else None
    raise refused(
        file.name,
        "its front matter was changed. Of that only title, summary and topics can be edited, "
        "where the hub has them as they were exported. Export again and edit that.",
    )


def front_now(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "summary": entry.summary,
        "topics": list(entry.topics.order_by("slug").values_list("slug", flat=True)),
    }


def heads(file: ChangedFile, now: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """What may be new of the front matter, and what was exported if it is; the least first.

    The hub tells what stood there before: where it changed that itself meanwhile, nothing fits.
    """
    yield {}, file.head
    front = file.front
    changed = [name for name in EDITABLE if name in front and front[name] != now[name]]
    for count in range(1, len(changed) + 1):
        for names in combinations(changed, count):
            before = {name: now[name] for name in names}
            yield {name: front[name] for name in names}, join({**front, **before}, b"")


def check_shapes(file: str, new: Mapping[str, Any]) -> None:
    """YAML reads a number, a date or nothing where a person may have meant a text."""
    for name, value in new.items():
        if name == "topics":
            fits = isinstance(value, list) and all(isinstance(one, str) for one in value)
            shape = "a list of addresses of topics, such as [testing, databases]."
        else:
            fits, shape = isinstance(value, str), "a text; put it in quotes."
        if not fits:
            raise refused(file, f"{name} has to be {shape}")
