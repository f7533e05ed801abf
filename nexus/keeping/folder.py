"""An export read back: its files become the rows they were made of."""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from nexus.keeping.archive import to_line
from nexus.keeping.errors import Refused
from nexus.keeping.export import MANIFEST
from nexus.keeping.frontmatter import part
from nexus.keeping.manifest import read_manifest
from nexus.keeping.spread import BLOB, CHILDREN, DOCUMENT, ENTRY, SPREAD, Columns
from nexus.keeping.tables import Row

HOMES = {ENTRY: "entries/", DOCUMENT: "documents/"}
CHUNK = 1 << 18


class FolderReader:
    """Gives what a backup gives; whatever is wrong with the folder is a Refused.

    `refused` is what that says of who reads: that nothing was restored, or taken in.
    """

    def __init__(self, path: Path, refused: str = "Nothing was restored.") -> None:
        self.path = path
        self.refused = refused
        self.work = tempfile.TemporaryDirectory(prefix="nexus-export-")
        self.spools: dict[str, dict[str, Path]] = {}
        try:
            text = (path / MANIFEST).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"{path} is no export: it holds no {MANIFEST}.") from error
        self.manifest = read_manifest(text, str(path))

    def verify(self) -> None:
        """Every file is there and as it was written, and no other."""
        for name in self.changed():
            raise Refused(
                f"{self.path}: {name} was changed since it was exported; nothing was "
                "restored. Restore the export as it was; a hub that has these entries takes in "
                "changed texts by `nexus edits`."
            )
        self.refuse_what_was_added()

    def changed(self) -> Iterator[str]:
        """The files that are not as they were written."""
        for name, sha256 in self.manifest.files.items():
            digest = hashlib.sha256()
            for block in self.blocks(name):
                digest.update(block)
            if digest.hexdigest() != sha256:
                yield name

    def refuse_what_was_added(self) -> None:
        """A file that nobody looks at would be lost without a word; hidden ones are tools' own."""
        known = {MANIFEST, *self.manifest.files}
        for found in sorted(self.path.rglob("*")):
            name = found.relative_to(self.path).as_posix()
            is_hidden = any(part.startswith(".") for part in name.split("/"))
            if found.is_file() and name not in known and not is_hidden:
                raise Refused(
                    f"{self.path}: {name} is no part of the export; nothing was taken in. Move it "
                    "out, and bring it by `nexus import`."
                )

    def place(self, name: str) -> Path:
        """A path from the manifest, which must stay inside the folder."""
        target = (self.path / name).resolve()
        if not target.is_relative_to(self.path.resolve()):
            raise Refused(f"{self.path}: {name} leads out of the folder. {self.refused}")
        return target

    def blocks(self, name: str) -> Iterator[bytes]:
        try:
            with self.place(name).open("rb") as source:
                while block := source.read(CHUNK):
                    yield block
        except OSError as error:
            raise Refused(f"{self.path}: {name} cannot be read. {self.refused}") from error

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a table, from the files in which they stand."""
        columns = self.manifest.tables[name].columns
        for home, children in CHILDREN.items():
            if name == home or name in children:
                with self.gathered(home)[name].open("rb") as source:
                    yield from map(json.loads, source)
        loose = f"tables/{name}.jsonl"
        if name not in SPREAD or loose in self.manifest.files:
            with self.place(loose).open("rb") as source:
                for line in source:
                    row = json.loads(line)
                    yield self.with_bytes(columns, row) if name == BLOB else row

    def gathered(self, home: str) -> dict[str, Path]:
        """Table → its rows, gathered from all files of this kind; each file is read once."""
        if home not in self.spools:
            names = [home, *CHILDREN[home]]
            self.spools[home] = {n: Path(self.work.name) / f"{home}.{n}" for n in names}
            with ExitStack() as stack:
                outs = {n: stack.enter_context(p.open("wb")) for n, p in self.spools[home].items()}
                for file in self.manifest.files:
                    if file.startswith(HOMES[home]) and file.endswith(".md"):
                        for name, row in self.rows_of(file, home):
                            columns = self.manifest.tables[name].columns
                            outs[name].write(to_line([row[column] for column in columns]))
        return self.spools[home]

    def rows_of(self, file: str, home: str) -> Iterator[tuple[str, Columns]]:
        """Table and row of all that stands in one file."""
        front, body = part(self.place(file).read_bytes())
        stem = file.removesuffix(".md")
        computed = json.loads(self.place(f"computed/{stem}.json").read_bytes())
        if home == ENTRY:
            front["lead"] = body.decode()
        rows = [(home, front)]
        rows += [(name, row) for name in CHILDREN[home] for row in front.get(name, [])]
        for name, row in rows:
            yield name, {**row, **computed.get(name, {}).get(str(row["id"]), {})}

    def with_bytes(self, columns: list[str], row: Row) -> Row:
        at = columns.index("data")
        data = self.place(row[at]).read_bytes()
        if row[at].endswith(".md"):
            _, data = part(data)
        return [*row[:at], base64.b64encode(data).decode("ascii"), *row[at + 1 :]]
