"""An export that people edited: each changed text becomes a revision, all of them or none.

What may be changed is the text of an entry, below its front matter. The front matter has to be as
it was exported, which the digest of the whole file tells: it is that of the front matter as it is
now with the text of the version that it names.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from nexus.accounts.models import Person
from nexus.common.errors import NexusError, Stale
from nexus.keeping.errors import Refused
from nexus.keeping.folder import HOMES, FolderReader
from nexus.keeping.frontmatter import part
from nexus.keeping.manifest import refuse_later_migrations
from nexus.keeping.spread import ENTRY
from nexus.library.models import Entry, Revision
from nexus.library.services import save_lead

NOTHING = "Nothing was taken in."
NOTE = "edited in an export"


@dataclass(frozen=True, slots=True)
class Edited:
    """The text of an entry that somebody wrote on the version that was exported."""

    file: str
    entry: Entry
    version: int
    lead: str


def take_in_edits(path: Path, by: Person) -> list[Edited]:
    """Save the texts that were changed in an export folder as revisions by a person.

    Raises Refused, with nothing saved, for whatever else was changed, added or removed; for an
    entry that was changed in the hub meanwhile; for what the person may not do.
    """
    folder = FolderReader(path, refused=NOTHING)
    refuse_later_migrations(folder.manifest, str(path))
    folder.refuse_what_was_added()
    edits = [edit for file in folder.changed() if (edit := read_edit(folder, file))]
    with transaction.atomic():
        for edit in edits:
            save(edit, by)
    return edits


def read_edit(folder: FolderReader, file: str) -> Edited | None:
    """None where only line ends differ. Raises Refused unless only an entry's text was changed."""
    if not (file.startswith(HOMES[ENTRY]) and file.endswith(".md")):
        raise Refused(
            f"{file} was changed. Only the texts below entries/ can be edited in an export; bring "
            f"a changed document by `nexus import`. {NOTHING}"
        )
    data = with_line_feeds(folder.place(file).read_bytes())
    try:
        front, body = part(data)
        lead = body.decode()
        pk, version = int(front["id"]), int(front["version"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(
            f"{file} does not begin with its front matter any more, or is not UTF-8. {NOTHING}"
        ) from error
    entry = Entry.objects.filter(pk=pk).first()
    if entry is None:
        raise Refused(f"{file}: this hub has no entry-{pk}. {NOTHING}")
    base = Revision.objects.filter(entry=entry, version=version).first()
    exported = data[: len(data) - len(body)] + (base.lead if base else "").encode()
    if hashlib.sha256(exported).hexdigest() != folder.manifest.files[file]:
        raise Refused(
            f"{file}: its front matter was changed, or it is of another hub. Only the text below "
            f"it can be edited; titles, topics and the rest in the hub itself. {NOTHING}"
        )
    return Edited(file, entry, version, lead) if data != exported else None


def with_line_feeds(data: bytes) -> bytes:
    """The file as it was written, if an editor on Windows ended each of its lines anew."""
    return data.replace(b"\r\n", b"\n") if data.startswith(b"---\r\n") else data


def save(edit: Edited, by: Person) -> None:
    try:
        save_lead(
            actor=by,
            entry=edit.entry,
            lead=edit.lead,
            expected_version=edit.version,
            note=NOTE,
        )
    except Stale as error:
        raise Refused(
            f"{edit.file}: the entry was changed in the hub since it was exported. Export again "
            f"and edit that. {NOTHING}"
        ) from error
    except NexusError as error:
        why = " ".join([error.message, *error.fields.values()])
        raise Refused(f"{edit.file}: {why} {NOTHING}") from error
