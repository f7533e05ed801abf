"""Queries whose answers are made of tables alone whose writers leave a touch.

For these, 304 needs no answer to be made (nexus.common.unchanged). Not among them is what stands on
jobs, tokens, webhooks, the audit or the lexicon's files, tells the time, or writes down that it was
asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationType,
    SelectionSetNode,
    get_operation_ast,
)

# Fields of Query, with all that may be asked below them; the same as over REST.
FOLLOWING = frozenset(
    {
        "__typename",
        "alsoMet",
        "backlinks",
        "cohorts",
        "documents",
        "entries",
        "entry",
        "evidence",
        "hub",
        "receipts",
        "related",
        "revisions",
        "solutions",
        "statements",
        "topic",
        "topics",
    }
)


def follows_touches(document: DocumentNode | None, operation: str | None) -> bool:
    """Does a touch come whenever what the chosen operation answers may have changed?"""
    chosen = get_operation_ast(document, operation) if document else None
    if document is None or chosen is None or chosen.operation is not OperationType.QUERY:
        return False
    fragments = {
        d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
    }
    return all(name in FOLLOWING for name in root_fields(chosen.selection_set, fragments, set()))


def root_fields(
    selected: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode], met: set[str]
) -> Iterator[str]:
    """Names of the fields that stand at the top, in fragments too; each fragment is read once."""
    for node in selected.selections:
        if isinstance(node, FieldNode):
            yield node.name.value
        elif isinstance(node, InlineFragmentNode):
            yield from root_fields(node.selection_set, fragments, met)
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in met:
            met.add(node.name.value)
            if found := fragments.get(node.name.value):
                yield from root_fields(found.selection_set, fragments, met)
