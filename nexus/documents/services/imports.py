"""Starting an import: keep what came, write the job, answer at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from nexus.accounts.models import Person, Role, Track
from nexus.accounts.policies import Viewer, require
from nexus.accounts.services import cohort_named, record_audit
from nexus.common.errors import Invalid, TooLarge
from nexus.common.wording import at_most, one_of
from nexus.documents.models import ImportBatch, ImportItem
from nexus.documents.policies import is_trusted
from nexus.documents.services.blobs import digest, keep_blob, keep_blobs
from nexus.documents.services.naming import clean_name
from nexus.documents.sources.archives import LARGEST_ARCHIVE, LARGEST_FILE, is_zip
from nexus.documents.sources.cohort_list import CohortRow, read_cohort_list
from nexus.documents.sources.repositories import check_address
from nexus.jobs.queues import Queue
from nexus.jobs.services import create_job

MOST_FILES_AT_ONCE = 5_000
# So many are read while somebody looks on; more, archives and repositories wait in the background.
FEW_FILES = 20


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose documents these are. Empty: front matter decides, else one unnamed contributor each.

    `mine` says that the person who imports wrote them.
    """

    author: str = ""
    cohort: str = ""
    track: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it came, with what a cohort list says of it.

    `data` is None for a repository, and for a file that a list names but nobody gave.
    """

    name: str
    data: bytes | None = field(repr=False, default=None)
    origin: str = ""
    person: str = ""
    cohort: str = ""
    track: str = ""


def check_whose(whose: Whose) -> None:
    if whose.track and whose.track not in Track.values:
        raise Invalid(f"“{whose.track}” is not a track.", fields={"track": one_of(Track)})
    if len(whose.author) > 120:
        raise Invalid("That name is too long.", fields={"author": at_most(120)})


def hidden_names(whose: Whose, person: Person | None, said: str) -> set[str]:
    """Names that a file's name does not show, whether shown elsewhere or not: it is what a
    document is known by, and must not change when somebody shows their name.
    """
    own = person.name if person and whose.mine else ""
    return {whose.author, said, own} - {""}


def start_batch(
    person: Person | None,
    source: str,
    incoming: Sequence[Incoming],
    whose: Whose,
    brief: bytes | None = None,
) -> ImportBatch:
    """Bytes, items, batch, job and outbox row in one transaction."""
    check_whose(whose)
    if not incoming:
        raise Invalid(
            "There is nothing to import.", fields={"files": "Choose a .md file or a zip."}
        )
    if len(incoming) > MOST_FILES_AT_ONCE:
        raise TooLarge(f"{MOST_FILES_AT_ONCE:,} files at most in one import.")
    for file in incoming:
        data = file.data or b""
        bound = LARGEST_ARCHIVE if is_zip(data) else LARGEST_FILE
        if len(data) > bound:
            raise TooLarge(f"{file.name} is larger than {bound >> 20} MB.")
    with transaction.atomic():
        cohort = cohort_named(whose.cohort, may_make=is_trusted(person)) if whose.cohort else None
        job = create_job(
            kind="import",
            payload={},
            requested_by=person,
            total=len(incoming),
            queue=queue_for(incoming),
        )
        batch = ImportBatch.objects.create(
            job=job,
            source=source,
            author=person if whose.mine else None,
            author_name=whose.author,
            cohort=cohort,
            track=whose.track,
            is_owned=whose.mine,
            brief=keep_blob(brief) if brief else None,
        )
        blobs = keep_blobs([f.data for f in incoming if f.data is not None])
        ImportItem.objects.bulk_create(
            ImportItem(
                batch=batch,
                position=position,
                name=clean_name(file.name, hidden_names(whose, person, file.person)),
                origin=file.origin[:500],
                blob=blobs[digest(file.data)] if file.data is not None else None,
                author_name=file.person[:120],
                cohort_name=file.cohort[:80],
                track=file.track,
            )
            for position, file in enumerate(incoming)
        )
        record_audit(person, "import.started", "job", job.pk, files=len(incoming))
    return batch


def queue_for(incoming: Sequence[Incoming]) -> str:
    """What is read in a moment does not wait behind what takes long."""
    holds_more = any(file.data is None or is_zip(file.data) for file in incoming)
    return Queue.BULK if holds_more or len(incoming) > FEW_FILES else Queue.INTERACTIVE


def import_files(
    *,
    actor: Viewer,
    files: Sequence[tuple[str, bytes]],
    whose: Whose | None = None,
    brief: bytes | None = None,
) -> ImportBatch:
    """Files and zip archives by name and bytes. Follow `.job` for progress.

    Raises SignInNeeded, NotAllowed, Invalid, TooLarge; what is wrong with one file among many
    is said on its item instead, and the rest go on.
    """
    person = require(actor, Role.LEARNER, "import documents")
    incoming = [Incoming(name, data) for name, data in files]
    return start_batch(person, ImportBatch.Source.FILES, incoming, whose or Whose(mine=True), brief)


def import_paste(
    *, actor: Viewer, text: str, name: str = "", whose: Whose | None = None
) -> ImportBatch:
    """Markdown from the clipboard, known as `name` (pasted.md when none is given)."""
    person = require(actor, Role.LEARNER, "import documents")
    if not text.strip():
        raise Invalid("There is no text.", fields={"text": "Paste your README here."})
    name = name.strip() or "pasted.md"
    incoming = [Incoming(name if name.endswith(".md") else f"{name}.md", text.encode())]
    return start_batch(person, ImportBatch.Source.PASTE, incoming, whose or Whose(mine=True))


def import_repository(*, actor: Viewer, address: str, whose: Whose | None = None) -> ImportBatch:
    """Every Markdown file of a Git repository's default branch."""
    person = require(actor, Role.LEARNER, "import documents")
    address = check_address(address.strip())
    incoming = [Incoming(address, origin=address)]
    return start_batch(person, ImportBatch.Source.REPOSITORY, incoming, whose or Whose(mine=True))


def import_cohort(
    *, actor: Viewer, listing: bytes, files: Sequence[tuple[str, bytes]] = ()
) -> ImportBatch:
    """A whole cohort: `listing` is cohort.csv; `files` are those that it names beside it.

    Repositories give their README. A row whose source is neither an address nor among the files
    becomes an item that says so.
    """
    person = require(actor, Role.MENTOR, "import a cohort")
    rows = read_cohort_list(listing)
    return start_batch(person, ImportBatch.Source.COHORT, cohort_files(rows, dict(files)), Whose())


def cohort_files(rows: Sequence[CohortRow], files: dict[str, bytes]) -> list[Incoming]:
    """Each row as an incoming file or repository."""
    incoming = []
    for row in rows:
        data = None if row.is_repository else files.get(row.source)
        origin = row.source if row.is_repository else f"list:{row.source}"
        incoming.append(Incoming(row.source, data, origin, row.person, row.cohort, row.track))
    return incoming
