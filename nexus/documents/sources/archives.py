"""Zip archives, opened within bounds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from nexus.common.errors import Invalid, TooLarge

MOST_FILES = 5_000
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_TOTAL = 200 * 1024 * 1024
LARGEST_ARCHIVE = 64 * 1024 * 1024
HIGHEST_RATIO = 200
MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}


@dataclass(frozen=True, slots=True)
class File:
    """A file by the name it has inside its source; `error` when it could not be taken."""

    name: str
    data: bytes
    error: str = ""


def is_zip(data: bytes) -> bool:
    return data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}


def is_markdown(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in MARKDOWN


def is_hidden(name: str) -> bool:
    """Of a tool, not of a person. Names that escape are not hidden: their error is told."""
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part != ".."]
    return any(part.startswith(".") or part in {"__MACOSX", "node_modules"} for part in parts)


def escapes(name: str) -> bool:
    """A name that would leave its folder: absolute, with a drive, or with `..`."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name[:3] or "\x00" in name


def read_zip(data: bytes) -> Iterator[File]:
    """The Markdown files of an archive; a file that cannot be taken comes with its error.

    Raises Invalid for what is no archive, TooLarge for one beyond the bounds above (checked
    against what is really unpacked, not what the archive says of itself).
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [m for m in archive.infolist() if not m.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Invalid(f"This archive cannot be opened: {error}.") from error
    wanted = [m for m in members if is_markdown(m.filename) and not is_hidden(m.filename)]
    if len(wanted) > MOST_FILES:
        raise TooLarge(f"This archive has {len(wanted):,} Markdown files; {MOST_FILES:,} at most.")
    total = 0
    for member in wanted:
        file = read_member(archive, member)
        total += len(file.data)
        if total > LARGEST_TOTAL:
            raise TooLarge(f"This archive unpacks to more than {LARGEST_TOTAL >> 20} MB.")
        yield file


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> File:
    """One file of an archive, read no further than its bound."""
    name = member.filename
    if escapes(name):
        return File(name[:300], b"", "Its path leaves the archive, so it was not opened.")
    try:
        with archive.open(member) as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        return File(name, b"", f"It cannot be unpacked: {error}."[:300])
    except Exception as error:  # zlib.error has no base that says so
        return File(name, b"", f"It is damaged: {error}."[:300])
    if len(data) > LARGEST_FILE:
        return File(name, b"", f"It is larger than {LARGEST_FILE >> 20} MB.")
    if len(data) > 100_000 and len(data) > HIGHEST_RATIO * max(member.compress_size, 1):
        return File(name, b"", "It unpacks to far more than it is: this looks like a zip bomb.")
    return File(name, data)
