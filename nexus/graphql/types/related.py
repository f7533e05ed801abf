"""What stands around an entry."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.graphql.types.library import Entry

ENTRIES = graphene.NonNull(graphene.List(graphene.NonNull(Entry)))


class Together(graphene.ObjectType):  # type: ignore[misc]
    """An entry, and how many people wrote of both."""

    entry = graphene.Field(Entry, required=True)
    people = graphene.Int(required=True)


class Seen(graphene.ObjectType):  # type: ignore[misc]
    """First and last time that documents tell of an entry; `datedBy` says what the dates are of."""

    first = graphene.DateTime(required=True)
    last = graphene.DateTime(required=True)
    dated_by = graphene.String(required=True)
    documents = graphene.Int(required=True)
    cohorts = graphene.List(graphene.NonNull(graphene.String), required=True)


class Related(graphene.ObjectType):  # type: ignore[misc]
    """The entries around one. Lists that make no sense for its kind are empty."""

    cause_of = ENTRIES
    caused_by = ENTRIES
    similar = ENTRIES
    involved = ENTRIES
    problems = ENTRIES
    practices = ENTRIES
    guides = ENTRIES
    mentioned_in = ENTRIES
    met_together = graphene.List(graphene.NonNull(Together), required=True)
    seen = graphene.Field(Seen)

    @staticmethod
    def resolve_seen(root: dict[str, Any], info: Any) -> Any:
        return root["seen"]
