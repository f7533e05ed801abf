"""The lexicon that maintainers extend."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.curation import lexicon
from nexus.graphql.node import viewer_of
from nexus.graphql.types import lexicon as t


class LexiconQueries(graphene.ObjectType):  # type: ignore[misc]
    lexicon = graphene.List(
        graphene.NonNull(t.LexiconTerm),
        required=True,
        search=graphene.String(description="Part of a name or of a spelling."),
        kind=graphene.String(),
        origin=graphene.String(description="shipped, changed or added"),
    )
    lexicon_term = graphene.Field(t.LexiconTerm, slug=graphene.String(required=True))
    unknown_names = graphene.List(graphene.NonNull(t.UnknownName), required=True)

    @staticmethod
    def resolve_lexicon(
        root: Any, info: Any, search: str = "", kind: str = "", origin: str = ""
    ) -> Any:
        return lexicon.list_terms(
            viewer=viewer_of(info), search=search or "", kind=kind or "", origin=origin or ""
        )

    @staticmethod
    def resolve_lexicon_term(root: Any, info: Any, slug: str) -> Any:
        return lexicon.get_term(viewer=viewer_of(info), slug=slug)

    @staticmethod
    def resolve_unknown_names(root: Any, info: Any) -> Any:
        return lexicon.list_unknown_names(viewer=viewer_of(info))
