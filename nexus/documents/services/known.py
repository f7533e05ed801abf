"""Which documents of the hub a handful of items bring again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from nexus.documents.models import Document, ImportBatch, ImportItem


class KnownDocuments:
    """The documents of the items' names, read in one statement; made ones are added."""

    def __init__(self, batch: ImportBatch, items: Iterable[ImportItem]) -> None:
        self.batch = batch
        self.named: dict[str, list[Document]] = defaultdict(list)
        documents = Document.objects.filter(
            name__in={item.name for item in items}, erased_at__isnull=True
        )
        if batch.author_id is not None:
            documents = documents.filter(author_id=batch.author_id)
        documents = documents.select_related("current", "guide", "author")
        for document in documents.defer("current__text", "current__html").order_by("pk"):
            self.add(document)

    def add(self, document: Document) -> None:
        self.named[document.name].append(document)

    def find(self, item: ImportItem, author_name: str) -> Document | None:
        """The document that this item brings again: by place and person, else by its bytes."""
        theirs = [d for d in self.named[item.name] if self.is_by(d, author_name)]
        same_place = (d for d in theirs if d.origin == item.origin)
        same_bytes = (d for d in theirs if d.current and d.current.blob_id == item.blob_id)
        return next(same_place, None) or next(same_bytes, None)

    def is_by(self, document: Document, author_name: str) -> bool:
        """Whoever imports without naming an author may bring anybody's document again."""
        if self.batch.author_id is not None or not author_name:
            return True
        return document.author.name.casefold() == author_name.casefold()
