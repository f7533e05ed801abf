"""Doing an import: open what holds files, prepare, write in short transactions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from django.db import transaction
from django.db.models import Count

from nexus.common.bulk import update_rows
from nexus.common.changes import record_changes
from nexus.common.errors import NexusError
from nexus.common.hub import hold_hub
from nexus.consolidation import Brief, decode
from nexus.documents.caches import lexicon
from nexus.documents.events import documents_changed
from nexus.documents.models import Blob, Document, ImportBatch, ImportItem
from nexus.documents.parsing import Prepared
from nexus.documents.preparing import Asked
from nexus.documents.services.ahead import Ahead
from nexus.documents.services.blobs import digest, drop_unused_blobs, keep_blobs
from nexus.documents.services.erased import ERASED, refused_items
from nexus.documents.services.guides import said_of, write_guides
from nexus.documents.services.known import KnownDocuments
from nexus.documents.services.naming import clean_name
from nexus.documents.services.write import see_again, write_documents
from nexus.documents.sources.archives import File, is_markdown, is_zip, read_zip
from nexus.documents.sources.repositories import fetch_repository
from nexus.jobs.models import JobState
from nexus.jobs.progress import Progress, Temporary
from nexus.jobs.services import MOST_ATTEMPTS

# Small enough that a batch holds SQLite's write lock for at most about 200 ms.
AT_ONCE = 24
# So many more at most are announced at a time to another process, which prepares them.
AHEAD = 8 * AT_ONCE
# Bytes of texts, in either: fewer files are read at once where they are large.
LARGEST_AT_ONCE = 1 << 20
# To prepare so much takes about as long as to start a process.
WORTH_STARTING = 1 << 19
# How long what a failed import did not read waits for somebody to try again.
KEEP_FAILED = timedelta(days=7)
State = ImportItem.State
ENDED_EARLY = "The import ended before this was read. Bring it again."


@dataclass(frozen=True, slots=True)
class Ready:
    """An item whose bytes were prepared, or what is wrong with them."""

    item: ImportItem
    prepared: Prepared | None
    error: str = ""


def run_import(batch: ImportBatch, progress: Progress) -> dict[str, int]:
    """Work through the pending items; may be called again after a crash, and goes on.

    Returns how many items ended in each state.
    """
    with Ahead(read_brief(batch), lexicon()) as ahead:
        while items := next_items(batch, AT_ONCE):
            holders = [item for item in items if is_holder(item)]
            if holders:
                open_holder(batch, holders[0], progress)
            else:
                read_and_write(batch, items, ahead, progress)
            report(batch, progress)
    return count_states(batch)


def read_and_write(
    batch: ImportBatch, items: Sequence[ImportItem], ahead: Ahead, progress: Progress
) -> None:
    """These items, while later ones are prepared."""
    known = KnownDocuments(batch, items)
    unchanged = unchanged_items(known, items)
    asked = all_asked(known, unchanged, items)
    ahead.use(lexicon())
    ahead.forget_before(items[0].position)
    announce_more(batch, items[-1].position, ahead)
    # From the end: what the other process has not begun is at the end of its line.
    read = [
        prepare_item(item, ahead, asked.get(item.position))
        for item in reversed(items)
        if item.pk not in unchanged
    ][::-1]
    # Only now an item has the name that its document was known by.
    refused = refused_items(batch, items)
    ready = [Ready(r.item, None, ERASED) if r.item.pk in refused else r for r in read]
    write_items(batch, ready, [i for i in items if i.pk in unchanged], progress)


def read_brief(batch: ImportBatch) -> Brief | None:
    if batch.brief is None:
        return None
    return Brief(decode(bytes(batch.brief.data)).text)


def announce_more(batch: ImportBatch, position: int, ahead: Ahead) -> None:
    """What comes after this position is prepared by another process, if that is worth it."""
    room = min(AHEAD, ahead.room)
    if not room:
        return
    later = next_items(batch, room, after=max(position, ahead.announced))
    known = KnownDocuments(batch, later)
    asked = all_asked(known, unchanged_items(known, later), later)
    if ahead.is_working or is_worth_starting(asked.values()):
        ahead.announce(asked)
        ahead.announced = max((item.position for item in later), default=ahead.announced)


def is_worth_starting(later: Collection[Asked]) -> bool:
    return len(later) >= AT_ONCE or sum(len(one.data) for one in later) >= WORTH_STARTING


def next_items(batch: ImportBatch, most: int, *, after: int = -1) -> list[ImportItem]:
    """Pending items in their order with their bytes; fewer than `most` where they are large."""
    pending = batch.items.filter(state=State.PENDING, position__gt=after).order_by("position")
    rows = list(pending.values_list("pk", "blob__size")[:most])
    sizes = accumulate(size or 0 for _, size in rows)
    pks = [pk for (pk, _), size in zip(rows, sizes, strict=True) if size <= LARGEST_AT_ONCE]
    first = [pk for pk, _ in rows[:1]]
    return list(pending.filter(pk__in=pks or first).select_related("blob"))


def is_holder(item: ImportItem) -> bool:
    """An archive or a repository that is still to be opened."""
    if item.blob is None:
        return bool(item.origin) and not item.origin.startswith("list:")
    return is_zip(bytes(item.blob.data[:4]))


def open_holder(batch: ImportBatch, item: ImportItem, progress: Progress) -> None:
    """Replace an archive or repository by the files in it, in one transaction."""
    try:
        if item.blob is None:
            only_readme = batch.source == ImportBatch.Source.COHORT
            files = fetch_repository(item.origin, readme_only=only_readme)
        else:
            files = list(read_zip(bytes(item.blob.data)))
        if not files:
            raise EmptyArchive("It holds no Markdown file.")
    except NexusError as error:
        if isinstance(error, Temporary) and may_wait(batch, progress):
            raise
        item.state, item.error = State.FAILED, error.message[:400]
        item.save(update_fields=["state", "error"])
        return
    with transaction.atomic():
        progress.hold()
        last = batch.items.order_by("-position").values_list("position", flat=True)[0]
        blobs = keep_blobs([file.data for file in files if not file.error])
        ImportItem.objects.bulk_create(
            as_item(batch, item, file, blobs.get(digest(file.data)), last + number)
            for number, file in enumerate(files, 1)
        )
        # Its files have bytes of their own: kept whole, it would outlive their erasing.
        held = [item.blob_id] if item.blob_id else []
        item.state, item.blob = State.EXPANDED, None
        item.save(update_fields=["state", "blob"])
        drop_unused_blobs(held)


def may_wait(batch: ImportBatch, progress: Progress) -> bool:
    """One repository alone is asked for again a few times; among others none holds them up."""
    alone = batch.source == ImportBatch.Source.REPOSITORY
    return alone and progress.job.attempts < MOST_ATTEMPTS


class EmptyArchive(NexusError):
    code = "empty-archive"


def as_item(
    batch: ImportBatch, holder: ImportItem, file: File, blob: Blob | None, position: int
) -> ImportItem:
    return ImportItem(
        batch=batch,
        position=position,
        name=clean_name(file.name, [holder.author_name, batch.author_name]),
        origin=holder.origin,
        blob=None if file.error else blob,
        author_name=holder.author_name,
        cohort_name=holder.cohort_name,
        track=holder.track,
        state=State.FAILED if file.error else State.PENDING,
        error=file.error[:400],
    )


def is_text(item: ImportItem) -> bool:
    """Whether the name says Markdown, or nothing."""
    return is_markdown(item.name) or "." not in item.name.rsplit("/", 1)[-1]


def is_readable(item: ImportItem) -> bool:
    return item.blob is not None and is_text(item) and not is_holder(item)


def all_asked(
    known: KnownDocuments, unchanged: Collection[int], items: Iterable[ImportItem]
) -> dict[int, Asked]:
    """Place of an item → what is to be prepared of it, where something is."""
    return {
        i.position: as_asked(i, known) for i in items if i.pk not in unchanged and is_readable(i)
    }


def as_asked(item: ImportItem, known: KnownDocuments) -> Asked:
    assert item.blob is not None
    return Asked(item.name, bytes(item.blob.data), known.names_of(item))


def prepare_item(item: ImportItem, ahead: Ahead, asked: Asked | None) -> Ready:
    """Everything that needs no lock."""
    if asked is None:
        missing = "The list names this file, but it did not come with it."
        other = "It is not Markdown; name it .md if it is."
        return Ready(item, None, missing if item.blob is None else other)
    prepared = ahead.prepare(item.position, asked)
    if isinstance(prepared, str):
        return Ready(item, None, prepared[:400])
    item.name = clean_name(item.name, [prepared.author])
    return Ready(item, prepared)


def unchanged_items(known: KnownDocuments, items: Sequence[ImportItem]) -> set[int]:
    """Items whose bytes are a document's current version already: nothing to compute for them."""
    found = set()
    for item in items:
        author_name = item.author_name or known.batch.author_name
        document = known.find_unchanged(item, author_name) if item.blob_id else None
        if document is not None:
            item.document, item.state = document, State.UNCHANGED
            found.add(item.pk)
    return found


