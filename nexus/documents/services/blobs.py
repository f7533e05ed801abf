"""Bytes as received, once per content."""

from __future__ import annotations

import hashlib

from nexus.documents.models import Blob


def keep_blob(data: bytes) -> Blob:
    """The blob of these bytes, made when it is not there. Inside the caller's transaction."""
    digest = hashlib.sha256(data).hexdigest()
    blob, _ = Blob.objects.get_or_create(sha256=digest, defaults={"size": len(data), "data": data})
    return blob


def drop_unused_blobs(pks: list[int]) -> None:
    """Delete those of the blobs that nothing refers to any more."""
    from nexus.documents.models import DocumentVersion, ImportBatch, ImportItem

    used = set(DocumentVersion.objects.filter(blob_id__in=pks).values_list("blob_id", flat=True))
    used |= set(ImportBatch.objects.filter(brief_id__in=pks).values_list("brief_id", flat=True))
    used |= set(
        ImportItem.objects.filter(blob_id__in=pks, state=ImportItem.State.PENDING).values_list(
            "blob_id", flat=True
        )
    )
    Blob.objects.filter(pk__in=set(pks) - used).delete()
