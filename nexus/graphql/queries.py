"""Everything that can be read."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts import selectors as accounts
from nexus.accounts.models import Role, Track
from nexus.accounts.policies import require
from nexus.common.errors import Invalid
from nexus.common.hub import get_hub
from nexus.common.ids import decode_id
from nexus.curation import selectors as curation
from nexus.documents import selectors as documents
from nexus.documents.models import STATEMENT_KINDS
from nexus.graphql.connections import connection_field, resolve_connection, selected_fields
from nexus.graphql.node import Node, load_node, viewer_of
from nexus.graphql.types import documents as d
from nexus.graphql.types import library as t
from nexus.graphql.types import people as p
from nexus.graphql.types import search as f
from nexus.jobs import selectors as jobs
from nexus.library import selectors as library
from nexus.library.models import KIND_OF_SECTION, Kind
from nexus.search import selectors as search
from nexus.search import services as search_services
from nexus.search.facets import Filters


def one_of(value: str | None, allowed: list[str], name: str) -> str:
    """The value, or "" when it is not given. Raises Invalid."""
    if value and value not in allowed:
        raise Invalid(
            f"“{value[:40]}” is not a {name}.", fields={name: f"One of {', '.join(allowed)}."}
        )
    return value or ""


class Hub(graphene.ObjectType):  # type: ignore[misc]
    """The hub's own choices."""

    name = graphene.String(required=True)
    is_published = graphene.Boolean(required=True)
    shows_documents = graphene.Boolean(required=True)


