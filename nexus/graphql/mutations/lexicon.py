"""What maintainers change of the lexicon."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.curation import services
from nexus.graphql.node import viewer_of
from nexus.graphql.planning import payload
from nexus.graphql.types.curation import Action


class AddTerm(graphene.Mutation):  # type: ignore[misc]
    """Add a technology or concept; an ambiguous one is an ordinary word too."""

    class Arguments:
        kind = graphene.String(required=True)
        name = graphene.String(required=True)
        aliases = graphene.List(graphene.NonNull(graphene.String))
        is_ambiguous = graphene.Boolean()

    action = graphene.Field(Action, required=True)

    @staticmethod
    def mutate(
        root: Any,
        info: Any,
        kind: str,
        name: str,
        aliases: list[str] | None = None,
        is_ambiguous: bool | None = None,
    ) -> dict[str, Any]:
        action = services.add_term(
            actor=viewer_of(info),
            kind=kind,
            name=name,
            aliases=aliases or [],
            ambiguous=bool(is_ambiguous),
        )
        return payload(info, action=action)


class ChangeTerm(graphene.Mutation):  # type: ignore[misc]
    """Correct a term; what is left out stays. `action` is null when it is so already."""

    class Arguments:
        slug = graphene.String(required=True)
        name = graphene.String()
        kind = graphene.String()
        is_ambiguous = graphene.Boolean()

    action = graphene.Field(Action)

    @staticmethod
    def mutate(
        root: Any,
        info: Any,
        slug: str,
        name: str | None = None,
        kind: str | None = None,
        is_ambiguous: bool | None = None,
    ) -> dict[str, Any]:
        action = services.change_term(
            actor=viewer_of(info), slug=slug, name=name, kind=kind, ambiguous=is_ambiguous
        )
        return payload(info, action=action)


class RemoveTerm(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        slug = graphene.String(required=True)

    action = graphene.Field(Action, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, slug: str) -> dict[str, Any]:
        return payload(info, action=services.remove_term(actor=viewer_of(info), slug=slug))


class AddAlias(graphene.Mutation):  # type: ignore[misc]
    """Let a spelling stand for a term; `action` is null when it does already."""

    class Arguments:
        slug = graphene.String(required=True)
        alias = graphene.String(required=True)

    action = graphene.Field(Action)

    @staticmethod
    def mutate(root: Any, info: Any, slug: str, alias: str) -> dict[str, Any]:
        action = services.add_alias(actor=viewer_of(info), slug=slug, alias=alias)
        return payload(info, action=action)


class RemoveAlias(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        slug = graphene.String(required=True)
        alias = graphene.String(required=True)

    action = graphene.Field(Action, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, slug: str, alias: str) -> dict[str, Any]:
        action = services.remove_alias(actor=viewer_of(info), slug=slug, alias=alias)
        return payload(info, action=action)
