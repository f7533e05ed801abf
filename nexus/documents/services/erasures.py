"""What owners erased, remembered beside the database, so that no restore brings it back.

A backup from before an erasure holds what was erased. The data folder keeps the digests and times
of all erasures in a file of its own; a restore reads it and erases again.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from nexus.documents.models import Document, ErasedSource
from nexus.documents.services.erased import bytes_digest, place_digest
from nexus.documents.services.removing import remove_document

log = logging.getLogger(__name__)
NAME = "erasures.jsonl"


def erasures_file() -> Path:
    return Path(settings.ENVIRONMENT.data) / NAME


def write_erasures() -> int:
    """Add to the file what the database knows and it does not; returns how many."""
    known = read_erasures(erasures_file())
    rows = ErasedSource.objects.order_by("id").values_list("digest", "at")
    new = [(digest, at) for digest, at in rows.iterator() if known.get(digest) != at]
    if new:
        lines = "".join(
            json.dumps({"digest": digest, "at": at.isoformat()}) + "\n" for digest, at in new
        )
        handle = os.open(erasures_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, lines.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    return len(new)


def write_erasures_soon() -> None:
    """After the commit of an erasure. The erasure stands even where the file cannot be written:
    the next start and the next backup complete it."""

    def write() -> None:
        try:
            write_erasures()
        except OSError as error:
            log.error("%s cannot be written: %s", erasures_file(), error.strerror)

    transaction.on_commit(write)


def read_erasures(path: Path) -> dict[str, datetime]:
    """Digest → when it was last erased; a line that was cut short by a crash counts for nothing."""
    found: dict[str, datetime] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return found
    for line in lines:
        try:
            row = json.loads(line)
            at = datetime.fromisoformat(row["at"])
        except (ValueError, KeyError, TypeError):
            continue
        found[row["digest"]] = max(at, found.get(row["digest"], at))
    return found


@transaction.atomic
def replay_erasures(erased: dict[str, datetime]) -> int:
    """Erase what stands here and was erased later; returns how many documents.

    What its owner brought again after the erasure stays.
    """
    doomed: set[int] = set()
    versions = Document.objects.filter(erased_at=None).annotate(sha=F("versions__blob__sha256"))
    rows = versions.values_list("pk", "created_at", "origin", "name", "sha")
    for pk, created_at, origin, name, sha in rows.iterator():
        digests = [bytes_digest(sha)] if sha else []
        digests += [place_digest(origin, name)] if origin else []
        if any(digest in erased and created_at <= erased[digest] for digest in digests):
            doomed.add(pk)
    for document in Document.objects.select_for_update().filter(pk__in=doomed).order_by("pk"):
        remove_document(document, person=None)
    missing = set(erased) - set(ErasedSource.objects.values_list("digest", flat=True))
    ErasedSource.objects.bulk_create([ErasedSource(digest=one) for one in sorted(missing)])
    return len(doomed)
