"""The lexicon as maintainers see it: terms, where their spellings are from, names nobody knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import Viewer, curator_for, is_at_least, require
from nexus.common.errors import Invalid, NotFound
from nexus.common.wording import one_of
from nexus.consolidation import Lexicon, key_of
from nexus.consolidation import LexiconTerm as Term
from nexus.curation.names import NamedPage, page_of_term, pages_by_name, read_pages
from nexus.curation.services.clustering.rows import COUNTS
from nexus.curation.voices import voice
from nexus.documents.caches import lexicon, shipped_lexicon
from nexus.documents.models import NAMED_KINDS, LexiconSpelling, LexiconTerm, Statement
from nexus.library.models import Entry

ORIGINS = ("shipped", "changed", "added")
FEWEST_PEOPLE = 2


@dataclass(frozen=True, slots=True)
class Spelling:
    """An alias; `origin` is shipped or added, `who` and `at` say by whom and when."""

    text: str
    origin: str
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TermView:
    """A term with its spellings; `statements` is how many stand on its page."""

    slug: str
    name: str
    kind: str
    is_ambiguous: bool
    origin: str
    aliases: tuple[Spelling, ...]
    statements: int
    entry: int | None
    url: str
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that several people wrote and that stands for no term; `spellings` are theirs."""

    name: str
    kind: str
    people: int
    statements: int
    spellings: tuple[str, ...]
    url: str


def can_change_lexicon(viewer: Viewer) -> bool:
    return is_at_least(viewer, Role.MAINTAINER)


def list_terms(
    *, viewer: Viewer, search: str = "", kind: str = "", origin: str = ""
) -> list[TermView]:
    """Terms by name; `search` is part of a name or a spelling. Four queries.

    Raises SignInNeeded, NotAllowed, Invalid.
    """
    require(viewer, Role.MENTOR, "see the lexicon")
    wrong = {}
    if kind and kind not in NAMED_KINDS:
        wrong["kind"] = one_of(NAMED_KINDS)
    if origin and origin not in ORIGINS:
        wrong["origin"] = one_of(ORIGINS)
    if wrong:
        raise Invalid("The lexicon cannot be asked for that.", fields=wrong)
    sought, key = search.strip().casefold(), key_of(search)
    terms = [
        term
        for term in lexicon().terms.values()
        if (not kind or term.kind == kind) and (not sought or matches(term, sought, key))
    ]
    found = describe_terms(viewer, sorted(terms, key=place_of_term))
    return [term for term in found if not origin or term.origin == origin]


def place_of_term(term: Term | TermView) -> tuple[str, str]:
    """By which the lexicon is in order; no two terms have the same."""
    return term.name.casefold(), term.slug


def matches(term: Term, sought: str, key: str) -> bool:
    names = (term.name, *term.aliases)
    return any(sought in name.casefold() or (key and key in key_of(name)) for name in names)


def get_term(*, viewer: Viewer, slug: str) -> TermView:
    """One term. Raises SignInNeeded, NotAllowed, NotFound."""
    require(viewer, Role.MENTOR, "see the lexicon")
    term = lexicon().terms.get(slug)
    if term is None:
        raise NotFound(f"There is no term “{slug[:80]}” in the lexicon.")
    return describe_terms(viewer, [term])[0]


def describe_terms(viewer: Viewer, terms: list[Term]) -> list[TermView]:
    names = pages_by_name(read_pages())
    rows = {row.slug: row for row in LexiconTerm.objects.select_related("person")}
    said = {row.key: row for row in LexiconSpelling.objects.select_related("person")}
    changed = {row.slug for row in said.values()} | taken_from(said)
    return [describe_term(viewer, t, names, rows.get(t.slug), said, changed) for t in terms]


def taken_from(said: dict[str, LexiconSpelling]) -> set[str]:
    """Shipped terms of which a spelling was led elsewhere."""
    shipped = (shipped_lexicon().spelled(row.text) for row in said.values())
    return {term.slug for term in shipped if term is not None}


