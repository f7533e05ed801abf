"""The files of a content folder, read without a database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SECTION_OF = {
    "technology": "technologies",
    "concept": "concepts",
    "practice": "practices",
    "collaboration": "together",
    "guide": "guides",
    "challenge": "challenges",
}
INVOLVED = {"technologies": "technology", "concepts": "concept", "practices": "practice"}


class ContentError(ValueError):
    """A content file that cannot be used; the text names it."""


@dataclass(frozen=True, slots=True)
class ContentFile:
    """One entry's file: its address, front matter and lead."""

    kind: str
    slug: str
    front: dict[str, Any]
    lead: str

    @property
    def aliases(self) -> list[tuple[str, str]]:
        names = [("name", str(a)) for a in self.front.get("aliases") or []]
        errors = [("error", str(e).strip()) for e in self.front.get("errors") or []]
        return names + errors

    @property
    def involves(self) -> list[tuple[str, str]]:
        """(kind, slug) of what the entry names as involved or related."""
        found = [
            (kind, str(slug))
            for field, kind in INVOLVED.items()
            for slug in self.front.get(field) or []
        ]
        for reference in self.front.get("related") or []:
            section, _, slug = str(reference).partition("/")
            found += [(kind, slug) for kind, path in SECTION_OF.items() if path == section]
        return found


def read_content_file(kind: str, path: Path) -> ContentFile:
    """Raises ContentError when the front matter is missing or has no title."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("---\n") or "\n---\n" not in text[4:]:
        raise ContentError(f"{path.name}: it must begin with front matter between --- lines.")
    head, lead = text[4:].split("\n---\n", 1)
    try:
        front = yaml.safe_load(head)
    except yaml.YAMLError as error:
        raise ContentError(f"{path.name}: its front matter is not YAML: {error}") from error
    if not isinstance(front, dict) or not front.get("title"):
        raise ContentError(f"{path.name}: its front matter has no title.")
    return ContentFile(kind, path.stem, front, lead.strip("\n") + "\n")


def read_content(folder: Path) -> list[ContentFile]:
    """Every entry file, what others refer to first."""
    return [
        read_content_file(kind, path)
        for kind, section in SECTION_OF.items()
        for path in sorted((folder / section).glob("*.md"))
        if path.name != "README.md"
    ]
