"""Entries and topics."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts.models import Track
from nexus.common.ids import decode_id
from nexus.curation import selectors as curation
from nexus.graphql.arguments import one_of
from nexus.graphql.connections import ConnectionField
from nexus.graphql.node import load_node, viewer_of
from nexus.graphql.planning import (
    asks_for_texts,
    complete,
    complete_all,
    merged,
    planned,
    selection_of,
)
from nexus.graphql.types import library as t
from nexus.graphql.types.related import Related
from nexus.library import selectors
from nexus.library.models import KIND_OF_SECTION, Entry, Kind


class LibraryQueries(graphene.ObjectType):  # type: ignore[misc]
    entry = graphene.Field(
        t.Entry,
        id=graphene.ID(),
        kind=graphene.String(),
        slug=graphene.String(),
        description="By id or by address; of a merged entry, the one it became part of.",
    )
    entries = ConnectionField(
        t.EntryConnection,
        kind=graphene.String(),
        topic=graphene.String(),
        technology=graphene.String(),
        track=graphene.String(),
        solved=graphene.Boolean(),
        state=graphene.String(),
        order=graphene.String(),
    )
    backlinks = ConnectionField(t.EntryConnection, entry=graphene.ID(required=True))
    related = graphene.Field(Related, required=True, entry=graphene.ID(required=True))
    topics = ConnectionField(t.TopicConnection)
    topic = graphene.Field(t.Topic, slug=graphene.String(required=True))
    also_met = graphene.List(
        graphene.NonNull(t.Voice), required=True, topic=graphene.String(required=True)
    )

    @staticmethod
    def resolve_entry(root: Any, info: Any, id: str = "", kind: str = "", slug: str = "") -> Any:
        if id:
            found = load_node(info, id)
            if found is None and id.startswith("entry-"):
                heir = selectors.find_heir(viewer=viewer_of(info), pk=decode_id("entry", id))
                found = complete(heir, selection_of(info)) if heir else None
            return found if isinstance(found, Entry) else None
        kind = KIND_OF_SECTION.get(kind, kind)
        entry = selectors.get_entry_at(viewer=viewer_of(info), kind=kind, slug=slug)
        return complete(entry, selection_of(info))

    @staticmethod
    def resolve_entries(
        root: Any,
        info: Any,
        kind: str | None = None,
        topic: str | None = None,
        technology: str | None = None,
        track: str | None = None,
        solved: bool | None = None,
        state: str | None = None,
        order: str | None = None,
    ) -> Any:
        entries = selectors.list_entries(
            viewer=viewer_of(info),
            kind=one_of(kind, Kind.values, "kind"),
            topic=topic or "",
            technology=technology or "",
            track=one_of(track, Track.values, "track"),
            solved=solved,
            state=one_of(state, selectors.STATES, "state"),
            order=one_of(order, selectors.ORDERINGS, "order") or "voices",
        )
        return planned(entries.prefetch_related(None), info)

    @staticmethod
    def resolve_backlinks(root: Any, info: Any, entry: str) -> Any:
        viewer = viewer_of(info)
        found = selectors.get_entry(viewer=viewer, pk=decode_id("entry", entry))
        entries = selectors.list_backlinks(viewer=viewer, entry=found).order_by("title", "id")
        return planned(entries, info)

    @staticmethod
    def resolve_related(root: Any, info: Any, entry: str) -> dict[str, Any]:
        viewer = viewer_of(info)
        found = selectors.get_entry(viewer=viewer, pk=decode_id("entry", entry))
        tree = merged(selection_of(info))
        texts = asks_for_texts(tree)
        related = curation.list_related(viewer=viewer, entry=found, with_texts=texts)
        complete_all(related.entries(), tree)
        return {**related.lists(), "seen": curation.when_seen(viewer=viewer, entry=found)}

    @staticmethod
    def resolve_topics(root: Any, info: Any) -> Any:
        return selectors.list_topics(viewer=viewer_of(info))

    @staticmethod
    def resolve_topic(root: Any, info: Any, slug: str) -> Any:
        return selectors.get_topic(viewer=viewer_of(info), slug=slug)

    @staticmethod
    def resolve_also_met(root: Any, info: Any, topic: str) -> Any:
        viewer = viewer_of(info)
        return curation.list_also_met(
            viewer=viewer, topic=selectors.get_topic(viewer=viewer, slug=topic)
        )
