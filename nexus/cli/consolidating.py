"""`nexus consolidate`: files in, report out, no database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nexus.consolidation import (
    Anchor,
    Brief,
    Lexicon,
    consolidate_folder,
    decode,
    load_lexicon,
)
from nexus.library.contentfiles import read_content


def consolidate_to_report(folder: Path, content: Path, brief: Path | None) -> dict[str, Any]:
    """The report of a folder's Markdown files, with the shipped entries as anchors."""
    lexicon = load_lexicon(content / "lexicon")
    known = Brief(decode(brief.read_bytes()).text) if brief else None
    return consolidate_folder(folder, lexicon, content_anchors(content, lexicon), known)


def content_anchors(content: Path, lexicon: Lexicon) -> list[Anchor]:
    """The starter challenges, practices and ways of working, as entries that may be joined."""
    anchors = []
    for file in read_content(content):
        names = [text for use, text in file.aliases if use == "name"]
        text = f"{file.front['title']}. {file.front.get('summary', '')}\n{file.lead[:2000]}"
        anchors.append(
            Anchor(
                key=f"{file.kind}/{file.slug}",
                kind=file.kind,
                title=str(file.front["title"]),
                aliases=tuple(names),
                text=text,
                terms=lexicon.mentions(text),
            )
        )
    return anchors
