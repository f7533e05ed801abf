"""A file of an export that is not as it was written: front matter, text, and what it was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from nexus.keeping.errors import Refused
from nexus.keeping.folder import FolderReader
from nexus.keeping.frontmatter import Unreadable, part


def refused(file: str, why: str) -> Refused:
    return Refused(f"{file}: {why} Nothing was taken in.")


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """The digest of the whole file tells what it was: whoever has all of it but a part can check
    whether that part was this one."""

    name: str
    head: bytes  # the front matter with its fences
    front: dict[str, Any]
    body: bytes
    sha256: str  # of what was exported

    @classmethod
    def read(cls, folder: FolderReader, name: str) -> ChangedFile:
        """Raises Refused for a file that does not begin with its front matter any more."""
        data = with_line_feeds(folder.place(name).read_bytes())
        try:
            front, body = part(data)
        except Unreadable as error:
            why = f"line {error.line} is no YAML: put the text after the colon in quotes."
            raise refused(name, why) from error
        except ValueError as error:
            raise refused(name, "it does not begin with its front matter any more.") from error
        head = data[: len(data) - len(body)]
        return cls(name, head, front, body, folder.manifest.files[name])

    def was(self, exported: bytes) -> bool:
        return hashlib.sha256(exported).hexdigest() == self.sha256

    def number(self, name: str) -> int:
        """A whole number of the front matter. Raises Refused."""
        value = self.front.get(name)
        if not isinstance(value, int):
            raise refused(self.name, f"its front matter has no {name} any more.")
        return value


def with_line_feeds(data: bytes) -> bytes:
    """The file as it was written, if an editor on Windows ended each of its lines anew."""
    return data.replace(b"\r\n", b"\n") if data.startswith(b"---\r\n") else data
