"""`nexus export`: one Markdown file per entry and document, with evidence and history."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps

from nexus.keeping.archive import digest_of, to_line
from nexus.keeping.backup import new_manifest, uploads
from nexus.keeping.errors import Refused
from nexus.keeping.frontmatter import join
from nexus.keeping.manifest import Manifest, Part
from nexus.keeping.snapshot import one_moment
from nexus.keeping.spread import (
    BLOB,
    CHILDREN,
    DOCUMENT,
    ENTRY,
    SPREAD,
    VERSION,
    Columns,
    part_row,
    row_of,
)
from nexus.keeping.tables import Table, kept_tables

MANIFEST = "export.json"


class Folder:
    """Writes files below one new folder and remembers the digest of each."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path, self.manifest = path, manifest

    def write(self, name: str, data: bytes) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.manifest.files[name] = hashlib.sha256(data).hexdigest()

    def write_lines(self, name: str, lines: Iterator[bytes]) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("wb") as out:
            for line in lines:
                digest.update(line)
                out.write(line)
        self.manifest.files[name] = digest.hexdigest()


def export(path: Path) -> Manifest:
    """Write the hub of one moment as files. Raises Refused unless `path` is new or empty."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Refused(f"{path} is not an empty folder. Name a new one; nothing was written.")
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error
    tables = kept_tables(apps)
    with one_moment():
        folder = Folder(path, new_manifest("export"))
        for name, table in tables.items():
            count, sha256 = digest_of(table.read())
            folder.manifest.tables[name] = Part(table.columns, count, table.last_id(), sha256)
        write_entries(folder, tables)
        bodies = write_documents(folder, tables)
        write_blobs(folder, tables[BLOB], bodies)
        for name, table in tables.items():
            if name not in SPREAD and name != BLOB:
                folder.write_lines(f"tables/{name}.jsonl", map(to_line, table.read()))
            elif name == "curation_evidence":
                loose = table.model._base_manager.filter(entry=None).order_by("pk")
                rows = (list(row_of(table, one).values()) for one in loose.iterator())
                folder.write_lines(f"tables/{name}.jsonl", map(to_line, rows))
    for name, file in uploads().items():
        folder.write(name, file.read_bytes())
    (path / MANIFEST).write_text(folder.manifest.to_json(), encoding="utf-8")
    return folder.manifest


def with_children(
    tables: dict[str, Table], name: str, instance: Any
) -> tuple[Columns, dict[str, dict[str, Columns]]]:
    """Front matter of a row with its children, and what was computed: table → id → columns."""
    front, apart = part_row(name, row_of(tables[name], instance))
    computed: dict[str, dict[str, Columns]] = {name: {str(instance.pk): apart}}
    for child, column in CHILDREN[name].items():
        table = tables[child]
        rows = []
        for one in table.model._base_manager.filter(**{column: instance.pk}).order_by("pk"):
            row, apart = part_row(child, row_of(table, one))
            rows.append(row)
            if apart:
                computed.setdefault(child, {})[str(one.pk)] = apart
        if rows:
            front[child] = rows
    return front, computed


def write_pair(folder: Folder, stem: str, front: Columns, body: bytes, computed: Any) -> None:
    folder.write(f"{stem}.md", join(front, body))
    text = json.dumps(computed, ensure_ascii=False, sort_keys=True)
    folder.write(f"computed/{stem}.json", text.encode())


def write_entries(folder: Folder, tables: dict[str, Table]) -> None:
    entries = tables[ENTRY].model._base_manager.order_by("pk")
    for entry in entries.iterator(chunk_size=50):
        front, computed = with_children(tables, ENTRY, entry)
        lead = front.pop("lead")
        # For who edits the export; the rows that tell it to a restore stand below.
        front["topics"] = list(entry.topics.order_by("slug").values_list("slug", flat=True))
        stem = f"entries/{front['kind']}/{front['slug']}"
        write_pair(folder, stem, front, lead.encode(), computed)


def write_documents(folder: Folder, tables: dict[str, Table]) -> dict[int, str]:
    """Returns blob id → the file whose text those bytes are."""
    bodies: dict[int, str] = {}
    documents = tables[DOCUMENT].model._base_manager.order_by("pk")
    versions = tables[VERSION].model._base_manager
    for document in documents.iterator(chunk_size=20):
        front, computed = with_children(tables, DOCUMENT, document)
        word = re.sub(r"[^a-z0-9]+", "-", Path(document.name).stem.lower()).strip("-")[:60]
        stem = f"documents/{document.pk}-{word or 'document'}"
        current = versions.select_related("blob").filter(pk=document.current_id).first()
        body = b""
        if current is not None:
            body = bytes(current.blob.data)
            if is_utf8(body):
                bodies.setdefault(current.blob_id, f"{stem}.md")
            else:
                body = current.text.encode()
        write_pair(folder, stem, front, body, computed)
    return bodies


def is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def write_blobs(folder: Folder, table: Table, bodies: dict[int, str]) -> None:
    """Bytes that no file has as its text stand under `bytes/`; the list says where each is."""

    def lines() -> Iterator[bytes]:
        for blob in table.model._base_manager.order_by("pk").iterator(chunk_size=10):
            place = bodies.get(blob.pk) or f"bytes/{blob.sha256}"
            if blob.pk not in bodies:
                folder.write(place, bytes(blob.data))
            row = row_of(table, blob)
            row["data"] = place
            yield to_line([row[name] for name in table.columns])

    folder.write_lines(f"tables/{BLOB}.jsonl", lines())
