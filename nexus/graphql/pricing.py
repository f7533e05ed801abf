"""What a query costs, known before it runs: the objects it may have to fetch.

A field of scalars is free, one of an object costs a point, a page costs its size times what is
asked of each row, a plain list as many objects as it may hold (nexus.graphql.lists). `PRICES` has
what is dearer than it looks.
"""

from __future__ import annotations

from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_list_type,
)
from graphql.type import GraphQLNonNull

from nexus.common.keyset import LARGEST_PAGE
from nexus.graphql.connections import PAGE
from nexus.graphql.lists import PRICED, RANGES

# More than this nobody pays at once, whatever their role.
MOST_COST = 50_000
COUNT = 2
WRITE = 20
PRICES = {
    "Query.search": 20,
    "Query.insights": 50,
    "Query.helped": 20,
    "Query.documentFacets": 20,
    "Mutation.importText": 100,
    "Mutation.importRepository": 500,
    "Mutation.importCohort": 500,
    # The whole schema is a long answer, the same for everybody: once is enough.
    "Query.__schema": 500,
    "Query.__type": 50,
}


def price(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: str | None,
    variables: dict[str, Any] | None,
) -> int:
    """The points of the operation that would run; 1 at least, also for what validation refuses."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    named = [d for d in operations if operation and d.name and d.name.value == operation]
    if not operations:
        return 1
    chosen = (named or operations)[0]
    root = schema.get_root_type(chosen.operation)
    total = Pricing(schema, document, given(chosen, variables or {})).of(chosen.selection_set, root)
    if chosen.operation is OperationType.MUTATION:
        total += WRITE * len(chosen.selection_set.selections)
    return max(1, total)


def given(operation: OperationDefinitionNode, variables: dict[str, Any]) -> dict[str, Any]:
    """What the variables hold; those that did not come, as the operation writes their default."""
    defaults = {
        one.variable.name.value: written(one.default_value, {})
        for one in operation.variable_definitions
        if one.default_value
    }
    return {**defaults, **variables}


def written(value: ValueNode, variables: dict[str, Any]) -> Any:
    """A number, the items of a list, what a variable holds; another literal as it is."""
    if isinstance(value, IntValueNode):
        return int(value.value[:9])
    if isinstance(value, ListValueNode):
        return list(value.values)
    if isinstance(value, VariableNode):
        return variables.get(value.name.value)
    return None if isinstance(value, NullValueNode) else value


def is_whole(value: Any) -> bool:
    """Is it a float that stands for a whole number?"""
    return isinstance(value, float) and value.is_integer()


def is_paged(kind: Any) -> bool:
    """Does the type hold one page of a longer list?"""
    return bool(kind.name.endswith("Connection") or kind.name == "SearchResults")


class Pricing:
    """Walks a document with the types of its fields; each fragment is priced once."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]
    ) -> None:
        self.schema = schema
        self.variables = variables
        self.fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        # How many rows the page has whose fields are looked at.
        self.rows = [1]
        self.priced: dict[tuple[str, int], int] = {}

    def of(self, selected: SelectionSetNode | None, parent: Any) -> int:
        """The points of what is selected of one object of a type."""
        total = 0
        for node in selected.selections if selected else ():
            if isinstance(node, FragmentSpreadNode):
                total += self.of_fragment(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                within = self.schema.get_type(condition.name.value) if condition else parent
                total += self.of(node.selection_set, within)
            elif isinstance(node, FieldNode):
                total += self.of_field(node, parent)
        return total

    def of_fragment(self, name: str) -> int:
        key = name, self.rows[-1]
        if key not in self.priced:
            self.priced[key] = 0  # one that contains itself is refused later on
            found = self.fragments.get(name)
            if found:
                within = self.schema.get_type(found.type_condition.name.value)
                self.priced[key] = self.of(found.selection_set, within)
        return self.priced[key]

    def of_field(self, node: FieldNode, parent: Any) -> int:
        name = node.name.value
        own = PRICES.get(f"{getattr(parent, 'name', '')}.{name}", 0)
        definition = getattr(parent, "fields", {}).get(name)
        if definition is None:
            return own
        kind = get_named_type(definition.type)
        if name == "totalCount":
            return COUNT
        if not is_composite_type(kind):
            return own
        if is_paged(kind):
            self.rows.append(self.size(node))
            below = self.of(node.selection_set, kind)
            self.rows.pop()
            return own + 1 + below
        below = self.of(node.selection_set, kind)
        if is_paged(parent) and name in ("edges", "results", "pageInfo"):
            return 0 if name == "pageInfo" else self.rows[-1] * below
        bare = definition.type.of_type if isinstance(definition.type, GraphQLNonNull) else None
        if is_list_type(bare or definition.type):
            return own + self.length(node, f"{parent.name}.{name}") * (1 + below)
        return own + 1 + below

    def length(self, node: FieldNode, field: str) -> int:
        """How many objects of a plain list are priced; fewer where a range of it is asked for."""
        most = PRICED.get(field, LARGEST_PAGE)
        if field not in RANGES:
            return most
        said = {one.name.value: self.number(one.value) for one in node.arguments}
        first, last = (said.get(name) for name in RANGES[field])
        return most if last is None else min(max(last - (first or 1) + 1, 1), most)

    def number(self, value: ValueNode) -> int | None:
        """The number that GraphQL takes an argument for: 100.0 is 100."""
        found = written(value, self.variables)
        return int(found) if isinstance(found, int) or is_whole(found) else None

    def size(self, node: FieldNode) -> int:
        """How many rows a page may have: as many as are asked for, or named by their ids."""
        said = {one.name.value: one.value for one in node.arguments}
        numbers = [self.number(said[name]) for name in ("first", "last") if name in said]
        asked = [number for number in numbers if number is not None]
        named = written(said["ids"], self.variables) if "ids" in said else None
        if not asked and named is not None:
            asked = [len(named) if isinstance(named, list) else 1]
        return min(max(max(asked, default=PAGE), 1), LARGEST_PAGE)
