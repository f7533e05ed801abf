"""Searching: one function for pages, REST, GraphQL and suggestions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from nexus.accounts.policies import Viewer
from nexus.common.text import one_line
from nexus.common.touches import touch_mark
from nexus.documents.policies import can_see_documents
from nexus.search import sql
from nexus.search.bestsections import best_sections
from nexus.search.caches import HIT_PAGES, LINES, SECTIONS
from nexus.search.candidates import also, find_candidates, visible_to
from nexus.search.candidatesql import tokens_on_pages
from nexus.search.errors import ends_of, in_brief, looks_pasted, message_lines, normalise_error
from nexus.search.facets import FacetValue, Filters, count_facets
from nexus.search.hitpages import HitPage
from nexus.search.matching import SHOWN_AS_MATCH, similarities, telling_tokens
from nexus.search.models import SearchPage
from nexus.search.ranking import Scored, Weighted, rank, weigh
from nexus.search.snippets import Segments, snippet
from nexus.search.vocabulary import Term, pages_of, terms_of

MOST_ERROR_TERMS = 14
MOST_TERMS = 16
# Of 40 texts about other things one page in one case holds more; of the questions that the starter
# entries answer, the right page holds all.
MATCHED_SHARE = 0.6
MOST_OFFSET = 280  # how far one may turn pages
MOST_DOCUMENTS = 5
MOST_STATEMENTS = 40  # of an entry, in which its documents are looked for


@dataclass(frozen=True, slots=True)
class SectionHit:
    """A section that answers, with its snippet."""

    heading: str
    url: str
    snippet: Segments


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry (or a topic) with at most three of its sections; `documents` are names."""

    page: HitPage
    kind: str
    score: float
    is_match: bool
    sections: tuple[SectionHit, ...]
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found. `total` counts at most the candidates that were ranked."""

    query: str
    hits: list[Hit]
    total: int
    did_you_mean: str = ""
    pasted: bool = False
    has_match: bool = False
    facets: dict[str, list[FacetValue]] = field(default_factory=dict)


def search(
    *,
    viewer: Viewer,
    query: str,
    filters: Filters | None = None,
    first: int = 20,
    offset: int = 0,
    typing: bool = False,
    with_facets: bool = False,
) -> Results:
    """Find entries for words or for a pasted error. Never raises for a strange query."""
    mark = touch_mark()
    query = ends_of(query).replace("\x00", " ").strip()
    pasted = looks_pasted(query)
    text = normalise_error(query) if pasted else query
    asked = terms_of(text, typing=typing and not pasted)
    terms = choose_terms(asked.terms, pasted)
    visible = visible_to(viewer)
    for condition in (filters or Filters()).conditions():
        visible = also(visible, condition)
    found = find_candidates(text, terms, asked.pages, visible)
    weighted = weigh(terms, asked.pages)
    scored = rank(found, weighted, first + offset)
    if pasted:
        scored, matched = rank_errors(scored, query, asked.pages)
    else:
        matched = matched_by_words(scored, weighted, len(asked.unknown), asked.pages)
    shown = scored[offset : offset + first]
    hits = build_hits(viewer, mark, shown, found.stamps, weighted, matched)
    return Results(
        query=query,
        hits=hits,
        total=len(scored),
        did_you_mean="" if pasted else did_you_mean(query, terms, visible_to(viewer)),
        pasted=pasted,
        has_match=bool(matched),
        facets=count_facets(mark, [s.page_id for s in scored]) if with_facets else {},
    )


def choose_terms(terms: list[Term], pasted: bool) -> list[Term]:
    """The rarest words of a long text; what was typed by hand is taken whole."""
    if not pasted:
        return terms[:MOST_TERMS]
    return sorted(terms, key=lambda t: (t.pages, t.text))[:MOST_ERROR_TERMS]


def rank_errors(scored: Sequence[Scored], query: str, pages: int) -> tuple[list[Scored], set[int]]:
    """Order by how well known error texts fit, then by words; and which are shown as a match."""
    entries = dict(
        SearchPage.objects.filter(
            pk__in=[s.page_id for s in scored], entry__isnull=False
        ).values_list("pk", "entry_id")
    )
    paste = " ".join(message_lines(query)) + " " + in_brief(query)
    known = pages_of(sorted(telling_tokens(paste)))
    telling = {t: math.log(1 + pages / n) for t, n in known.items()}
    default = math.log(1 + pages)
    fits = similarities(paste, [e for e in entries.values() if e], telling, default)
    top = max((s.score for s in scored), default=0.0) or 1.0
    again = []
    for one in scored:
        fit = fits.get(entries.get(one.page_id) or 0, 0.0)
        again.append(Scored(one.page_id, fit + 0.35 * one.score / top, fit))
    again.sort(key=lambda s: (-s.score, s.page_id))
    return again, {s.page_id for s in again if s.coverage >= SHOWN_AS_MATCH}


def matched_by_words(
    scored: Sequence[Scored], weighted: Weighted, unknown: int, pages: int
) -> set[int]:
    """Pages that hold most of what was asked. A word that no page holds counts as the rarest."""
    known = sum(weight for term, weight in weighted if not term.is_extra)
    share = known / (known + unknown * math.log(1 + pages)) if known else 0.0
    return {s.page_id for s in scored if s.coverage * share >= MATCHED_SHARE}


def did_you_mean(query: str, terms: Sequence[Term], visible: sql.Condition) -> str:
    """The query with unknown words put right; empty when nothing was put right.

    Only by words of pages that are `visible`: the vocabulary holds those of drafts as well.
    """
    tokens = {token for term in terms for _, token in term.corrections}
    shown = tokens_on_pages(sorted(tokens), visible)
    corrections: dict[str, str] = {}
    for term in terms:
        for word, token in term.corrections:
            if token in shown:
                corrections.setdefault(term.text, word)
    if not corrections:
        return ""
    words = [corrections.get(w.lower().strip("?!.,:;\"'"), w) for w in query.split()]
    return one_line(" ".join(words))


def build_hits(
    viewer: Viewer,
    mark: str,
    scored: Sequence[Scored],
    stamps: Mapping[int, str | None],
    weighted: Weighted,
    matched: set[int],
) -> list[Hit]:
    """Pages with sections, snippets and document names: four queries at most.

    `mark` is that of the hub's state (nexus.common.touches).
    """
    rows = HIT_PAGES.read(mark, [s.page_id for s in scored])
    lines = LINES.read({pk: stamps[pk] for pk in rows})
    best = {pk: best_sections(page, weighted) for pk, page in lines.items()}
    places = [(pk, one.position) for pk, those in best.items() for one in those]
    sections = SECTIONS.read(mark, places)
    guides = {page.pk: page.guide_name for page in rows.values() if page.is_entry}
    names = document_names(viewer, guides)
    hits = []
    for one in scored:
        page = rows.get(one.page_id)
        if page is None or one.page_id not in best:
            continue  # It left the index since the candidates were found.
        hits.append(
            Hit(
                page=page,
                kind=page.kind,
                score=round(one.score, 4),
                is_match=one.page_id in matched,
                sections=tuple(
                    section_hit(page.get_absolute_url(), section, part.tokens)
                    for part in best[one.page_id]
                    if (section := sections.get((one.page_id, part.position)))
                ),
                documents=tuple(names.get(page.pk, ()) if page.is_entry else ()),
            )
        )
    return hits


def section_hit(url: str, section: sql.Section, tokens: Set[str]) -> SectionHit:
    heading, anchor, text = section
    return SectionHit(heading, f"{url}#{anchor}" if anchor else url, snippet(text, tokens))


def document_names(viewer: Viewer, guides: Mapping[int, str | None]) -> dict[int, list[str]]:
    """Entry id → names of up to five documents it stands on, for who may see documents.

    `guides` has the name of the document that an entry is made of, for each entry.
    """
    if not can_see_documents(viewer):
        return {}
    names = {pk: [name] for pk, name in guides.items() if name}
    for entry, name in sql.read_document_names(guides.keys(), most=MOST_STATEMENTS):
        known = names.setdefault(entry, [])
        if name not in known and len(known) < MOST_DOCUMENTS:
            known.append(name)
    return names
