"""Names of the trade: canonical name, kind and aliases, from TOML files that people extend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

_VERSION = re.compile(r"(?<=\S)\s*(?:v(?:ersion)?\s*)?\d+(?:\.(?:\d+|x))*\+?$|\s+es\d+\+?$", re.I)
_DROP_LAST = {
    "framework", "library", "language", "database", "pipeline",
    "pipelines", "basics", "fundamentals", "essentials", "workflow", "workflows", "programming",
    "scripting", "platform", "server", "client", "tool", "tooling", "development", "api", "apis",
    "integration", "integrations", "usage", "stack", "runtime", "orm", "containers", "container",
    "deployment", "caching", "cache", "techniques", "concepts", "handling", "hosting", "service",
    "services", "queue", "queues", "broker", "setup", "consumption", "automation", "authentication",
    "tokens", "token", "cloud", "website", "styling", "testing", "ui", "docs", "documentation",
    "querying", "development workflow", "router", "schemas", "schema",
}  # fmt: skip
_DROP_FIRST = {
    "advanced", "basic", "basics", "modern", "using", "the", "learning", "intro", "introduction",
    "to", "of", "with", "native", "proficient", "in", "working", "understanding", "building",
    "relational", "a", "an", "use", "used", "core", "mastering", "python's", "both",
}  # fmt: skip
# What may stand around an idea; of a tool it may be part of the name: "Secure Shell" is no shell.
_DROP_FIRST_OF_IDEAS = _DROP_FIRST | {
    "importance", "role", "optimized", "optimised", "professional", "secure", "efficient",
    "scalable", "robust",
}  # fmt: skip
_DROP_LAST_OF_IDEAS = _DROP_LAST | {"best", "practices", "tools"}
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#.'_-]*|\.[A-Za-z]{2,}")


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """What two spellings of a name share: "Next.js", "NextJS" and "next js" → "nextjs"."""
    return re.sub(r"[^a-z0-9+#]", "", name.lower().replace("&", "and"))


@lru_cache(maxsize=1 << 16)
def _key_of_word(word: str) -> str:
    return key_of(word)


def slugify(name: str) -> str:
    """Address of a name: "C++" → "c-plus-plus", "C#" → "c-sharp"."""
    name = name.lower().replace("+", " plus ").replace("#", " sharp ").replace("&", " and ")
    return re.sub(r"[^a-z0-9]+", "-", name.replace(".", "-")).strip("-")


@dataclass(frozen=True, slots=True)
class LexiconTerm:
    """One real thing."""

    name: str
    kind: str  # technology or concept
    slug: str
    aliases: tuple[str, ...] = ()
    ambiguous: bool = False  # an ordinary word too: recognised only as a whole name


class Lexicon:
    """Terms by every spelling."""

    def __init__(
        self, terms: Iterable[LexiconTerm], themes: dict[str, tuple[Theme, ...]] | None = None
    ) -> None:
        self.terms: dict[str, LexiconTerm] = {}
        self._keys: dict[str, LexiconTerm] = {}
        self.themes = themes or {}
        self.theme_titles = {t.slug: t.title for all_of in self.themes.values() for t in all_of}
        for term in terms:
            self.terms[term.slug] = term
            for spelling in (term.name, *term.aliases):
                key = key_of(spelling)
                if key:
                    self._keys.setdefault(key, term)
        self.stamp = self._stamp()
        self._remember()

    def _remember(self) -> None:
        self._resolve = lru_cache(maxsize=20000)(self._look_up)
        self._mentions = lru_cache(maxsize=20000)(self._scan)

    def __getstate__(self) -> dict[str, Any]:
        """For another process: all but what was looked up already."""
        return {k: v for k, v in self.__dict__.items() if k not in ("_resolve", "_mentions")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._remember()

    def _stamp(self) -> str:
        """Another one for other terms or themes."""
        terms = sorted((key, t.slug, t.kind, t.ambiguous) for key, t in self._keys.items())
        themes = [
            (kind, t.slug, t.title, [p and p.pattern for p in (*t.patterns, t.veto)], t.weight)
            for kind, all_of in sorted(self.themes.items())
            for t in all_of
        ]
        text = repr((terms, themes))
        return blake2b(text.encode(), digest_size=8).hexdigest()

    def spelled(self, text: str) -> LexiconTerm | None:
        """The term whose name or alias this is, nothing taken off."""
        return self._keys.get(key_of(text))

    def exact(self, text: str) -> LexiconTerm | None:
        """The term that the text names as it stands (versions aside)."""
        key = key_of(text)
        found = self._keys.get(key)
        if found is None and text[-1:] in "0123456789+xX":
            shorter = _VERSION.sub("", text.strip())
            found = self._keys.get(key_of(shorter)) if shorter != text.strip() else None
        return found

    def resolve(self, text: str) -> LexiconTerm | None:
        """The term that a name stands for, also with words like "framework" or "advanced"."""
        return self._resolve(text.strip()[:160])

    def _look_up(self, text: str) -> LexiconTerm | None:
        text = re.sub(r"\([^()]*\)?", " ", text).strip(" .:-–—*")
        found = self.exact(text) if text else None
        if found:
            return found
        words = text.split()[:12]
        found = self._inside(words, _DROP_FIRST, _DROP_LAST)
        if found is None:
            idea = self._inside(words, _DROP_FIRST_OF_IDEAS, _DROP_LAST_OF_IDEAS)
            found = idea if idea and idea.kind == "concept" else None
        return found

    def _inside(
        self, words: list[str], before: AbstractSet[str], after: AbstractSet[str]
    ) -> LexiconTerm | None:
        """The term that is left when such words are taken off, as few as need be."""
        low = [w.lower().strip(".,") for w in words]
        front = next((n for n, w in enumerate(low) if w not in before), len(words))
        back = next((n for n, w in enumerate(reversed(low)) if w not in after), len(words))
        for cut in range(1, front + back + 1):
            for first in range(max(0, cut - back), min(front, cut) + 1):
                kept = words[first : len(words) - (cut - first)]
                if kept and (found := self.exact(" ".join(kept))):
                    return found
        return None

    def lead(self, text: str) -> LexiconTerm | None:
        """The longest term that the text begins with ("Redis for caching" → Redis)."""
        words = text.strip()[:200].split()
        while words and words[0].lower() in _DROP_FIRST:
            words.pop(0)
        for size in range(min(5, len(words)), 0, -1):
            candidate = " ".join(words[:size]).strip(".,:;()")
            found = self.exact(candidate) if candidate else None
            if found and (size == len(words) or not found.ambiguous):
                return found
        return None

    def mentions(self, text: str) -> frozenset[str]:
        """Slugs of all terms that occur in a text; the longest name at a place wins."""
        return self._mentions(text[:6000])

    def _scan(self, text: str) -> frozenset[str]:
        words = _WORD.findall(text)
        keys = [_key_of_word(word) for word in words]  # those of several words are these joined
        found: set[str] = set()
        n = 0
        while n < len(words):
            for size in range(min(4, len(words) - n), 0, -1):
                term = self._keys.get("".join(keys[n : n + size]))
                if term and not (term.ambiguous and (size == 1 and not words[n][:1].isupper())):
                    found.add(term.slug)
                    n += size
                    break
            else:
                n += 1
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Theme:
    """A problem or habit that many people describe in words of their own.

    `all_of` holds groups of word stems: a text is of the theme when each group has a match.
    """

    slug: str
    kind: str
    title: str
    patterns: tuple[re.Pattern[str], ...]
    veto: re.Pattern[str] | None = None
    weight: float = 1.0


def _pattern(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(words) + ")", re.I)


def _read_themes(kind: str, table: dict[str, dict[str, object]]) -> tuple[Theme, ...]:
    themes = []
    for slug, row in table.items():
        groups = row["all"]
        assert isinstance(groups, list)
        not_words = row.get("not")
        themes.append(
            Theme(
                slug,
                kind,
                str(row["title"]),
                tuple(_pattern([str(w) for w in group]) for group in groups),
                _pattern([str(w) for w in not_words]) if isinstance(not_words, list) else None,
                float(str(row.get("weight", 1.0))),
            )
        )
    return tuple(themes)


def load_lexicon(folder: Path) -> Lexicon:
    """Read every *.toml of a folder: tables `technology`, `concept`, `ambiguous`, `theme`."""
    terms: list[LexiconTerm] = []
    themes: dict[str, tuple[Theme, ...]] = {}
    ambiguous: set[str] = set()
    rows: list[tuple[str, str, list[str]]] = []
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        ambiguous |= {key_of(name) for name in data.get("ambiguous", {}).get("names", [])}
        rows += [
            (kind, name, aliases)
            for kind in ("technology", "concept")
            for name, aliases in data.get(kind, {}).items()
        ]
        for kind, table in data.get("theme", {}).items():
            themes[kind] = themes.get(kind, ()) + _read_themes(kind, table)
    for kind, name, aliases in rows:
        terms.append(
            LexiconTerm(name, kind, slugify(name), tuple(aliases), key_of(name) in ambiguous)
        )
    return Lexicon(terms, themes)
