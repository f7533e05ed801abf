"""What a selection asks for, fetched with it: a page costs the same whatever its length.

A plan is a list of prefetches under a path; it follows the selection as deep as that goes.
GraphQL executes synchronously here, so data loaders, which need an event loop, are no choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Prefetch, QuerySet, prefetch_related_objects
from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode

from nexus.curation.models import Evidence, Suggestion
from nexus.curation.selectors.voices import different_of_each, with_documents
from nexus.documents.models import Document, ImportBatch, Statement
from nexus.graphql.lists import GIVEN
from nexus.library.models import Entry, Link, Receipt, Revision, Solution, Topic
from nexus.library.selectors import TEXTS

# The fields that show the texts of an entry.
LEADS = frozenset({"lead", "leadHtml", "fields"})

Selection = dict[str, Any]
Lookups = list[Any]


def selection_of(info: Any) -> Selection:
    """The fields asked below this one, as a tree; fragments are part of where they stand."""
    tree: Selection = {}

    def walk(selections: Any, into: Selection) -> None:
        for selection in selections:
            if isinstance(selection, FieldNode):
                below = into.setdefault(selection.name.value, {})
                if selection.selection_set:
                    walk(selection.selection_set.selections, below)
            elif isinstance(selection, InlineFragmentNode):
                walk(selection.selection_set.selections, into)
            elif isinstance(selection, FragmentSpreadNode):
                walk(info.fragments[selection.name.value].selection_set.selections, into)

    for node in info.field_nodes:
        if node.selection_set:
            walk(node.selection_set.selections, tree)
    return tree


def merged(tree: Selection) -> Selection:
    """What is asked of entries in any of several lists, and of those within their rows."""
    found: Selection = {}
    for below in tree.values():
        merge(found, below)
        merge(found, below.get("entry", {}))
    return found


def merge(into: Selection, tree: Selection) -> None:
    for name, below in tree.items():
        merge(into.setdefault(name, {}), below)


def plan_entry(tree: Selection, at: str = "") -> Lookups:
    found: Lookups = []
    if tree.keys() & {"lead", "leadHtml"}:
        found.append(f"{at}document__current")
    if "topics" in tree:
        found.append(f"{at}topics")
        found += plan_topic(tree["topics"], f"{at}topics__")
    if "solutions" in tree:
        solutions = Solution.objects.select_related("author")
        found.append(Prefetch(f"{at}solutions", solutions))
        found += plan_contribution(tree["solutions"], f"{at}solutions__")
    if "revisions" in tree:
        newest = Revision.objects.select_related("author").order_by("-version")
        revisions = newest[: GIVEN["Entry.revisions"]]
        found.append(Prefetch(f"{at}revisions", revisions, to_attr="planned_revisions"))
        found += plan_contribution(tree["revisions"], f"{at}planned_revisions__")
    if "involved" in tree:
        links = Link.objects.filter(relation__in=Link.INVOLVED).select_related("target")
        found.append(Prefetch(f"{at}links", links, to_attr="planned_links"))
        found += plan_entry(tree["involved"], f"{at}planned_links__target__")
    if "voices" in tree:
        current = Evidence.objects.filter(statement__is_current=True)
        evidence = different_of_each(with_documents(current))
        found.append(Prefetch(f"{at}evidence", evidence, to_attr="planned_evidence"))
    return found


def plan_topic(tree: Selection, at: str = "") -> Lookups:
    if "parent" not in tree:
        return []
    return [f"{at}parent", *plan_topic(tree["parent"], f"{at}parent__")]


def plan_contribution(tree: Selection, at: str = "") -> Lookups:
    """Of a solution, a receipt or a revision: its entry, and the solution a receipt is on."""
    found: Lookups = []
    if "entry" in tree:
        found.append(f"{at}entry")
        found += plan_entry(tree["entry"], f"{at}entry__")
    if "solution" in tree:
        found.append(Prefetch(f"{at}solution", Solution.objects.select_related("author", "entry")))
        found += plan_contribution(tree["solution"], f"{at}solution__")
    return found


def plan_document(tree: Selection, at: str = "") -> Lookups:
    found: Lookups = [f"{at}author", f"{at}cohort", f"{at}current"]
    if "guide" in tree:
        found.append(f"{at}guide")
        found += plan_entry(tree["guide"], f"{at}guide__")
    if "statementCount" in tree:
        current = Statement.objects.filter(is_current=True).only("document_id")
        found.append(Prefetch(f"{at}statements", current, to_attr="planned_statements"))
    if "lines" in tree:
        below = f"{at}current__statements"
        found += [below, *plan_statement(tree["lines"].get("statements", {}), f"{below}__")]
    return found


def plan_statement(tree: Selection, at: str = "") -> Lookups:
    found: Lookups = [f"{at}document__author"]
    if "document" in tree:
        found += plan_document(tree["document"], f"{at}document__")
    return found


def plan_evidence(tree: Selection, at: str = "") -> Lookups:
    found: Lookups = []
    if "statement" in tree:
        found.append(f"{at}statement")
        found += plan_statement(tree["statement"], f"{at}statement__")
    if "entry" in tree:
        found.append(f"{at}entry")
        found += plan_entry(tree["entry"], f"{at}entry__")
    return found


def plan_suggestion(tree: Selection, at: str = "") -> Lookups:
    found: Lookups = []
    for name in ("statement", "other"):
        if name in tree:
            found += plan_statement(tree[name], f"{at}{name}__")
    if "entry" in tree:
        found += plan_entry(tree["entry"], f"{at}entry__")
    return found


def plan_nothing(tree: Selection, at: str = "") -> Lookups:
    return []


PLANS = {
    Entry: plan_entry,
    Topic: plan_topic,
    Solution: plan_contribution,
    Receipt: plan_contribution,
    Revision: plan_contribution,
    Document: plan_document,
    Statement: plan_statement,
    Evidence: plan_evidence,
    Suggestion: plan_suggestion,
    ImportBatch: plan_nothing,
}


def asks_for_texts(tree: Selection) -> bool:
    """Does a selection of entries show what is most of their rows?"""
    return not LEADS.isdisjoint(tree)


def planned(queryset: QuerySet[Any], info: Any) -> QuerySet[Any]:
    """The rows of a connection with all that its selection asks of them."""
    plan = PLANS.get(queryset.model, plan_nothing)
    tree = selection_of(info).get("edges", {}).get("node", {})
    if queryset.model is Entry:
        queryset = queryset.defer(None) if asks_for_texts(tree) else queryset.defer(*TEXTS)
    return queryset.prefetch_related(*plan(tree))


def complete(found: Model | None, tree: Selection) -> Any:
    """One object with all that the selection asks of it."""
    if found is not None:
        plan = PLANS.get(type(found), plan_nothing)
        prefetch_related_objects([found], *plan(tree))
    return found


def complete_all(found: Sequence[Model], tree: Selection) -> None:
    """Objects of one kind with all that the selection asks of each."""
    if found:
        prefetch_related_objects(found, *PLANS.get(type(found[0]), plan_nothing)(tree))


def payload(info: Any, **objects: Model | None) -> dict[str, Any]:
    """What a mutation answers with, each object with all that is asked of it."""
    tree = selection_of(info)
    return {name: complete(found, tree.get(name, {})) for name, found in objects.items()}
