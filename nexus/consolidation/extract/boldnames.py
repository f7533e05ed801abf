"""Names that an item marks in bold: several in a row, inside a sentence, or a kind of work."""

from __future__ import annotations

import re

from nexus.consolidation.extract.lists import Found, known_term, only_technologies
from nexus.consolidation.extract.words import BOTH, CATEGORY
from nexus.consolidation.inline import bare, plain
from nexus.consolidation.lexicon import Lexicon
from nexus.consolidation.names import tidy
from nexus.consolidation.sections import CONCEPT, TECHNOLOGY

_BOLD_SPAN = re.compile(r"(?:\*\*|__)(.+?)(?:\*\*|__)")
_LABEL = re.compile(r"^\W*(?:\*\*|__)([^*_]+?)(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*:)\s")
_BOLD = r"(?:\*\*|__)[^*_]+(?:\*\*|__)"
_BOLD_PAIR = re.compile(rf"^\W*{_BOLD}\s+(?:with|and|&|\+)\s+(?:\*\*|__)")
_BOLD_RUN = re.compile(
    rf"^\W*{_BOLD}(?:\s*\([^()]*\))?(?:\s*(?:,|/|\+|&|(?:,\s*)?\b(?:and|or)\b)\s*{_BOLD}(?:\s*\([^()]*\))?)+"
)
BOLD_WITH = re.compile(
    r"^\W*(?:\*\*|__)([^*_]+)(?:\*\*|__)\s+(?:with|using|via)\s+(.+?)"
    r"(?:\.\s|\s[–—-]\s|\.?$)"
)


def bold_run(lexicon: Lexicon, raw: str) -> list[Found]:
    """Names that an item joins, each in bold: "**Signals** (late) and **Webhooks**"."""
    found = _BOLD_RUN.match(raw[:600])
    spans = [bare(s) for s in _BOLD_SPAN.findall(found[0])] if found else []
    terms = [known_term(lexicon, s) for s in spans]
    if not any(terms) or any(
        t is None and len(s.split()) > 4 for t, s in zip(terms, spans, strict=True)
    ):
        return []
    return [
        (t.kind, t.name) if t is not None and t.kind == TECHNOLOGY else (CONCEPT, tidy(s))
        for t, s in zip(terms, spans, strict=True)
    ]


def bold_inside(lexicon: Lexicon, raw: str) -> list[Found]:
    """Names that a sentence marks in bold after its first words: "Queues with **Celery**"."""
    spans = [bare(s) for s in _BOLD_SPAN.findall(raw[:600])]
    if re.match(r"^\W*(?:\*\*|__)", raw) and not (len(spans) > 1 and _BOLD_PAIR.match(raw)):
        return of_category(lexicon, raw)
    names: list[Found] = []
    for span in spans:
        inner = only_technologies(lexicon, span, lexicon.resolve)
        if not inner:
            return []
        names += inner
    return names


def of_category(lexicon: Lexicon, raw: str) -> list[Found]:
    """Names after a kind of work: "**Mobile apps** with Flutter & Dart. What I made …".

    Or those that a sentence about it marks: "**Queues:** late loaves go through **Celery**".
    """
    if marked := _marked_in(lexicon, raw[:600]):
        return marked
    found = BOLD_WITH.match(raw[:600])
    term = known_term(lexicon, bare(found[1])) if found else None
    if found is None or term is None or term.slug not in CATEGORY:
        return []
    return only_technologies(lexicon, plain(found[2]))


def _marked_in(lexicon: Lexicon, raw: str) -> list[Found]:
    label = _LABEL.match(raw)
    if label is None:
        return []
    own = known_term(lexicon, bare(label[1]))
    if own is None or own.kind == TECHNOLOGY or own.slug in BOTH:
        return []
    terms = [known_term(lexicon, bare(span)) for span in _BOLD_SPAN.findall(raw[label.end() :])]
    tools = [(t.kind, t.name) for t in terms if t is not None and t.kind == TECHNOLOGY]
    return tools if len(tools) == len(terms) else []
