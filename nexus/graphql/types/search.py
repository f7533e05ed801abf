"""What a search found."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.common.ids import encode_id
from nexus.library.models import Entry
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
        entry = page if isinstance(page, Entry) else None
        return {
            "id": encode_id("entry" if entry else "topic", page.pk),
            "kind": root.kind,
            "slug": page.slug,
            "title": page.title,
            "summary": page.summary,
            "url": page.get_absolute_url(),
            "version": entry.version if entry else 0,
            "statement_count": entry.statement_count if entry else 0,
            "solved": entry.is_solved if entry else False,
            "documents": list(root.documents),
        }


class SearchEdge(graphene.ObjectType):  # type: ignore[misc]
    node = graphene.Field(SearchHit, required=True)


class SearchResults(graphene.ObjectType):  # type: ignore[misc]
    """Hits, best first: as `results`, and as Relay's `edges`."""

    query = graphene.String(required=True)
    total = graphene.Int(required=True)
    did_you_mean = graphene.String(required=True)
    has_match = graphene.Boolean(required=True)
    results = graphene.List(graphene.NonNull(SearchHit), required=True)
    edges = graphene.List(graphene.NonNull(SearchEdge), required=True)

    @staticmethod
    def resolve_results(root: Results, info: Any) -> list[Hit]:
        return root.hits

    @staticmethod
    def resolve_edges(root: Results, info: Any) -> list[dict[str, Hit]]:
        return [{"node": hit} for hit in root.hits]
