"""What a search found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene

from nexus.common.ids import encode_id
from nexus.graphql.connections import PageInfo
from nexus.search.selectors import Hit, Results


class HitEntry(graphene.ObjectType):  # type: ignore[misc]
    """The entry, or the topic, that a hit leads to."""

    id = graphene.ID(required=True)
    kind = graphene.String(required=True)
    slug = graphene.String(required=True)
    title = graphene.String(required=True)
    summary = graphene.String(required=True)
    url = graphene.String(required=True)
    version = graphene.Int(required=True)
    statement_count = graphene.Int(required=True)
    solved = graphene.Boolean(required=True)
    documents = graphene.List(graphene.NonNull(graphene.String), required=True)


class SectionHit(graphene.ObjectType):  # type: ignore[misc]
    """A section that answers."""

    heading = graphene.String(required=True)
    url = graphene.String(required=True)
    snippet = graphene.String(required=True)

    @staticmethod
    def resolve_snippet(root: Any, info: Any) -> str:
        return "".join(text for text, _ in root.snippet)


class SearchHit(graphene.ObjectType):  # type: ignore[misc]
    """An entry with at most three of its sections."""

    entry = graphene.Field(HitEntry, required=True)
    score = graphene.Float(required=True)
    is_match = graphene.Boolean(required=True)
    sections = graphene.List(graphene.NonNull(SectionHit), required=True)

    @staticmethod
    def resolve_entry(root: Hit, info: Any) -> dict[str, Any]:
        page = root.page
        return {
            "id": encode_id("entry" if page.is_entry else "topic", page.pk),
            "kind": root.kind,
            "slug": page.slug,
            "title": page.title,
            "summary": page.summary,
            "url": page.get_absolute_url(),
            "version": page.version,
            "statement_count": page.statement_count,
            "solved": page.is_solved,
            "documents": list(root.documents),
        }


class SearchEdge(graphene.ObjectType):  # type: ignore[misc]
    node = graphene.Field(SearchHit, required=True)
    cursor = graphene.String(required=True)


class FacetValue(graphene.ObjectType):  # type: ignore[misc]
    """A choice and how many of the found entries it leaves."""

    value = graphene.String(required=True)
    label = graphene.String(required=True)
    count = graphene.Int(required=True)


class Facet(graphene.ObjectType):  # type: ignore[misc]
    """A way to narrow the search; `name` is an argument of `search`."""

    name = graphene.String(required=True)
    values = graphene.List(graphene.NonNull(FacetValue), required=True)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found, and where the page stands in it."""

    found: Results
    offset: int
    last: int  # how far one may turn pages


class SearchResults(graphene.ObjectType):  # type: ignore[misc]
    """Hits, best first: as `results`, and as Relay's `edges`."""

    query = graphene.String(required=True)
    total = graphene.Int(required=True)
    did_you_mean = graphene.String(required=True)
    has_match = graphene.Boolean(required=True)
    results = graphene.List(graphene.NonNull(SearchHit), required=True)
    edges = graphene.List(graphene.NonNull(SearchEdge), required=True)
    page_info = graphene.Field(PageInfo, required=True)
    facets = graphene.List(graphene.NonNull(Facet), required=True)

    @staticmethod
    def resolve_query(root: SearchPage, info: Any) -> str:
        return root.found.query

    @staticmethod
    def resolve_total(root: SearchPage, info: Any) -> int:
        return root.found.total

    @staticmethod
    def resolve_did_you_mean(root: SearchPage, info: Any) -> str:
        return root.found.did_you_mean

    @staticmethod
    def resolve_has_match(root: SearchPage, info: Any) -> bool:
        return root.found.has_match

    @staticmethod
    def resolve_results(root: SearchPage, info: Any) -> list[Hit]:
        return root.found.hits

    @staticmethod
    def resolve_edges(root: SearchPage, info: Any) -> list[dict[str, Any]]:
        return [
            {"node": hit, "cursor": str(number)}
            for number, hit in enumerate(root.found.hits, root.offset + 1)
        ]

    @staticmethod
    def resolve_page_info(root: SearchPage, info: Any) -> dict[str, Any]:
        end = root.offset + len(root.found.hits)
        return {
            "has_next_page": end < min(root.found.total, root.last),
            "has_previous_page": root.offset > 0,
            "start_cursor": str(root.offset + 1) if root.found.hits else None,
            "end_cursor": str(end) if root.found.hits else None,
        }

    @staticmethod
    def resolve_facets(root: SearchPage, info: Any) -> list[dict[str, Any]]:
        return [{"name": name, "values": found} for name, found in root.found.facets.items()]
