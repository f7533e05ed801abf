"""A folder of documents → the consolidation report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nexus.consolidation.brief import Brief
from nexus.consolidation.cluster import Cluster, cluster
from nexus.consolidation.decode import UndecodableError
from nexus.consolidation.documents import ParsedDocument, parse_document
from nexus.consolidation.features import profile
from nexus.consolidation.lexicon import Lexicon, slugify
from nexus.consolidation.statements import Statement
from nexus.consolidation.themewords import theme_words
from nexus.consolidation.voices import Anchor, Voice, voice_of

NAMED = ("technology", "concept")


def _ranges(spans: tuple[tuple[int, int], ...]) -> list[Any] | None:
    if not spans:
        return None
    return list(spans[0]) if len(spans) == 1 else [list(s) for s in spans]


def _statement(statement: Statement) -> dict[str, Any]:
    row: dict[str, Any] = {
        "kind": statement.kind,
        "lines": list(statement.lines),
        "title": statement.title,
        "text": statement.text,
    }
    if statement.name:
        row["name"] = statement.name
    if statement.kind == "challenge":
        row["problem"] = _ranges(statement.problem)
        row["solution"] = _ranges(statement.solution)
    if statement.repeats_brief:
        row["repeats_brief"] = True
    return row


def _document(parsed: ParsedDocument) -> dict[str, Any]:
    return {
        "document": parsed.name,
        "title": parsed.title,
        "encoding": parsed.encoding,
        "statements": [_statement(s) for s in parsed.statements],
        "headings": [list(s) for s in parsed.headings],
        "other": [list(s) for s in parsed.other],
    }


def _named_entries(
    documents: Sequence[ParsedDocument], lexicon: Lexicon
) -> dict[tuple[str, str], tuple[str, list[str]]]:
    """Technologies and concepts by the real thing they name."""
    entries: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for document in documents:
        for n, statement in enumerate(document.statements):
            if statement.kind in NAMED:
                term = lexicon.resolve(statement.name)
                title = term.name if term else statement.name
                key = (statement.kind, term.slug if term else slugify(title) or "unnamed")
                entries.setdefault(key, (title, []))[1].append(f"{document.name}#{n}")
    return entries


def _unique(kind: str, slug: str, used: set[str]) -> str:
    base = f"{kind}/{slug or 'untitled'}"
    key, n = base, 2
    while key in used:
        key, n = f"{base}-{n}", n + 1
    used.add(key)
    return key


def _cluster_entries(
    documents: Sequence[ParsedDocument], lexicon: Lexicon, anchors: Sequence[Anchor]
) -> list[tuple[str, str, list[str]]]:
    """(kind, title, members) for challenges, practices and collaboration."""
    members: dict[str, list[str]] = {}
    voices: dict[str, Voice] = {}
    for document in documents:
        for n, statement in enumerate(document.statements):
            if statement.kind not in NAMED:
                voices.setdefault(statement.content_hash, voice_of(statement, lexicon))
                members.setdefault(statement.content_hash, []).append(f"{document.name}#{n}")
    titles = {a.key: a.title for a in anchors}
    out = []
    profiles = [profile(v, theme_words(lexicon, v.kind)) for v in voices.values()]
    found: list[Cluster] = cluster(profiles, anchors, theme_titles=lexicon.theme_titles)
    for group in found:
        title = titles.get(group.anchor_key or "", "") or group.title
        out.append((group.kind, title, [m for k in group.members for m in members[k]]))
    return out


def consolidate_folder(
    folder: Path, lexicon: Lexicon, anchors: Sequence[Anchor] = (), brief: Brief | None = None
) -> dict[str, Any]:
    """The report on every .md file of a folder; files that are no text are listed as errors."""
    documents: list[ParsedDocument] = []
    errors: list[dict[str, str]] = []
    for path in sorted(folder.glob("*.md")):
        try:
            documents.append(parse_document(path.name, path.read_bytes(), lexicon, brief))
        except (UndecodableError, OSError) as error:
            errors.append({"document": path.name, "error": str(error)})
    used: set[str] = set()
    entries = [
        {"id": _unique(kind, slug, used), "kind": kind, "title": title, "members": members}
        for (kind, slug), (title, members) in sorted(_named_entries(documents, lexicon).items())
    ]
    entries += [
        {
            "id": _unique(kind, slugify(title), used),
            "kind": kind,
            "title": title,
            "members": members,
        }
        for kind, title, members in _cluster_entries(documents, lexicon, anchors)
    ]
    return {
        "documents": [_document(d) for d in documents],
        "entries": entries,
        "errors": errors,
    }
