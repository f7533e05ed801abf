"""A challenge's lead is Markdown with well-known headings; here it meets its fields.

The Markdown is the truth; fields are read from it and written back into it, so that a form, an
API and a plain text editor all change the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from nexus.common.text import slugify

FIELDS: dict[str, str] = {
    "symptom": "Symptom",
    "cause": "Cause",
    "fix": "Fix",
    "check": "How to check",
    "versions": "Versions",
}
# Where a field stands on a page; the same as its heading's own anchor in a whole lead.
ANCHORS = {name: slugify(heading) for name, heading in FIELDS.items()}
FIELD_OF_HEADING = {heading.lower(): name for name, heading in FIELDS.items()}
HEADING = re.compile(r"##[ \t]+(.+?)[ \t]*#*[ \t]*\Z")
FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")


def headings_of(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where a level-two heading stands and what it says; those inside fences are code."""
    fence = ""
    for number, line in enumerate(lines):
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip().startswith(fence) and set(line.strip()) == {fence[0]}:
            fence = ""
        heading = None if fence or mark else HEADING.match(line)
        if heading:
            yield number, heading[1]


def split_lead(lead: str) -> dict[str, str]:
    """Markdown → every field of FIELDS (empty when absent) and "more" (all else, in order)."""
    found: dict[str, list[str]] = {name: [] for name in (*FIELDS, "more")}
    lines = lead.split("\n")
    headings = dict(headings_of(lines))
    current = "more"
    for number, line in enumerate(lines):
        if number in headings:
            current = FIELD_OF_HEADING.get(headings[number].lower(), "more")
            if current != "more":
                continue
        found[current].append(line)
    return {name: "\n".join(lines).strip("\n") for name, lines in found.items()}


def compose_lead(fields: Mapping[str, str]) -> str:
    """Fields → Markdown, in the order of FIELDS; empty fields leave no heading.

    What "more" says before its first heading comes first: at the end it would read as part of
    the last field.
    """
    more = fields.get("more", "").replace("\r\n", "\n").strip().split("\n")
    cut = next((number for number, _ in headings_of(more)), len(more))
    parts = ["\n".join(more[:cut])]
    for name, heading in FIELDS.items():
        text = fields.get(name, "").replace("\r\n", "\n").strip()
        if text:
            parts.append(f"## {heading}\n\n{text}")
    parts.append("\n".join(more[cut:]))
    parts = [part.strip("\n") for part in parts if part.strip()]
    return "\n\n".join(parts) + ("\n" if parts else "")
