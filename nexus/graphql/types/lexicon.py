"""The lexicon: terms, spellings, names that nobody knows."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.common.ids import encode_id
from nexus.curation.lexicon import TermView


class LexiconSpelling(graphene.ObjectType):  # type: ignore[misc]
    """An alias; `origin` is shipped or added, then `who` and `at` say by whom and when."""

    text = graphene.String(required=True)
    origin = graphene.String(required=True)
    who = graphene.String(required=True)
    at = graphene.DateTime()


class LexiconTerm(graphene.ObjectType):  # type: ignore[misc]
    """A term; `origin` is shipped, changed or added, `statements` how many its entry has."""

    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    kind = graphene.String(required=True)
    is_ambiguous = graphene.Boolean(required=True)
    origin = graphene.String(required=True)
    aliases = graphene.List(graphene.NonNull(LexiconSpelling), required=True)
    statements = graphene.Int(required=True)
    entry = graphene.ID()
    url = graphene.String(required=True)
    who = graphene.String(required=True)
    at = graphene.DateTime()

    @staticmethod
    def resolve_entry(root: TermView, info: Any) -> str | None:
        return encode_id("entry", root.entry) if root.entry else None


class UnknownName(graphene.ObjectType):  # type: ignore[misc]
    """A name that at least two people wrote and no term has; `url` is its entry's."""

    name = graphene.String(required=True)
    kind = graphene.String(required=True)
    people = graphene.Int(required=True)
    statements = graphene.Int(required=True)
    spellings = graphene.List(graphene.NonNull(graphene.String), required=True)
    url = graphene.String(required=True)
