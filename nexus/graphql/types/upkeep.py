"""What those see who look after the reference: the audit, broken links, whom fixes helped."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts.filters import Audit
from nexus.accounts.models import AuditEntry as AuditRow
from nexus.accounts.policies import actor_for
from nexus.graphql.connections import connection_of
from nexus.graphql.filters import Narrowing
from nexus.graphql.node import id_field, viewer_of
from nexus.graphql.types.library import Entry
from nexus.library.models import Link
from nexus.linkcheck.filters import DeadLinks
from nexus.linkcheck.models import OutsideLink


class AuditEntry(graphene.ObjectType):  # type: ignore[misc]
    """Who did what, when; it holds no text of documents."""

    id = graphene.ID(required=True)
    action = graphene.String(required=True)
    object = graphene.ID(required=True)
    who = graphene.String(required=True)
    person = graphene.ID()
    at = graphene.DateTime(required=True)
    resolve_id = id_field("audit")

    @staticmethod
    def resolve_object(root: AuditRow, info: Any) -> str:
        return root.object_id

    @staticmethod
    def resolve_who(root: AuditRow, info: Any) -> str:
        return actor_for(viewer_of(info), root)

    @staticmethod
    def resolve_person(root: AuditRow, info: Any) -> str | None:
        return f"person-{root.actor_id}" if root.actor_id else None


class BrokenLink(graphene.ObjectType):  # type: ignore[misc]
    """A reference in a lead that names nothing."""

    id = graphene.ID(required=True)
    entry = graphene.ID(required=True)
    title = graphene.String(required=True)
    reference = graphene.String(required=True)
    resolve_id = id_field("link")

    @staticmethod
    def resolve_entry(root: Link, info: Any) -> str:
        return f"entry-{root.source_id}"

    @staticmethod
    def resolve_title(root: Link, info: Any) -> str:
        return root.source.title


class DeadLink(graphene.ObjectType):  # type: ignore[misc]
    """An address of another site that led nowhere when it was last asked, or has moved.

    It stands in an entry or in a document.
    """

    id = graphene.ID(required=True)
    entry = graphene.ID()
    document = graphene.ID()
    title = graphene.String(required=True)
    address = graphene.String(required=True)
    state = graphene.String(required=True)
    leads_to = graphene.String(required=True)
    why = graphene.String(required=True)
    failures = graphene.Int(required=True)
    asked_at = graphene.DateTime(required=True)
    resolve_id = id_field("outside-link")

    @staticmethod
    def resolve_entry(root: OutsideLink, info: Any) -> str | None:
        return f"entry-{root.entry_id}" if root.entry_id else None

    @staticmethod
    def resolve_document(root: OutsideLink, info: Any) -> str | None:
        return f"document-{root.document_id}" if root.document_id else None


class Helped(graphene.ObjectType):  # type: ignore[misc]
    """A challenge where one's fix worked for others, and for how many."""

    entry = graphene.Field(Entry, required=True)
    count = graphene.Int(required=True)


class DocumentFacet(graphene.ObjectType):  # type: ignore[misc]
    value = graphene.String(required=True)
    label = graphene.String(required=True)
    count = graphene.Int(required=True)


class DocumentFacets(graphene.ObjectType):  # type: ignore[misc]
    """Cohorts and tracks of the documents that the viewer sees."""

    cohorts = graphene.List(graphene.NonNull(DocumentFacet), required=True)
    tracks = graphene.List(graphene.NonNull(DocumentFacet), required=True)


AuditConnection = connection_of(AuditEntry, Narrowing("audit", Audit))
BrokenLinkConnection = connection_of(BrokenLink, Narrowing("link"))
DeadLinkConnection = connection_of(DeadLink, Narrowing("outside-link", DeadLinks))
