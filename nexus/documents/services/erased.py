"""What owners erased does not come back by others; what was retracted comes back retracted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from nexus.documents.models import (
    Blob,
    Document,
    ErasedSource,
    ImportBatch,
    ImportItem,
    RetractedSource,
)

ERASED = "Its owner erased this document. Only they can bring it again."


def digest_of(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}\0{text}".encode()).hexdigest()


def place_digest(origin: str, name: str) -> str:
    return digest_of("place", f"{origin}\0{name}")


def bytes_digest(sha256: str) -> str:
    return digest_of("bytes", sha256)


def forget_source(document: Document) -> None:
    """Remember, as digests, the bytes of all versions and the place that they came from."""
    digests = set(digests_of(document))
    if document.origin:
        digests.add(place_digest(document.origin, document.name))
    ErasedSource.objects.bulk_create(
        [ErasedSource(digest=one) for one in sorted(digests)], ignore_conflicts=True
    )


def refused_items(batch: ImportBatch, items: list[ImportItem]) -> set[int]:
    """Ids of the items that an owner erased; people may bring their own texts again."""
    if batch.author_id is not None or not items:
        return set()
    wanted: dict[str, set[int]] = {}
    for item in items:
        if item.blob is not None:
            wanted.setdefault(bytes_digest(item.blob.sha256), set()).add(item.pk)
        if item.origin:
            wanted.setdefault(place_digest(item.origin, item.name), set()).add(item.pk)
    known = ErasedSource.objects.filter(digest__in=wanted).values_list("digest", flat=True)
    return {pk for digest in known for pk in wanted[digest]}


def digests_of(document: Document) -> list[str]:
    """The bytes of all its versions."""
    hashes = document.versions.values_list("blob__sha256", flat=True)
    return sorted({bytes_digest(sha256) for sha256 in hashes})


def is_retracted(blob: Blob) -> bool:
    """Whether a curator retracted a document of these bytes."""
    return RetractedSource.objects.filter(digest=bytes_digest(blob.sha256)).exists()


def retracted_with(digests: Iterable[str]) -> list[Document]:
    """Retracted documents of which these are the bytes."""
    wanted = set(digests)
    retracted = Document.objects.filter(retracted_at__isnull=False).select_related("current__blob")
    return [
        document
        for document in retracted.defer("current__text", "current__html", "current__blob__data")
        if document.current and bytes_digest(document.current.blob.sha256) in wanted
    ]
