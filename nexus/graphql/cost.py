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
    Visitor,
    parse,
    visit,
)

LONGEST = 100_000
# Fields and directives as they are asked for, fragments written out: the validator compares them
# with one another, so that a text of a few lines could keep it busy for hours.
MOST_FIELDS = 1_000
MOST_TOKENS = 10_000
MOST_ALIASES = 100
MOST_DIRECTIVES = 100


def weigh(query: str) -> tuple[DocumentNode | None, str]:
    """The parsed query, and a sentence for who asked if it is too large.

    What is no query has neither: it is left to the parser to say.
    """
    if len(query) > LONGEST:
        return None, f"The query is longer than {LONGEST:,} characters."
    try:
        document = parse(query, max_tokens=MOST_TOKENS)
        return document, too_large(document)
    except RecursionError:
        return None, ""
    except GraphQLError as error:
        if "tokens" in error.message:
            large = f"The query has more than {MOST_TOKENS:,} words and signs; ask in several."
            return None, large
        return None, ""


def too_large(document: DocumentNode) -> str:
    """A sentence for who asked, or nothing."""
    fields = Fields(document).count()
    aliases, directives = count_written(document)
    if fields > MOST_FIELDS:
        return f"The query asks for more than {MOST_FIELDS:,} fields; ask in several."
    if aliases > MOST_ALIASES:
        return f"The query has more than {MOST_ALIASES:,} aliases; ask in several."
    if directives > MOST_DIRECTIVES:
        return f"The query has more than {MOST_DIRECTIVES:,} directives."
    return ""


def count_written(document: DocumentNode) -> tuple[int, int]:
    """Aliases and directives as they stand in the text."""
    counting = Written()
    visit(document, counting)
    return counting.aliases, counting.directives


class Written(Visitor):
    """Counts what a text may repeat without end."""

    def __init__(self) -> None:
        super().__init__()
        self.aliases = 0
        self.directives = 0

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self.aliases += node.alias is not None

    def enter_directive(self, *_: object) -> None:
        self.directives += 1


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
