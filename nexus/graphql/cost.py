"""How large a query may be, looked at before anything validates or runs it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)

LONGEST = 100_000
# Fields and directives as they are asked for, fragments written out: the validator compares them
# with one another, so that a text of a few lines could keep it busy for hours.
MOST_FIELDS = 1_000
MOST_TOKENS = 3_000
MOST_ALIASES = 100
MOST_DIRECTIVES = 100
MOST_INTROSPECTIONS = 4
# Fields of one name at one place, two and two: the validator compares each pair.
MOST_PAIRS = 10_000
# Strings and comments are one token each; then names and numbers, spreads, and single signs.
TOKEN = re.compile(
    r'"""(?:[^"\\]|\\"""|\\|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[\w.-]+|[^\s,\w]'
)


class TooLarge(Exception):
    """A sentence for who asked: why the query is not even looked at."""


def weigh(query: str) -> DocumentNode:
    """The parsed query. Raises TooLarge, and GraphQLError for a text that is no query."""
    if len(query) > LONGEST:
        raise TooLarge(f"The query is longer than {LONGEST:,} characters.")
    # Counted before it is parsed, which takes a hundred times as long.
    if next(islice(TOKEN.finditer(query), MOST_TOKENS, None), None):
        raise TooLarge(f"The query has more than {MOST_TOKENS:,} words and signs; ask in several.")
    try:
        document = parse(query)
        complaint = too_large(document)
    except RecursionError as error:
        raise GraphQLError("The query is nested too deep.") from error
    if complaint:
        raise TooLarge(complaint)
    return document


def too_large(document: DocumentNode) -> str:
    """A sentence for who asked, or nothing."""
    fields = Fields(document).count()
    written = Written(document)
    if fields > MOST_FIELDS:
        return f"The query asks for more than {MOST_FIELDS:,} fields; ask in several."
    if written.aliases > MOST_ALIASES:
        return f"The query has more than {MOST_ALIASES:,} aliases; ask in several."
    if written.directives > MOST_DIRECTIVES:
        return f"The query has more than {MOST_DIRECTIVES:,} directives."
    if written.introspections > MOST_INTROSPECTIONS:
        return f"The query asks for the schema more than {MOST_INTROSPECTIONS} times."
    if Pairs(document).count() > MOST_PAIRS:
        return "The query asks for the same again and again; once is enough."
    return ""


class Written:
    """Counts what a text may repeat without end, as it stands there."""

    def __init__(self, document: DocumentNode) -> None:
        self.aliases = 0
        self.directives = 0
        self.introspections = 0
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
                self.directives += len(definition.directives)
                self.walk(definition.selection_set)

    def walk(self, selected: SelectionSetNode | None) -> None:
        for node in selected.selections if selected else ():
            self.directives += len(node.directives)
            if isinstance(node, FieldNode):
                self.aliases += node.alias is not None
                self.introspections += node.name.value in {"__schema", "__type"}
                self.walk(node.selection_set)
            elif isinstance(node, InlineFragmentNode):
                self.walk(node.selection_set)


class Pairs:
    """Counts fields that stand at one place under one name, as the validator will compare them.

    What is written out is no longer than MOST_FIELDS for each operation and fragment.
    """

    def __init__(self, document: DocumentNode) -> None:
        self.document = document
        self.fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self.places: Counter[tuple[str, ...]] = Counter()
        self.walked = 0

    def count(self) -> int:
        """Pairs of all operations and fragments, or more than are allowed."""
        for definition in self.document.definitions:
            if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
                self.places.clear()
                self.walk(definition.selection_set, (), ())
                pairs = sum(n * (n - 1) // 2 for n in self.places.values())
                if max(pairs, self.walked) > MOST_PAIRS:
                    return MOST_PAIRS + 1
        return 0

    def walk(
        self, selected: SelectionSetNode | None, place: tuple[str, ...], within: tuple[str, ...]
    ) -> None:
        for node in selected.selections if selected else ():
            self.walked += 1
            if self.walked > MOST_PAIRS:
                return
            if isinstance(node, FieldNode):
                below = (*place, (node.alias or node.name).value)
                self.places[below] += 1
                self.walk(node.selection_set, below, within)
            elif isinstance(node, InlineFragmentNode):
                self.walk(node.selection_set, place, within)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in within:
                found = self.fragments.get(node.name.value)
                if found:
                    self.walk(found.selection_set, place, (*within, node.name.value))


class Fields:
    """Counts each fragment once; a fragment that contains itself counts as one field there."""

    def __init__(self, document: DocumentNode) -> None:
        self.document = document
        self.fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self.counted: dict[str, int] = {}

    def count(self) -> int:
        """All fields of all operations."""
        operations = [
            d for d in self.document.definitions if isinstance(d, OperationDefinitionNode)
        ]
        unused = (self.of_fragment(name) for name in self.fragments)
        return max(sum(self.of(d.selection_set) for d in operations), *unused, 0)

    def of(self, selected: SelectionSetNode | None) -> int:
        total = 0
        for node in selected.selections if selected else ():
            if isinstance(node, FragmentSpreadNode):
                total += self.of_fragment(node.name.value)
            elif isinstance(node, FieldNode | InlineFragmentNode):
                total += 1 + len(node.directives) + self.of(node.selection_set)
        return total

    def of_fragment(self, name: str) -> int:
        if name not in self.counted:
            self.counted[name] = 1
            found = self.fragments.get(name)
            self.counted[name] = max(1, self.of(found.selection_set)) if found else 1
        return self.counted[name]
