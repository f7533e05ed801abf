"""From what was typed to tokens that exist: stems, prefixes, spelling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from nexus.search import sql
from nexus.search.analysis import STOP, Analysed, analyse, stem
from nexus.search.models import Word
from nexus.search.pageterms import entry_of
from nexus.search.synonyms import synonyms_of

MOST_PREFIXES = 12
MOST_SPELLINGS = 3
SHORTEST_FUZZY = 4
MOST_RUNS = 200
# What questions are made of: such words say a little, never much, however rare they are here.
WEAK = frozenset(
    "able add another best better different difference every find finds first get gets getting "
    "give gives go goes going good happen happening happens help keep know let like look looking "
    "make makes making mean means need needed needs new other put really right see show shows "
    "something take takes tell thing things try trying use used using want wants way without "
    "work works".split()
)
WEAK_SHARE = 0.4
# Stands in the vocabulary beside the words: every page holds it, so it counts the pages.
ANY_PAGE = ""
# What a word weighs that stands in for the one that was typed.
SYNONYM_SHARE = 0.3


@dataclass(frozen=True)
class Term:
    """One thing that is looked for: tokens that would do, each with what it weighs (0–1).

    `corrections` are (word, token) of the vocabulary, nearest first, when what was typed is not in
    it. They may stand on pages that the reader may not read: who shows one looks first. An extra
    term raises pages that hold it; none is passed over for want of it.
    """

    text: str
    tokens: tuple[tuple[str, float], ...]
    pages: int
    corrections: tuple[tuple[str, str], ...] = ()
    weight: float = 1.0
    is_extra: bool = False

    @cached_property
    def needles(self) -> tuple[tuple[str, float], ...]:
        """Tokens as they stand in a column, with a space on either side; what each weighs."""
        return tuple((f" {token} ", weight) for token, weight in self.tokens)

    @cached_property
    def entries(self) -> tuple[tuple[str, float], ...]:
        """What stands before the weight of each token on a page; what each weighs."""
        return tuple((entry_of(token), weight) for token, weight in self.tokens)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(token for token, _ in self.tokens)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query asks for; `unknown` are words that match nothing, `pages` all of the index."""

    terms: list[Term]
    unknown: list[str]
    pages: int


def pages_of(tokens: Sequence[str]) -> dict[str, int]:
    return sql.pages_of_tokens(tokens)


def by_prefix(prefix: str) -> list[tuple[str, int]]:
    """Tokens of words that begin so, those on most pages first."""
    end = prefix[:-1] + chr(min(ord(prefix[-1]) + 1, 0x10FFFF))
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
    seven letters on. Of words equally near, the one that begins alike comes first
    (Jaro–Winkler: people slip late in a word), then the one on more pages.
    """
    if len(word) < SHORTEST_FUZZY or any(c.isdigit() for c in word):
        return []
    size = len(word)
    most = 1 if size < 6 else 2
    # Most slips keep one of the first two letters; looking only there keeps the reading small.
    found: dict[str, str] = {}
    for start in {word[0], word[1]}:
        rows = Word.objects.annotate(size=Length("text")).filter(
            text__gte=start,
            text__lt=chr(ord(start) + 1),
            size__gte=size - most,
            size__lte=size + most,
        )
        found.update(rows.values_list("text", "token"))
    near = process.extract(word, found.keys(), scorer=OSA.distance, score_cutoff=most, limit=20)
    known = pages_of(sorted({found[text] for text, _, _ in near}))
    ranked = sorted(
        (
            (int(distance), -likeness(word, text), -known.get(found[text], 0), text)
            for text, distance, _ in near
            if known.get(found[text])
        ),
    )
    return [(text, found[text], -pages) for _, _, pages, text in ranked[:MOST_SPELLINGS]]


def likeness(word: str, other: str) -> float:
    return round(JaroWinkler.similarity(word, other), 2)


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
        pages = max(known.get(t, 0) for t, _ in tokens)
        others = [(t, SYNONYM_SHARE) for t in synonyms_of(one.whole) if t in known]
        return Term(one.text, (*tokens, *others), pages)
    spelled = by_spelling(one.text)
    if not spelled:
        return None
    return Term(
        one.text,
        tuple((token, 0.7 if i == 0 else 0.4) for i, (_, token, _) in enumerate(spelled)),
        max(pages for _, _, pages in spelled),
        corrections=tuple((text, token) for text, token, _ in spelled),
    )


def terms_of_name(one: Analysed, known: dict[str, int], *, typing: bool) -> list[Term]:
    """The terms of an identifier, or of hyphenated words.

    As written where the vocabulary has it, or has names that begin so; else by its parts, the
    last of which may be the beginning of a word. Hyphenated words are their parts first.
    """
    hyphenated = "-" in one.text and one.whole != one.text
    parts = [p for p in one.parts if p not in STOP and p != one.whole]
    loose = [p for p in parts if p.isalnum()] if hyphenated else parts
    if one.whole in known and not (hyphenated and loose):
        whole = term_of(one, known, typing=typing)
        return [whole] if whole else []
    begun = [] if one.whole in known else by_prefix(one.text)
    if begun:
        return [Term(one.text, tuple((t, 1.0) for t, _ in begun), max(n for _, n in begun))]
    terms = [Term(p, ((p, 1.0),), known[p]) for p in loose if p in known]
    if one.whole in known:
        terms.append(Term(one.text, ((one.whole, 1.0),), known[one.whole], is_extra=True))
    missing = [p for p in loose if p not in known and p.isalpha()]
    for part in missing[:MOST_SPELLINGS]:
        term = term_of(Analysed(part, part, ()), known, typing=typing)
        terms += [term] if term else []
    return terms


def joined_pairs(runs: Sequence[Analysed], known: dict[str, int]) -> list[Term]:
    """Neighbours that the vocabulary writes as one word ("white space" → "whitespace")."""
    pairs = {}
    for left, right in pairwise(runs):
        for pair in (left.text + right.text, f"{left.text}_{right.text}"):
            token = stem(pair)
            if token in known:
                pairs[token] = Term(pair, ((token, 1.0),), known[token], is_extra=True)
    return list(pairs.values())


def terms_of(query: str, *, typing: bool = False) -> Asked:
    """Terms of a query, each once.

    Words that carry no meaning are left out unless there are no others. While `typing`, the last
    word is a prefix as well.
    """
    runs = analyse(query)[:MOST_RUNS]
    telling = [r for r in runs if r.text not in STOP] or runs
    pairs = [
        stem(pair)
        for left, right in pairwise(telling)
        for pair in (left.text + right.text, f"{left.text}_{right.text}")
    ]
    asked = {t for r in telling for t in (r.whole, *r.parts, *synonyms_of(r.whole))}
    known = pages_of([ANY_PAGE, *asked.union(pairs)])
    pages = known.pop(ANY_PAGE, 0)
    terms: dict[str, Term] = {}
    unknown: list[str] = []
    for position, run in enumerate(telling):
        last = typing and position == len(telling) - 1
        if run.parts:
            found = terms_of_name(run, known, typing=last)
        else:
            term = term_of(run, known, typing=last)
            found = [term] if term else []
        if not found:
            unknown.append(run.text)
        weak = run.text in WEAK and len(telling) > 1
        for term in found:
            terms.setdefault(term.text, replace(term, weight=WEAK_SHARE) if weak else term)
    for term in joined_pairs(telling, known):
        terms.setdefault(term.text, term)
    return Asked(list(terms.values()), unknown, pages)
