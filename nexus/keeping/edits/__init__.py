"""An export that people edited: what was changed becomes revisions and versions, all or none."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from django.db import transaction

from nexus.accounts.models import Person
from nexus.common.errors import NexusError, Stale
from nexus.keeping.edits.documents import read_document
from nexus.keeping.edits.entries import read_entry
from nexus.keeping.edits.files import ChangedFile, refused
from nexus.keeping.folder import HOMES, FolderReader
from nexus.keeping.manifest import refuse_later_migrations
from nexus.keeping.spread import DOCUMENT, ENTRY

__all__ = ["Edit", "take_in_edits"]


class Edit(Protocol):
    """What somebody wrote on what was exported."""

    @property
    def file(self) -> str: ...

    @property
    def what(self) -> str:
        """For who reads what was done: "text, topics"."""

    def save(self, by: Person) -> None:
        """By the services that the faces use. Raises what they raise."""


READERS = {HOMES[ENTRY]: read_entry, HOMES[DOCUMENT]: read_document}


def take_in_edits(path: Path, by: Person) -> list[Edit]:
    """Save what was changed in an export folder, by a person.

    Raises Refused, with nothing saved, for whatever else was changed, added or removed; for what
    was changed in the hub meanwhile; for what the person may not do.
    """
    folder = FolderReader(path, refused="Nothing was taken in.")
    refuse_later_migrations(folder.manifest, str(path))
    folder.refuse_what_was_added()
    edits = [edit for file in folder.changed() if (edit := read_edit(folder, file))]
    with transaction.atomic():
        for edit in edits:
            save(edit, by)
    return edits


def read_edit(folder: FolderReader, file: str) -> Edit | None:
    """None where only line ends differ. Raises Refused for what cannot be taken in."""
    for home, read in READERS.items():
        if file.startswith(home) and file.endswith(".md"):
            return read(ChangedFile.read(folder, file))
    raise refused(
        file, "it was changed. Only the files below entries/ and documents/ can be edited."
    )


def save(edit: Edit, by: Person) -> None:
    try:
        edit.save(by)
    except Stale as error:
        raise refused(
            edit.file, "it was changed in the hub since it was exported. Export again, edit that."
        ) from error
    except NexusError as error:
        raise refused(edit.file, " ".join([error.message, *error.fields.values()])) from error