class Query(graphene.ObjectType):  # type: ignore[misc]
    node = graphene.Field(Node, id=graphene.ID(required=True))
    hub = graphene.Field(Hub, required=True)
    me = graphene.Field(p.Me)
    entry = graphene.Field(
        t.Entry, id=graphene.ID(), kind=graphene.String(), slug=graphene.String()
    )
    entries = connection_field(
        t.EntryConnection,
        kind=graphene.String(),
        topic=graphene.String(),
        technology=graphene.String(),
        track=graphene.String(),
        solved=graphene.Boolean(),
        order=graphene.String(),
    )
    backlinks = connection_field(t.EntryConnection, entry=graphene.ID(required=True))
    topics = connection_field(t.TopicConnection)
    topic = graphene.Field(t.Topic, slug=graphene.String(required=True))
    also_met = graphene.List(
        graphene.NonNull(t.Voice), required=True, topic=graphene.String(required=True)
    )
    documents = connection_field(
        d.DocumentConnection,
        cohort=graphene.String(),
        track=graphene.String(),
        author=graphene.ID(),
        name=graphene.String(),
    )
    statements = connection_field(
        d.StatementConnection,
        kind=graphene.String(),
        document=graphene.ID(),
        cohort=graphene.String(),
        track=graphene.String(),
    )
    evidence = connection_field(d.EvidenceConnection, entry=graphene.ID(), document=graphene.ID())
    people = connection_field(p.PersonConnection)
    cohorts = connection_field(p.CohortConnection)
    tokens = connection_field(p.TokenConnection)
    imports = connection_field(d.ImportConnection)
    import_items = graphene.List(
        graphene.NonNull(d.ImportItem), required=True, id=graphene.ID(required=True)
    )
    jobs = connection_field(d.JobConnection)
    search = graphene.Field(
        f.SearchResults,
        required=True,
        query=graphene.String(required=True),
        first=graphene.Int(),
        offset=graphene.Int(),
        kind=graphene.String(),
        topic=graphene.String(),
        technology=graphene.String(),
        track=graphene.String(),
        cohort=graphene.String(),
    )

    @staticmethod
    def resolve_node(root: Any, info: Any, id: str) -> Any:
        return load_node(info, id)

    @staticmethod
    def resolve_hub(root: Any, info: Any) -> Any:
        return get_hub()

    @staticmethod
    def resolve_me(root: Any, info: Any) -> Any:
        viewer = viewer_of(info)
        return viewer if viewer.is_authenticated else None

    @staticmethod
    def resolve_entry(root: Any, info: Any, id: str = "", kind: str = "", slug: str = "") -> Any:
        if id:
            return load_node(info, id)
        kind = KIND_OF_SECTION.get(kind, kind)
        return library.get_entry_at(viewer=viewer_of(info), kind=kind, slug=slug)

    @staticmethod
    def resolve_entries(
        root: Any,
        info: Any,
        kind: str | None = None,
        topic: str | None = None,
        technology: str | None = None,
        track: str | None = None,
        solved: bool | None = None,
        order: str | None = None,
        **page: Any,
    ) -> Any:
        entries = library.list_entries(
            viewer=viewer_of(info),
            kind=one_of(kind, list(Kind.values), "kind"),
            topic=topic or "",
            technology=technology or "",
            track=one_of(track, list(Track.values), "track"),
            solved=solved,
            order=one_of(order, list(library.ORDERINGS), "order") or "voices",
        )
        return resolve_connection(t.plan_entries(entries, selected_fields(info)), **page)

    @staticmethod
    def resolve_backlinks(root: Any, info: Any, entry: str, **page: Any) -> Any:
        viewer = viewer_of(info)
        found = library.get_entry(viewer=viewer, pk=decode_id("entry", entry))
        entries = library.list_backlinks(viewer=viewer, entry=found).order_by("title", "id")
        entries = t.plan_entries(entries.prefetch_related("topics"), selected_fields(info))
        return resolve_connection(entries, **page)

    @staticmethod
    def resolve_topics(root: Any, info: Any, **page: Any) -> Any:
        return resolve_connection(library.list_topics(viewer=viewer_of(info)), **page)

    @staticmethod
    def resolve_topic(root: Any, info: Any, slug: str) -> Any:
        return library.get_topic(viewer=viewer_of(info), slug=slug)

    @staticmethod
    def resolve_also_met(root: Any, info: Any, topic: str) -> Any:
        viewer = viewer_of(info)
        return curation.list_also_met(
            viewer=viewer, topic=library.get_topic(viewer=viewer, slug=topic)
        )

    @staticmethod
    def resolve_documents(
        root: Any,
        info: Any,
        cohort: str | None = None,
        track: str | None = None,
        author: str | None = None,
        name: str | None = None,
        **page: Any,
    ) -> Any:
        found = documents.list_documents(
            viewer=viewer_of(info),
            cohort=cohort or "",
            track=one_of(track, list(Track.values), "track"),
            author=decode_id("person", author) if author else None,
            name=name or "",
        )
        if selected_fields(info) & {"text", "html"}:
            found = found.defer(None)
        return resolve_connection(found, **page)

    @staticmethod
    def resolve_statements(
        root: Any,
        info: Any,
        kind: str | None = None,
        document: str | None = None,
        cohort: str | None = None,
        track: str | None = None,
        **page: Any,
    ) -> Any:
        found = documents.list_statements(
            viewer=viewer_of(info),
            kind=one_of(kind, [str(k) for k in STATEMENT_KINDS], "kind"),
            document=decode_id("document", document) if document else None,
            cohort=cohort or "",
            track=one_of(track, list(Track.values), "track"),
        ).select_related("document__current", "document__cohort", "document__guide")
        return resolve_connection(found, **page)

    @staticmethod
    def resolve_evidence(
        root: Any, info: Any, entry: str | None = None, document: str | None = None, **page: Any
    ) -> Any:
        found = curation.list_evidence(viewer=viewer_of(info)).select_related(
            "statement__document__author",
            "statement__document__cohort",
            "statement__document__current",
            "statement__document__guide",
        )
        if entry:
            found = found.filter(entry_id=decode_id("entry", entry))
        if document:
            found = found.filter(statement__document_id=decode_id("document", document))
        return resolve_connection(found.prefetch_related("entry__topics"), **page)

    @staticmethod
    def resolve_people(root: Any, info: Any, **page: Any) -> Any:
        return resolve_connection(accounts.list_people(viewer=viewer_of(info)), **page)

    @staticmethod
    def resolve_cohorts(root: Any, info: Any, **page: Any) -> Any:
        return resolve_connection(accounts.list_cohorts(viewer=viewer_of(info)), **page)

    @staticmethod
    def resolve_tokens(root: Any, info: Any, **page: Any) -> Any:
        return resolve_connection(accounts.list_tokens(viewer=viewer_of(info)), **page)

    @staticmethod
    def resolve_imports(root: Any, info: Any, **page: Any) -> Any:
        found = documents.list_imports(viewer=viewer_of(info)).order_by("-id")
        return resolve_connection(found, **page)

    @staticmethod
    def resolve_import_items(root: Any, info: Any, id: str) -> Any:
        viewer = viewer_of(info)
        require(viewer, Role.READER, "see imports")
        batch = documents.get_import(viewer=viewer, pk=decode_id("import", id))
        return documents.list_import_items(viewer=viewer, batch=batch)[:5000]

    @staticmethod
    def resolve_jobs(root: Any, info: Any, **page: Any) -> Any:
        return resolve_connection(jobs.list_jobs(viewer=viewer_of(info)), **page)

    @staticmethod
    def resolve_search(
        root: Any,
        info: Any,
        query: str,
        first: int | None = None,
        offset: int | None = None,
        **filters: str | None,
    ) -> Any:
        chosen = {name: value or "" for name, value in filters.items()}
        one_of(chosen.get("kind"), [*Kind.values, "topic"], "kind")
        one_of(chosen.get("track"), list(Track.values), "track")
        found = search.search(
            viewer=viewer_of(info),
            query=query,
            filters=Filters(**chosen),
            first=min(max(first if first is not None else 20, 1), 50),
            offset=min(max(offset or 0, 0), 280),
        )
        search_services.log_query(query=query, results=found.total if found.has_match else 0)
        return found
