"""The audit, what was retired, broken links; whose words stand where, whom fixes helped."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts import selectors as accounts
from nexus.accounts.models import Role
from nexus.accounts.policies import require
from nexus.common.ids import decode_id
from nexus.curation import selectors as curation
from nexus.documents import selectors as documents
from nexus.graphql.arguments import pk_of
from nexus.graphql.connections import ConnectionField
from nexus.graphql.node import viewer_of
from nexus.graphql.planning import complete_all, planned, selection_of
from nexus.graphql.types import library as t
from nexus.graphql.types import upkeep as u
from nexus.library import selectors as library
from nexus.linkcheck import selectors as linkcheck


class UpkeepQueries(graphene.ObjectType):  # type: ignore[misc]
    audit = ConnectionField(u.AuditConnection, person=graphene.ID())
    retired = ConnectionField(t.EntryConnection)
    broken_links = ConnectionField(u.BrokenLinkConnection)
    dead_links = ConnectionField(u.DeadLinkConnection)
    entries_with_words_of = ConnectionField(t.EntryConnection, person=graphene.ID(required=True))
    helped = graphene.List(graphene.NonNull(u.Helped), required=True)
    document_facets = graphene.Field(u.DocumentFacets, required=True)

    @staticmethod
    def resolve_audit(root: Any, info: Any, person: str | None = None) -> Any:
        return accounts.list_audit(viewer=viewer_of(info), person=pk_of("person", person))

    @staticmethod
    def resolve_retired(root: Any, info: Any) -> Any:
        found = library.list_retired(viewer=viewer_of(info))
        return planned(found, info)

    @staticmethod
    def resolve_broken_links(root: Any, info: Any) -> Any:
        return library.list_broken_links(viewer=viewer_of(info))

    @staticmethod
    def resolve_dead_links(root: Any, info: Any) -> Any:
        return linkcheck.list_dead_links(viewer=viewer_of(info))

    @staticmethod
    def resolve_entries_with_words_of(root: Any, info: Any, person: str) -> Any:
        viewer = viewer_of(info)
        known = accounts.get_person(viewer=viewer, pk=decode_id("person", person))
        found = curation.entries_with_words_of(viewer=viewer, author_pks=[known.pk])
        return planned(found, info)

    @staticmethod
    def resolve_helped(root: Any, info: Any) -> Any:
        person = require(viewer_of(info), Role.READER, "see whom your fixes helped")
        found = library.helped_by(viewer=person, person_pk=person.pk)
        complete_all([row["entry"] for row in found], selection_of(info).get("entry", {}))
        return found

    @staticmethod
    def resolve_document_facets(root: Any, info: Any) -> Any:
        names = ("value", "label", "count")
        cohorts, tracks = documents.document_facets(viewer=viewer_of(info))
        return {
            "cohorts": [dict(zip(names, row, strict=True)) for row in cohorts],
            "tracks": [dict(zip(names, row, strict=True)) for row in tracks],
        }
