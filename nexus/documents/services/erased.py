"""What owners erased does not come back by others; what was retracted comes back retracted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from nexus.documents.models import (
    Blob,
    Document,
    DocumentVersion,
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
    hashes = document.versions.values_list("blob__sha256", flat=True)
    digests = {bytes_digest(sha256) for sha256 in hashes}
    if document.origin:
        digests.add(place_digest(document.origin, document.name))
    ErasedSource.objects.bulk_create(
        [ErasedSource(digest=one) for one in sorted(digests)], ignore_conflicts=True
    )


def refused_items(batch: ImportBatch, items: Sequence[ImportItem]) -> set[int]:
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


def retraction_digest(document: Document, sha256: str) -> str:
    """These bytes, of whose document it is: one person's retraction is not another's.

    Of nobody's in particular, the place that it came from.
    """
    known = document.is_owned or document.author.name
    whose = document.author_id if known else f"{document.origin}\0{document.name}"
    return digest_of("retracted", f"{sha256}\0{whose}")


def retraction_digests(document: Document) -> list[str]:
    """Of all its versions."""
    hashes = document.versions.values_list("blob__sha256", flat=True)
    return sorted({retraction_digest(document, sha256) for sha256 in hashes})


def retract_again(brought: Sequence[tuple[Document, Blob]]) -> None:
    """Mark new documents whose bytes were retracted before, of the same person; saves nothing."""
    digests = [retraction_digest(document, blob.sha256) for document, blob in brought]
    sources = RetractedSource.objects.filter(digest__in=digests)
    known = set(sources.values_list("digest", flat=True))
    for (document, _), digest in zip(brought, digests, strict=True):
        if digest in known:
            document.retracted_at = timezone.now()


def retracted_sources(document: Document) -> QuerySet[RetractedSource]:
    """What was remembered of the bytes of its versions when they were retracted."""
    return RetractedSource.objects.filter(digest__in=retraction_digests(document))


def retracted_with(digests: Iterable[str]) -> list[Document]:
    """Retracted documents of which a version has these bytes."""
    wanted = set(digests)
    versions = DocumentVersion.objects.filter(document__retracted_at__isnull=False)
    versions = versions.select_related("document__author", "blob").order_by("document_id", "pk")
    found = {
        version.document_id: version.document
        for version in versions.defer("text", "html", "blob__data")
        if retraction_digest(version.document, version.blob.sha256) in wanted
    }
    return list(found.values())
