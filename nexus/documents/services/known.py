"""Which documents of the hub a handful of items bring again, and which they may write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from nexus.consolidation.copies import FEWEST, resemblance, shingles
from nexus.documents.models import Document, DocumentVersion, ImportBatch, ImportItem
from nexus.documents.parsing import Names
from nexus.documents.policies import is_trusted

# A file without a place of its own (an upload, a paste) is a new version of one by the same name
# when this share of its text is the same; else it is another document.
SAME_DOCUMENT = 0.2
WRITTEN = (ImportItem.State.CREATED, ImportItem.State.UPDATED)


@dataclass(slots=True)
class Known:
    """A document, its current bytes, and whether this import wrote it. It may not be saved yet."""

    document: Document
    blob_id: int | None
    is_written: bool = False


class KnownDocuments:
    """The documents of the items' names, read in two statements; made ones are added.

    People write their own documents. Documents that nobody owns are written by mentors and by who
    brought them. An owned one is written by others only from a place that is named in full (a
    repository, a file of a list or folder), and only by mentors.
    """

    def __init__(self, batch: ImportBatch, items: Iterable[ImportItem]) -> None:
        self.batch = batch
        importer = batch.job.requested_by
        self.is_trusted = is_trusted(importer)
        self.named: dict[str, list[Known]] = defaultdict(list)
        documents = Document.objects.filter(
            name__in={item.name for item in items}, erased_at__isnull=True
        )
        if batch.author_id is not None:
            documents = documents.filter(author_id=batch.author_id)
        elif not self.is_trusted:
            brought = Q(import_items__batch__job__requested_by=importer)
            documents = documents.filter(brought, is_owned=False).distinct()
        documents = documents.select_related("current", "guide", "author")
        found = list(documents.defer("current__text", "current__html").order_by("pk"))
        items_of = batch.items.filter(document__in=found, state__in=WRITTEN)
        written = set(items_of.values_list("document_id", flat=True))
        for document in found:
            blob_id = document.current.blob_id if document.current else None
            one = Known(document, blob_id, document.pk in written)
            self.named[document.name].append(one)

    def add(self, document: Document, blob_id: int) -> None:
        """A new document of this import."""
        self.named[document.name].append(Known(document, blob_id, is_written=True))

    def names_of(self, item: ImportItem) -> Names:
        """Names of the authors of an item's text, as far as they are known before it is read."""
        people = {one.document.author for one in self.named[item.name]}
        people |= {self.batch.author} if self.batch.author else set()
        shown = {p.name for p in people if p.shows_name}
        said = {p.name for p in people} | {item.author_name, self.batch.author_name}
        return Names(frozenset(said - shown - {""}), frozenset(shown - {""}))

    def find_unchanged(self, item: ImportItem, author_name: str) -> Document | None:
        """The document whose current bytes are this item's, the one of its place first."""
        same = [k.document for k in self.theirs(item, author_name) if k.blob_id == item.blob_id]
        return next((d for d in same if d.origin == item.origin), None) or next(iter(same), None)

    def find_before(self, item: ImportItem, author_name: str, text: str) -> Known | None:
        """What this item is another version of; each is written once by an import."""
        here = [
            one
            for one in self.theirs(item, author_name)
            if one.document.origin == item.origin and not one.is_written
        ]
        if item.origin:
            return next(iter(here), None)
        shares = [(share_of(one.document, text), -one.document.pk, one) for one in here]
        best = max(shares, default=None, key=lambda share: share[:2])
        return best[2] if best is not None and best[0] >= SAME_DOCUMENT else None

    def theirs(self, item: ImportItem, author_name: str) -> list[Known]:
        """Documents of the item's name that this import may write."""
        return [
            one
            for one in self.named[item.name]
            if self.is_by(one.document, author_name) and self.may_write(one.document, item)
        ]

    def may_write(self, document: Document, item: ImportItem) -> bool:
        if not document.is_owned or document.author_id == self.batch.author_id:
            return True
        return self.is_trusted and bool(item.origin) and document.origin == item.origin

    def is_by(self, document: Document, author_name: str) -> bool:
        """Whether it is by the person that the import names; it may name none."""
        if self.batch.author_id is not None or not author_name:
            return True
        name = document.brought_as or document.author.name
        return name.casefold() == author_name.casefold()


def share_of(document: Document, text: str) -> float:
    """How much of the current text a new one repeats, 0–1; 1 when one is too short to tell."""
    if document.current_id is None:
        return 1.0
    before = DocumentVersion.objects.values_list("text", flat=True).get(pk=document.current_id)
    one, other = shingles(before), shingles(text)
    return 1.0 if min(len(one), len(other)) < FEWEST else resemblance(one, other)
