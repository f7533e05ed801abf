"""A backup's file: a zip of one JSON Lines file per table, uploads, and the manifest at its end."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from nexus.keeping.errors import Refused
from nexus.keeping.manifest import ALTERED, Manifest, read_manifest
from nexus.keeping.tables import Row

MANIFEST = "manifest.json"
CHUNK = 1 << 18
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
COMPACT = (",", ":")


class Writer:
    """Writes into FILE.partial and gives it its name when all of it is on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.partial = path.with_name(f".{path.name}.partial")
        if path.exists():
            raise Refused(f"{path} exists already. Name another file; backups are not overwritten.")
        try:
            handle = os.open(self.partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        except OSError as error:
            raise Refused(f"{path} cannot be written: {error.strerror}.") from error
        self.file = os.fdopen(handle, "w+b")
        self.zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def add_rows(self, name: str, rows: Iterable[Row]) -> tuple[int, str]:
        """One line a row; returns how many, and the digest of the lines."""
        digest, count = hashlib.sha256(), 0
        with self.zip.open(f"tables/{name}.jsonl", "w", force_zip64=True) as out:
            for row in rows:
                line = to_line(row)
                digest.update(line)
                out.write(line)
                count += 1
        return count, digest.hexdigest()

    def add_file(self, name: str, path: Path) -> str:
        digest = hashlib.sha256()
        with path.open("rb") as source, self.zip.open(name, "w", force_zip64=True) as out:
            while block := source.read(CHUNK):
                digest.update(block)
                out.write(block)
        return digest.hexdigest()

    def finish(self, manifest: Manifest) -> None:
        self.zip.writestr(MANIFEST, manifest.to_json())
        self.zip.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self.partial.rename(self.path)

    def give_up(self) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(*BROKEN, ValueError):
            self.zip.close()
        self.file.close()
        self.partial.unlink(missing_ok=True)


def to_line(row: Row) -> bytes:
    """The same bytes on both databases: PostgreSQL keeps the keys of an object in its own order."""
    text = json.dumps(row, ensure_ascii=False, separators=COMPACT, sort_keys=True)
    return text.encode() + b"\n"


def digest_of(rows: Iterable[Row]) -> tuple[int, str]:
    """How many rows, and the digest of their lines."""
    digest, count = hashlib.sha256(), 0
    for row in rows:
        digest.update(to_line(row))
        count += 1
    return count, digest.hexdigest()


class Reader:
    """Reads a backup; whatever is wrong with it is a Refused."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.zip = zipfile.ZipFile(path)
            text = self.zip.read(MANIFEST).decode()
        except FileNotFoundError as error:
            raise Refused(f"{path} is not there.") from error
        except (*BROKEN, KeyError, UnicodeDecodeError) as error:
            raise Refused(f"{path} is no backup, or it was cut short or damaged.") from error
        self.manifest = read_manifest(text, str(path))

    def verify(self) -> None:
        """Read all of it once and compare with the manifest, before anything is written."""
        wanted = {f"tables/{name}.jsonl": p.sha256 for name, p in self.manifest.tables.items()}
        wanted.update(self.manifest.files)
        for name, sha256 in wanted.items():
            digest = hashlib.sha256()
            for block in self.blocks(name):
                digest.update(block)
            if digest.hexdigest() != sha256:
                raise Refused(f"{self.path} {ALTERED}")

    def blocks(self, name: str) -> Iterator[bytes]:
        try:
            with self.zip.open(name) as source:
                while block := source.read(CHUNK):
                    yield block
        except (*BROKEN, KeyError) as error:
            raise Refused(f"{self.path} {ALTERED}") from error

    def rows(self, name: str) -> Iterator[Row]:
        with self.zip.open(f"tables/{name}.jsonl") as source:
            for line in source:
                yield json.loads(line)
