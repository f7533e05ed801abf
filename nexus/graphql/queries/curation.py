"""What the desk asks, what may be the same, what curators did."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.curation import desk
from nexus.graphql.arguments import pk_of
from nexus.graphql.connections import ConnectionField
from nexus.graphql.node import viewer_of
from nexus.graphql.planning import complete_all, planned, selection_of
from nexus.graphql.types import curation as t


class CurationQueries(graphene.ObjectType):  # type: ignore[misc]
    desk = graphene.List(graphene.NonNull(t.Question), required=True)
    suggestions = ConnectionField(
        t.SuggestionConnection,
        score=graphene.Float(description="From this likeness on: what accepting would join."),
    )
    actions = ConnectionField(t.ActionConnection, entry=graphene.ID())

    @staticmethod
    def resolve_desk(root: Any, info: Any) -> Any:
        questions = desk.list_questions(viewer=viewer_of(info))
        tree = selection_of(info)
        for name in ("entry", "solution", "suggestion"):
            found = [getattr(question, name) for question in questions]
            complete_all([one for one in found if one is not None], tree.get(name, {}))
        return questions

    @staticmethod
    def resolve_suggestions(root: Any, info: Any, score: float | None = None) -> Any:
        found = desk.list_suggestions(viewer=viewer_of(info), score=score)
        return planned(found, info)

    @staticmethod
    def resolve_actions(root: Any, info: Any, entry: str | None = None) -> Any:
        found = desk.list_actions(viewer=viewer_of(info), entry=pk_of("entry", entry))
        return planned(found, info)
