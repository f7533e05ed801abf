"""How large a query may be, looked at before anything validates or runs it."""

from __future__ import annotations

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


def too_costly(query: str) -> str:
    """A sentence for who asked, or nothing. What is no query is left to the parser to say."""
    if len(query) > LONGEST:
        return f"The query is longer than {LONGEST:,} characters."
    try:
        fields = Fields(parse(query)).count()
    except (GraphQLError, RecursionError):
        return ""
    if fields > MOST_FIELDS:
        return f"The query asks for more than {MOST_FIELDS:,} fields; ask in several."
    return ""


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
