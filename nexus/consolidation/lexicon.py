"""Names of the trade: canonical name, kind and aliases, from TOML files that people extend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from nexus.consolidation.stems import Stems

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
    "how", "knowledge", "experience", "hands-on", "familiarity", "familiar", "exposure",
    "proficiency", "expertise", "skilled", "strong", "solid",
}  # fmt: skip
# What may stand around an idea; of a tool it may be part of the name: "Secure Shell" is no shell.
_DROP_FIRST_OF_IDEAS = _DROP_FIRST | {
    "importance", "role", "optimized", "optimised", "professional", "secure", "efficient",
    "scalable", "robust",
}  # fmt: skip
_DROP_LAST_OF_IDEAS = _DROP_LAST | {"best", "practices", "tools"}
_PARTS = frozenset("|·•")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#.'_-]*|\.[A-Za-z]{2,}")
_PART = re.compile(r"[A-Za-z0-9+#]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=[0-9])")
_JS = re.compile(r"(?<=[a-z0-9])JS$")


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


@dataclass(frozen=True, slots=True)
class _Form:
    """How a spelling may stand in running text: as words of its own, or only as one word."""

    text: str
    parts: frozenset[int]  # where it may be parted in any case: at spaces, dots and hyphens
    humps: frozenset[int]  # where it may be parted when written as it is: "Local|Stack"

    def is_written(self, words: list[str], gaps: list[str], keys: list[str], strict: bool) -> bool:
        """Whether such words are this spelling, when their letters are the same.

        What stands between them is space, or what stands somewhere in the spelling.
        """
        if any(gap and gap not in self.text for gap in gaps):
            return False
        if any(word[-1] in ".'" for word in words[:-1]):
            return False
        cuts = set(accumulate(map(len, keys[:-1])))
        if not cuts <= self.parts:
            return cuts <= self.parts | self.humps and "".join(words) == self.text.replace(" ", "")
        if not strict:
            return True
        own = self.text.split()
        return words == own or (len(own) > 1 and all(not w[0].islower() for w in words))


def _form(spelling: str) -> _Form:
    parts: set[int] = set()
    humps: set[int] = set()
    at = 0
    for part in _PART.findall(spelling.replace("&", " and ")):
        humps |= {at + found.start() for found in _HUMP.finditer(part)}
        parts |= {at + found.start() for found in _JS.finditer(part)}
        at += len(part)
        parts.add(at)
    return _Form(spelling, frozenset(parts), frozenset(humps))


class Lexicon:
    """Terms by every spelling; `plain` holds the keys of those that are ordinary words too."""

    def __init__(
        self,
        terms: Iterable[LexiconTerm],
        themes: dict[str, tuple[Theme, ...]] | None = None,
        plain: AbstractSet[str] = frozenset(),
    ) -> None:
        self.terms: dict[str, LexiconTerm] = {}
        self.plain = frozenset(plain)
        self._keys: dict[str, LexiconTerm] = {}
        self._forms: dict[str, tuple[_Form, ...]] = {}
        self.themes = themes or {}
        self.theme_titles = {t.slug: t.title for all_of in self.themes.values() for t in all_of}
        for term in terms:
            self.terms[term.slug] = term
            for spelling in (term.name, *term.aliases):
                key = key_of(spelling)
                if key and self._keys.setdefault(key, term) is term:
                    self._forms[key] = (*self._forms.get(key, ()), _form(spelling))
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
        terms = sorted(
            (key, t.slug, t.kind, t.ambiguous, self._is_plain(key, t), self._forms[key])
            for key, t in self._keys.items()
        )
        themes = [
            (kind, t.slug, t.title, [p and p.pattern for p in (*t.patterns, t.veto)], t.weight)
            for kind, all_of in sorted(self.themes.items())
            for t in all_of
        ]
        forms = [
            (*term, [(f.text, sorted(f.parts), sorted(f.humps)) for f in of]) for *term, of in terms
        ]
        text = repr((forms, themes))
        return blake2b(text.encode(), digest_size=8).hexdigest()

    def _is_plain(self, key: str, term: LexiconTerm) -> bool:
        """Whether a spelling is an ordinary word too; of its own name the term says so itself."""
        return term.ambiguous if key == key_of(term.name) else key in self.plain

    def _is_written(self, words: list[str], gaps: list[str], keys: list[str]) -> bool:
        """Whether words of a running text are the term that their letters spell.

        An ordinary word is a name when it has a capital, several when all have one or they are
        written as the name is. Words apart are no name of one word: "the local stack".
        """
        key = "".join(keys)
        term = self._keys[key]
        plain = self._is_plain(key, term)
        if len(words) == 1:
            own = not words[0].isalnum() and any(
                form.text == words[0].rstrip(".") for form in self._forms[key]
            )  # "fast-check"
            return own or words[0][:1].isupper() or not (plain or term.ambiguous)
        return any(form.is_written(words, gaps, keys, plain) for form in self._forms[key])

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
        if any(word in _PARTS for word in words):
            return None  # several names
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
            if found and (size == len(words) or self._is_lead(candidate, found)):
                return found
        return None

    def _is_lead(self, text: str, term: LexiconTerm) -> bool:
        """Whether words before others are the name that they spell."""
        key, words, gaps = key_of(text), *_words_of(text.replace("&", "and"))
        keys = [_key_of_word(word) for word in words]
        if "".join(keys) != key or self._keys.get(key) is None:
            return not term.ambiguous  # a name with its version
        if len(words) == 1:
            return not (term.ambiguous or self._is_plain(key, term))
        return self._is_written(words, gaps, keys)

    def mentions(self, text: str) -> frozenset[str]:
        """Slugs of all terms that occur in a text; the longest name at a place wins."""
        return self._mentions(text[:6000])

    def _scan(self, text: str) -> frozenset[str]:
        words, gaps = _words_of(text)
        keys = [_key_of_word(word) for word in words]  # those of several words are these joined
        found: set[str] = set()
        n = 0
        while n < len(words):
            for size in range(min(4, len(words) - n), 0, -1):
                end = n + size
                term = self._keys.get("".join(keys[n:end]))
                if term and self._is_written(words[n:end], gaps[n : end - 1], keys[n:end]):
                    found.add(term.slug)
                    n += size
                    break
            else:
                n += 1
        return frozenset(found)


def _words_of(text: str) -> tuple[list[str], list[str]]:
    """The words of a text, and what stands between them but space."""
    places = list(_WORD.finditer(text))
    gaps = [text[a.end() : b.start()].strip() for a, b in pairwise(places)]
    return [place[0] for place in places], gaps


@dataclass(frozen=True, slots=True)
class Theme:
    """A problem or habit that many people describe in words of their own.

    `all_of` holds groups of word stems: a text is of the theme when each group has a match.
    """

    slug: str
    kind: str
    title: str
    patterns: tuple[Stems, ...]
    veto: Stems | None = None
    weight: float = 1.0


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
                tuple(Stems.of(map(str, group)) for group in groups),
                Stems.of(map(str, not_words)) if isinstance(not_words, list) else None,
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
    return Lexicon(terms, themes, ambiguous)
