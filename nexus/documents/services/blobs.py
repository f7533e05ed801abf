"""Bytes as received, once per content."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from nexus.documents.models import Blob

AT_ONCE = 100


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep_blob(data: bytes) -> Blob:
    """The blob of these bytes, made when it is not there. Inside the caller's transaction."""
    return keep_blobs([data])[digest(data)]


def keep_blobs(contents: Sequence[bytes]) -> dict[str, Blob]:
    """Digest → blob of each content, few statements for many; known bytes are not sent again."""
    wanted = {digest(data): data for data in contents}
    found: dict[str, Blob] = {}
    digests = list(wanted)
    for start in range(0, len(digests), AT_ONCE):
        chunk = digests[start : start + AT_ONCE]
        known = set(Blob.objects.filter(sha256__in=chunk).values_list("sha256", flat=True))
        Blob.objects.bulk_create(
            (
                Blob(sha256=sha256, size=len(wanted[sha256]), data=wanted[sha256])
                for sha256 in chunk
                if sha256 not in known
            ),
            ignore_conflicts=True,
        )
        rows = Blob.objects.filter(sha256__in=chunk).defer("data")
        found.update((blob.sha256, blob) for blob in rows)
    return found


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
