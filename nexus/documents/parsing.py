"""Bytes → everything that is stored of a document. Pure computation, before any lock.

Knows no database, so that another process can do it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import PurePosixPath

from nexus.common.errors import Invalid
from nexus.common.markdown import Rendered, render
from nexus.common.masking import NAME, mask
from nexus.consolidation import (
    Brief,
    Lexicon,
    ParsedDocument,
    UndecodableError,
    decode,
    parse_document,
)
from nexus.documents.whole import is_read_whole

LARGEST_DOCUMENT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Names:
    """Names of a text's authors: those who have not chosen to show theirs, and those who have."""

    hidden: frozenset[str]
    shown: frozenset[str]


NOBODY = Names(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be written."""

    parsed: ParsedDocument
    rendered: Rendered
    text: str
    encoding: str
    title: str
    author: str  # as front matter names them
    masked_lines: tuple[int, ...]
    is_whole: bool  # read whole, as a guide


_rendered: OrderedDict[str, Rendered] = OrderedDict()
MOST_RENDERED = 128


def render_document(text: str) -> Rendered:
    """HTML and sections of a document's text; kept a while, because the index asks too."""
    found = _rendered.get(text) or render(text)
    keep_rendered(text, found)
    return found


def keep_rendered(text: str, rendered: Rendered) -> None:
    """What somebody else rendered."""
    _rendered[text] = rendered
    _rendered.move_to_end(text)
    while len(_rendered) > MOST_RENDERED:
        _rendered.popitem(last=False)


def title_of(name: str, parsed: ParsedDocument) -> str:
    """The document's own title, else its file name in words."""
    if parsed.title.strip():
        return " ".join(parsed.title.split())[:300]
    stem = PurePosixPath(name).stem or name
    return stem.replace("-", " ").replace("_", " ").strip()[:300] or "Untitled"


def prepare(
    name: str, data: bytes, lexicon: Lexicon, brief: Brief | None = None, names: Names = NOBODY
) -> Prepared:
    """Decode, mask, take apart and render. Raises Invalid with a sentence for this file.

    Hidden names do not stay in the text; neither does the one that it gives its author itself.
    """
    if len(data) > LARGEST_DOCUMENT:
        raise Invalid(f"It is larger than {LARGEST_DOCUMENT >> 20} MB.")
    try:
        decoded = decode(data)
    except UndecodableError as error:
        raise Invalid(str(error)) from error
    if not decoded.text.strip():
        raise Invalid("It is empty.")
    masked = mask(decoded.text, names=names.hidden)
    parsed = parse_document(name, masked.text.encode("utf-8"), lexicon, brief)
    author = parsed.front_matter.get("author", "")[:120]
    if author and NAME not in author and author not in names.shown:
        masked = mask(decoded.text, names=[*names.hidden, author])
        parsed = parse_document(name, masked.text.encode("utf-8"), lexicon, brief)
    rendered = render_document(masked.text)
    return Prepared(
        parsed=parsed,
        rendered=rendered,
        text=masked.text,
        encoding=decoded.encoding,
        title=title_of(name, parsed),
        author="" if NAME in author else author,
        masked_lines=masked.lines,
        is_whole=is_read_whole(parsed, rendered),
    )
