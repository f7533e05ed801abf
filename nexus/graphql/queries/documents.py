"""Documents, statements, evidence and imports."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts.models import Role, Track
from nexus.accounts.policies import require
from nexus.common.ids import decode_id
from nexus.common.narrowing import narrow
from nexus.curation import selectors as curation
from nexus.documents import selectors
from nexus.documents.filters import ImportItems
from nexus.documents.models import STATEMENT_KINDS
from nexus.graphql.arguments import one_of, pk_of
from nexus.graphql.connections import ConnectionField
from nexus.graphql.node import viewer_of
from nexus.graphql.planning import planned, selection_of
from nexus.graphql.types import documents as d


class DocumentQueries(graphene.ObjectType):  # type: ignore[misc]
    documents = ConnectionField(
        d.DocumentConnection,
        cohort=graphene.String(),
        track=graphene.String(),
        author=graphene.ID(),
        name=graphene.String(),
        copy_of=graphene.ID(),
    )
    statements = ConnectionField(
        d.StatementConnection,
        kind=graphene.String(),
        document=graphene.ID(),
        cohort=graphene.String(),
        track=graphene.String(),
    )
    evidence = ConnectionField(d.EvidenceConnection, entry=graphene.ID(), document=graphene.ID())
    imports = ConnectionField(d.ImportConnection)
    import_items = graphene.List(
        graphene.NonNull(d.ImportItem),
        required=True,
        id=graphene.ID(required=True),
        state=graphene.String(),
    )

    @staticmethod
    def resolve_documents(
        root: Any,
        info: Any,
        cohort: str | None = None,
        track: str | None = None,
        author: str | None = None,
        name: str | None = None,
        copy_of: str | None = None,
    ) -> Any:
        found = selectors.list_documents(
            viewer=viewer_of(info),
            cohort=cohort or "",
            track=one_of(track, Track.values, "track"),
            author=pk_of("person", author),
            name=name or "",
            copy_of=pk_of("document", copy_of),
        )
        if {"text", "html", "lines"} & set(selection_of(info).get("edges", {}).get("node", {})):
            found = found.defer(None)
        return planned(found, info)

    @staticmethod
    def resolve_statements(
        root: Any,
        info: Any,
        kind: str | None = None,
        document: str | None = None,
        cohort: str | None = None,
        track: str | None = None,
    ) -> Any:
        found = selectors.list_statements(
            viewer=viewer_of(info),
            kind=one_of(kind, STATEMENT_KINDS, "kind"),
            document=pk_of("document", document),
            cohort=cohort or "",
            track=one_of(track, Track.values, "track"),
        )
        return planned(found, info)

    @staticmethod
    def resolve_evidence(
        root: Any, info: Any, entry: str | None = None, document: str | None = None
    ) -> Any:
        found = curation.list_evidence(viewer=viewer_of(info))
        if entry:
            found = found.filter(entry_id=decode_id("entry", entry))
        if document:
            found = found.filter(statement__document_id=decode_id("document", document))
        return planned(found, info)

    @staticmethod
    def resolve_imports(root: Any, info: Any) -> Any:
        return selectors.list_imports(viewer=viewer_of(info)).order_by("-id")

    @staticmethod
    def resolve_import_items(root: Any, info: Any, id: str, state: str | None = None) -> Any:
        viewer = viewer_of(info)
        require(viewer, Role.READER, "see imports")
        batch = selectors.get_import(viewer=viewer, pk=decode_id("import", id))
        items = selectors.list_import_items(viewer=viewer, batch=batch)
        return narrow(items, ImportItems, {"state": state})
