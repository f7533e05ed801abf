"""The curator's desk: suggestions, questions, actions."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts.policies import curator_for
from nexus.curation import desk, models
from nexus.curation.filters import Actions
from nexus.graphql.connections import connection_of
from nexus.graphql.filters import Narrowing
from nexus.graphql.node import LOADERS, TYPES, Node, id_field, viewer_of
from nexus.graphql.types.documents import Statement
from nexus.graphql.types.library import Entry, Solution


class Suggestion(graphene.ObjectType):  # type: ignore[misc]
    """Two wordings that may be one thing; `entry` is where the other stands."""

    class Meta:
        interfaces = (Node,)

    score = graphene.Float(required=True)
    readers = graphene.Int(required=True)
    statement = graphene.Field(Statement, required=True)
    other = graphene.Field(Statement)
    entry = graphene.Field(Entry)
    resolve_id = id_field("suggestion")


class Question(graphene.ObjectType):  # type: ignore[misc]
    """What the desk asks: an unsolved challenge, a disputed solution, or a merge."""

    key = graphene.String(required=True)
    kind = graphene.String(required=True)
    readers = graphene.Int(required=True)
    entry = graphene.Field(Entry)
    solution = graphene.Field(Solution)
    suggestion = graphene.Field(Suggestion)


class Action(graphene.ObjectType):  # type: ignore[misc]
    """What a curator did."""

    class Meta:
        interfaces = (Node,)

    kind = graphene.String(required=True)
    text = graphene.String(required=True)
    who = graphene.String(required=True)
    at = graphene.DateTime(required=True)
    undone_at = graphene.DateTime()
    resolve_id = id_field("action")

    @staticmethod
    def resolve_who(root: models.Action, info: Any) -> str:
        return curator_for(viewer_of(info), root.person)


SuggestionConnection = connection_of(Suggestion, Narrowing("suggestion"))
ActionConnection = connection_of(Action, Narrowing("action", Actions))

LOADERS["suggestion"] = lambda viewer, pk: desk.get_suggestion(viewer=viewer, pk=pk)
LOADERS["action"] = lambda viewer, pk: desk.get_action(viewer=viewer, pk=pk)
TYPES.update({models.Suggestion: Suggestion, models.Action: Action})
