"""Queries that were read, checked and found good, kept by their text: programs repeat a few.

Key: the text and the rules. Loader: parsing, weighing, validating, which take longer than many
an execution. Invalidator: none; the schema changes with the process. Bounded by characters,
since a tree takes some hundred bytes for each; what was asked for least recently leaves.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from graphene_django.settings import graphene_settings
from graphql import DocumentNode, GraphQLError, GraphQLSchema, validate

from nexus.graphql.cost import TooLarge, weigh

MOST_CHARACTERS = 100_000
LONGEST_KEPT = 10_000


@dataclass(slots=True)
class Prepared:
    """A query as a tree, or why it is none: `complaint` is of its size, `errors` of its words."""

    text: str
    document: DocumentNode | None
    complaint: str = ""
    errors: Sequence[GraphQLError] | None = None

    def validate(self, schema: GraphQLSchema, rules: Sequence[Any]) -> Sequence[GraphQLError]:
        """What the rules say against it; looked at once."""
        if self.errors is None:
            assert self.document is not None
            most = graphene_settings.MAX_VALIDATION_ERRORS
            self.errors = validate(schema, self.document, rules, most)
        return self.errors


class Documents:
    """The prepared queries of this process."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[str, Any], Prepared] = OrderedDict()
        self.characters = 0
        self.lock = Lock()

    def prepare(self, query: str, rules: Sequence[Any]) -> Prepared:
        """The query under these rules, parsed at most once. Errors are part of what comes back."""
        key = query, tuple(rules)
        with self.lock:
            if found := self.kept.get(key):
                self.kept.move_to_end(key)
                return found
        try:
            prepared = Prepared(query, weigh(query))
        except TooLarge as error:
            return Prepared(query, None, complaint=str(error))
        except GraphQLError as error:
            return Prepared(query, None, errors=[error])
        if len(query) <= LONGEST_KEPT:
            self.keep(key, prepared)
        return prepared

    def keep(self, key: tuple[str, Any], prepared: Prepared) -> None:
        with self.lock:
            if key not in self.kept:
                self.kept[key] = prepared
                self.characters += len(key[0])
            while self.characters > MOST_CHARACTERS:
                (query, _), _ = self.kept.popitem(last=False)
                self.characters -= len(query)


documents = Documents()
