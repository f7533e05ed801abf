"""From what was typed to tokens that exist: stems, prefixes, spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nexus.search.analysis import STOP, Analysed, analyse
from nexus.search.models import Token, Word

MOST_PREFIXES = 12
MOST_SPELLINGS = 3
SHORTEST_FUZZY = 4


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: tokens that would do, each with what it weighs (0–1).

    `correction` is the nearest word of the vocabulary, when what was typed is not in it.
    """

    text: str
    tokens: tuple[tuple[str, float], ...]
    pages: int
    correction: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(token for token, _ in self.tokens)


def pages_of(tokens: Sequence[str]) -> dict[str, int]:
    rows = Token.objects.filter(text__in=tokens, pages__gt=0)
    return dict(rows.values_list("text", "pages"))


def by_prefix(prefix: str) -> list[tuple[str, int]]:
    """Tokens of words that begin so, those on most pages first."""
    end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    tokens = set(
        Word.objects.filter(text__gt=prefix, text__lt=end)
        .order_by("text")
        .values_list("token", flat=True)[:400]
    )
    known = pages_of(sorted(tokens))
    ranked = sorted(known.items(), key=lambda item: (-item[1], item[0]))
    return ranked[:MOST_PREFIXES]


def by_spelling(word: str) -> list[tuple[str, str, int]]:
    """(word, token, pages) of the vocabulary within one or two edits, nearest first.

    Distance is optimal string alignment (a swap of neighbours is one edit), two edits from
    seven letters on. Of words equally near, the one on more pages comes first.
    """
    if len(word) < SHORTEST_FUZZY or any(c.isdigit() for c in word):
        return []
    most = 1 if len(word) < 6 else 2
    # Most slips keep one of the first two letters; looking only there keeps the reading small.
    found: dict[str, str] = {}
    for start in {word[0], word[1]}:
        rows = Word.objects.filter(text__gte=start, text__lt=chr(ord(start) + 1))
        for text, token in rows.values_list("text", "token"):
            if abs(len(text) - len(word)) <= most:
                found[text] = token
    near = process.extract(word, found.keys(), scorer=OSA.distance, score_cutoff=most, limit=20)
    known = pages_of(sorted({found[text] for text, _, _ in near}))
    ranked = sorted(
        (
            (int(distance), -known.get(found[text], 0), text)
            for text, distance, _ in near
            if known.get(found[text])
        ),
    )
    return [(text, found[text], -pages) for _, pages, text in ranked[:MOST_SPELLINGS]]


def term_of(one: Analysed, known: dict[str, int], *, typing: bool) -> Term | None:
    """The term of one typed run; None when nothing in the vocabulary comes near."""
    tokens: list[tuple[str, float]] = []
    if one.whole in known:
        tokens.append((one.whole, 1.0))
    if typing or not tokens:
        prefixed = by_prefix(one.text) if len(one.text) > 1 else []
        weight = 0.8 if not tokens else 0.5
        tokens += [(t, weight) for t, _ in prefixed if t not in dict(tokens)]
        known |= dict(prefixed)
    if tokens:
        return Term(one.text, tuple(tokens), max(known.get(t, 0) for t, _ in tokens))
    spelled = by_spelling(one.text)
    if not spelled:
        return None
    return Term(
        one.text,
        tuple((token, 0.7 if i == 0 else 0.4) for i, (_, token, _) in enumerate(spelled)),
        max(pages for _, _, pages in spelled),
        correction=spelled[0][0],
    )


def terms_of(query: str, *, typing: bool = False) -> tuple[list[Term], list[str]]:
    """Terms of a query, each once, and the words that match nothing.

    Words that carry no meaning are left out unless there are no others. An identifier that is not
    in the vocabulary as written is looked for by its parts. While `typing`, the last word is a
    prefix as well.
    """
    runs = analyse(query)
    telling = [r for r in runs if r.text not in STOP] or runs
    known = pages_of([t for r in telling for t in (r.whole, *r.parts)])
    terms: dict[str, Term] = {}
    unknown: list[str] = []
    for position, run in enumerate(telling):
        last = position == len(telling) - 1
        parts = [p for p in run.parts if p in known and p not in STOP]
        if run.whole not in known and len(parts) > 1:
            for part in parts:
                terms.setdefault(part, Term(part, ((part, 1.0),), known[part]))
            continue
        term = term_of(run, known, typing=typing and last)
        if term is None and parts:
            term = Term(parts[0], ((parts[0], 1.0),), known[parts[0]])
        if term is None:
            unknown.append(run.text)
        else:
            terms.setdefault(term.text, term)
    return list(terms.values()), unknown
