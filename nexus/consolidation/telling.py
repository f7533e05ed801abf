"""Whether a document is a learner's telling, however little of it was recognised."""

from __future__ import annotations

import re

from nexus.consolidation.documents import ParsedDocument

_CODE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)|`[^`\n]*`", re.M | re.S)
_SENTENCE = re.compile(r"[.!?]\s+|\n")
_ONESELF = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]yself|[Mm]e)\b")
# Of its sentences. Of 60 READMEs of applications none has as much, nor has any page of these docs.
PERSONAL_SHARE = 0.2


def is_told_by_a_learner(parsed: ParsedDocument) -> bool:
    """Whether somebody tells of what they met, and of something else, or speaks of themselves.

    Of READMEs that are mostly about an application, those that also tell of challenges hold the
    notes of a learner; a "Best practices" alone is in ordinary documentation too.
    """
    kinds = {statement.kind for statement in parsed.statements}
    return ("challenge" in kinds and len(kinds) > 1) or speaks_of_oneself(parsed.text)


def speaks_of_oneself(text: str) -> bool:
    """Whether a fifth of the sentences outside code say "I", "my" or "me"; of three at least."""
    found = [one for one in _SENTENCE.split(_CODE.sub(" ", text)) if one.strip(" #*-_>")]
    personal = sum(bool(_ONESELF.search(one)) for one in found)
    return personal >= 3 and personal >= PERSONAL_SHARE * len(found)