def describe_term(
    viewer: Viewer,
    term: Term,
    names: dict[tuple[str, str], NamedPage],
    row: LexiconTerm | None,
    said: dict[str, LexiconSpelling],
    changed: set[str],
) -> TermView:
    page = page_of_term(term, names)
    shipped = term.slug in shipped_lexicon().terms
    origin = "added"
    if shipped:
        origin = "changed" if row is not None or term.slug in changed else "shipped"
    return TermView(
        slug=term.slug,
        name=term.name,
        kind=term.kind,
        is_ambiguous=term.ambiguous,
        origin=origin,
        aliases=tuple(
            describe_alias(viewer, alias, said.get(key_of(alias))) for alias in term.aliases
        ),
        statements=page.statement_count if page else 0,
        entry=page.pk if page else None,
        url=url_of(page),
        who=who(viewer, row.person) if row else "",
        at=row.at if row else None,
    )


def describe_alias(viewer: Viewer, text: str, row: LexiconSpelling | None) -> Spelling:
    if row is None:
        return Spelling(text, "shipped")
    return Spelling(text, "added", who(viewer, row.person), row.at)


def who(viewer: Viewer, person: Person | None) -> str:
    return curator_for(viewer, person)


def url_of(page: NamedPage | None) -> str:
    return Entry(kind=page.kind, slug=page.slug).get_absolute_url() if page else ""


def list_unknown_names(*, viewer: Viewer, most: int | None = 50) -> list[UnknownName]:
    """Names of technologies and concepts that at least two people wrote and no term has.

    Those that most people wrote come first; None gives all. Raises SignInNeeded, NotAllowed.
    """
    require(viewer, Role.MENTOR, "see the lexicon")
    names = pages_by_name(read_pages())
    found = [
        UnknownName(
            name=name.first,
            kind=kind,
            people=len(name.people),
            statements=name.spellings.total(),
            spellings=tuple(spelling for spelling, _ in name.ranked),
            url=url_of(page_named(name.first, kind, names)),
        )
        for (kind, _), name in written_names(lexicon()).items()
        if len(name.people) >= FEWEST_PEOPLE
    ]
    return sorted(found, key=place_of_name)[:most]


def place_of_name(name: UnknownName) -> tuple[int, int, str, str]:
    """By which unknown names are in order; no two have the same."""
    return -name.people, -name.statements, name.name, name.kind


@dataclass(slots=True)
class Written:
    """How a name was written, how often, and by whom."""

    spellings: Counter[str] = field(default_factory=Counter)
    people: set[int] = field(default_factory=set)

    @property
    def ranked(self) -> list[tuple[str, int]]:
        return sorted(self.spellings.items(), key=lambda item: (-item[1], item[0]))

    @property
    def first(self) -> str:
        """The spelling that stands most often."""
        return self.ranked[0][0]


def written_names(known: Lexicon) -> dict[tuple[str, str], Written]:
    """(kind, name as names are compared) → how it was written, of names that no term has."""
    rows = (
        Statement.objects.filter(COUNTS, kind__in=NAMED_KINDS)
        .exclude(name="")
        .values_list("kind", "name", voice())
        .annotate(Count("pk"))
        .order_by()
    )
    keys: dict[str, str] = {}
    found: dict[tuple[str, str], Written] = defaultdict(Written)
    for kind, name, person, statements in rows.iterator(5000):
        if name not in keys:
            keys[name] = key_of(name) if known.resolve(name) is None else ""
        if keys[name]:
            one = found[kind, keys[name]]
            one.spellings[name] += statements
            one.people.add(person)
    return found


def page_named(name: str, kind: str, names: dict[tuple[str, str], NamedPage]) -> NamedPage | None:
    return page_of_term(Term(name, kind, ""), names)


def find_term(text: str) -> str:
    """The address of the term that a name or a spelling stands for. Raises Invalid."""
    term = lexicon().spelled(text) or lexicon().terms.get(text.strip())
    if term is None:
        raise Invalid(
            f"There is no term “{text[:60]}”." if text.strip() else "No term is named.",
            fields={"term": "Name one of the lexicon, or add it as a term first."},
        )
    return term.slug