def write_items(
    batch: ImportBatch,
    ready: Sequence[Ready],
    unchanged: Sequence[ImportItem],
    progress: Progress,
) -> None:
    """Documents and their items' states, all or nothing; one event for all of them."""
    with transaction.atomic():
        progress.hold()
        hold_hub()
        written: list[tuple[Document, Prepared]] = []
        known = KnownDocuments(batch, [*(one.item for one in ready), *unchanged])
        learnt = [d.pk for item in unchanged if (d := see_again(batch, item, known))]
        read = [(one.item, one.prepared) for one in ready if one.prepared is not None]
        for one in ready:
            if one.prepared is None:
                one.item.state, one.item.error = State.FAILED, one.error
        found = write_documents(batch, read, known)
        for (item, prepared), (document, state) in zip(read, found, strict=True):
            item.document, item.state = document, state
            if state != State.UNCHANGED:
                written.append((document, prepared))
        write_guides(written)
        for item, prepared in read:
            if item.document is not None:
                item.error = said_of(item.document, prepared)
        done = [*(one.item for one in ready), *unchanged]
        update_rows(
            "documents_importitem",
            ["name", "state", "error", "document_id"],
            [(i.name, i.state, i.error, i.document_id, i.pk) for i in done],
        )
        if learnt:
            record_changes("document.corrected", "document", learnt, public=False)
        if written:
            documents = [document for document, _ in written]
            pks = [document.pk for document in documents]
            record_changes("document.written", "document", pks, public=False)
            documents_changed.send(sender=Document, documents=documents)


def count_states(batch: ImportBatch) -> dict[str, int]:
    rows = batch.items.order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def report(batch: ImportBatch, progress: Progress) -> None:
    counts = count_states(batch)
    total = sum(n for state, n in counts.items() if state != State.EXPANDED)
    pending = counts.get(State.PENDING, 0)
    progress.report(total - pending, total, f"{total - pending} of {total} documents read")


def drop_waiting(batch: ImportBatch) -> None:
    """What an import that ended early did not read: said on each item, and its bytes are gone."""
    waiting = batch.items.filter(state=State.PENDING)
    blobs = [pk for pk in waiting.values_list("blob_id", flat=True) if pk]
    waiting.update(state=State.FAILED, error=ENDED_EARLY, blob=None)
    drop_unused_blobs(blobs)


def drop_left_over(now: datetime) -> None:
    """The same for imports that failed and that nobody tried again for a week."""
    failed = ImportBatch.objects.filter(
        job__state=JobState.FAILED,
        job__finished_at__lt=now - KEEP_FAILED,
        items__state=State.PENDING,
    )
    for batch in failed.distinct():
        with transaction.atomic():
            drop_waiting(batch)
