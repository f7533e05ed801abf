"""`include`: what a screen needs beside the items, in the same answer.

Which relations a shape has, what each is read by (the selectors of its own address, so that nobody
sees more here than there), and how it comes into the answer: under `included` of the item.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from nexus.accounts.policies import Viewer
from nexus.accounts.selectors import list_people
from nexus.common.errors import Invalid
from nexus.common.ids import encode_id
from nexus.curation import selectors as curation
from nexus.documents import selectors as documents
from nexus.library import contributions, selectors
from nexus.rest import serializers as s
from nexus.rest.parameters import parameter
from nexus.rest.relations import MOST, Around, Listed, Many, One, Relation, Shape
from nexus.rest.sparse import INCLUDE, asked_fields, keep_only, names_shown

INCLUDED = "included"


def entries(viewer: Viewer) -> Any:
    return selectors.list_entries(viewer=viewer)


def solutions(viewer: Viewer) -> Any:
    return selectors.ranked(contributions.list_all_solutions(viewer=viewer))


def receipts(viewer: Viewer) -> Any:
    return contributions.list_all_receipts(viewer=viewer)


def revisions(viewer: Viewer) -> Any:
    return contributions.list_all_revisions(viewer=viewer).order_by("-version", "-id")


def people(viewer: Viewer) -> Any:
    return list_people(viewer=viewer)


def statements(viewer: Viewer) -> Any:
    return documents.list_statements(viewer=viewer)


def topics(viewer: Viewer) -> Any:
    return selectors.list_topics(viewer=viewer)


def related(viewer: Viewer, entry: Any) -> dict[str, Any]:
    """What stands around an entry and when it was seen."""
    around = curation.list_related(viewer=viewer, entry=entry)
    return {**around.lists(), "seen": curation.when_seen(viewer=viewer, entry=entry)}


def below_entry(part: str) -> Any:
    return lambda item: f"entries/{encode_id('entry', item.id)}/{part}/"


ENTRY = One(s.EntryOut, "entry_id", entries)
AUTHOR = One(s.PersonOut, "author_id", people)
RECEIPTS = Many(s.ReceiptOut, "entry_id", receipts, below_entry("receipts"))
OF_DOCUMENT: dict[str, Relation] = {
    "author": AUTHOR,
    "guide": One(s.EntryOut, "guide_id", entries),
    "statements": Many(
        s.StatementOut,
        "document_id",
        statements,
        lambda item: f"statements/?document={encode_id('document', item.id)}",
    ),
}
RELATIONS: dict[Shape, dict[str, Relation]] = {
    s.EntryOut: {
        "solutions": Many(s.SolutionOut, "entry_id", solutions, below_entry("solutions")),
        "receipts": RECEIPTS,
    },
    s.EntryDetail: {
        "related": Around(s.RelatedOut, related),
        "receipts": RECEIPTS,
        "revisions": Many(s.RevisionOut, "entry_id", revisions, below_entry("revisions")),
    },
    s.SolutionOut: {"entry": ENTRY, "author": AUTHOR},
    s.ReceiptOut: {
        "entry": ENTRY,
        "solution": One(s.SolutionOut, "solution_id", solutions),
        "person": One(s.PersonOut, "person_id", people),
    },
    s.RevisionOut: {"entry": ENTRY, "author": AUTHOR},
    s.TopicOut: {
        "parent": One(s.TopicOut, "parent_id", topics),
        "children": Many(
            s.TopicOut, "parent_id", topics, lambda item: f"topics/?parent={item.slug}"
        ),
    },
    s.DocumentOut: OF_DOCUMENT,
    s.DocumentDetail: OF_DOCUMENT,
    s.StatementOut: {
        "document": One(
            s.DocumentOut, "document_id", lambda viewer: documents.list_documents(viewer=viewer)
        )
    },
    s.EvidenceOut: {"entry": ENTRY, "statement": One(s.StatementOut, "statement_id", statements)},
}


def include_parameters(serializer: Shape) -> list[OpenApiParameter]:
    """How OpenAPI describes what a shape may include, if anything."""
    names = list(RELATIONS.get(serializer, ()))
    described = OpenApiParameter(
        INCLUDE,
        {"type": "array", "items": {"type": "string", "enum": names}},
        style="form",
        explode=False,
        description=f"What comes along under `included`, lists with their first {MOST} rows. "
        "`fields` takes theirs after a point: `entry.title`.",
    )
    return [described] if names else []


def asked_relations(request: Request, serializer: Shape) -> dict[str, Relation]:
    """The relations that are asked for. Raises Invalid, which names all that there are.

    Of a shape without any the parameter is not looked at, and so refused as unknown.
    """
    known = RELATIONS.get(serializer)
    if known is None:
        return {}
    listed = parameter(request, INCLUDE)
    if INCLUDE not in request.query_params:
        return {}
    # Nothing, too, is the name of no relation.
    asked = {name.strip() for name in listed.split(",")}
    if unknown := sorted(asked.difference(known)):
        raise Invalid(
            f"“{unknown[0][:40]}” cannot be included here.",
            fields={INCLUDE: f"One or more of {', '.join(known)}."},
        )
    return {name: relation for name, relation in known.items() if name in asked}


def included(
    request: Request, asked: Mapping[str, Relation], items: Sequence[Any]
) -> dict[int, dict[str, Any]]:
    """Id of each item → `included` of it, as the one who asks may read it.

    Raises what the own addresses of the relations raise, such as SignInNeeded.
    """
    found: dict[int, dict[str, Any]] = {item.id: {} for item in items}
    for name, relation in asked.items():
        fields = asked_fields(request, names_shown(relation.shape), name)
        shown = keep_only(relation.shape(context={"viewer": request.user}), fields)
        for pk, value in relation.read(request.user, items).items():
            found[pk][name] = present(request, shown, value)
    return found


def present(request: Request, shown: Any, value: Any) -> Any:
    """A row, or rows as a page of a list has them."""
    if not isinstance(value, Listed):
        return None if value is None else shown.to_representation(value)
    following = request.build_absolute_uri(value.rest) if value.rest else None
    return {"results": [shown.to_representation(row) for row in value.rows], "next": following}
