"""A lexicon with what people changed of it: terms added or taken out, spellings led elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nexus.consolidation.lexicon import Lexicon, LexiconTerm, key_of


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term of their own, or another name, kind or mark for a shipped one of that slug."""

    slug: str
    name: str
    kind: str
    ambiguous: bool = False
    removed: bool = False


@dataclass(frozen=True, slots=True)
class SpellingChange:
    """What a spelling stands for: the term of a slug, or nothing when that is empty."""

    text: str
    slug: str


def extend(
    shipped: Lexicon, terms: Iterable[TermChange], spellings: Iterable[SpellingChange]
) -> Lexicon:
    """The shipped lexicon as people changed it; itself when they changed nothing.

    What people said of a spelling holds against what is shipped. A name always stands for its
    term. An ordinary word stays one, whatever it stands for.
    """
    changes = {change.slug: change for change in terms}
    said = {key_of(change.text): change for change in spellings}
    if not changes and not said:
        return shipped
    added: dict[str, list[str]] = defaultdict(list)
    for spelling in said.values():
        added[spelling.slug].append(spelling.text)
    found = []
    for slug in dict.fromkeys([*shipped.terms, *changes]):
        term = as_changed(shipped.terms.get(slug), changes.get(slug))
        if term is not None:
            own = [alias for alias in term.aliases if key_of(alias) not in said]
            aliases = [a for a in (*own, *sorted(added[slug])) if key_of(a) != key_of(term.name)]
            found.append(replace(term, aliases=tuple(aliases)))
    return Lexicon(found, shipped.themes, shipped.plain)


def as_changed(term: LexiconTerm | None, change: TermChange | None) -> LexiconTerm | None:
    """The term after the change; None when it was taken out."""
    if change is None:
        return term
    if change.removed:
        return None
    aliases = term.aliases if term else ()
    return LexiconTerm(change.name, change.kind, change.slug, aliases, change.ambiguous)
