"""Entries and what stands on them."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.accounts.policies import name_for
from nexus.common.ids import encode_id
from nexus.common.narrowing import Created
from nexus.curation import selectors as curation
from nexus.documents.policies import can_see_documents
from nexus.documents.selectors import guide_source
from nexus.graphql.connections import connection_of
from nexus.graphql.filters import Narrowing
from nexus.graphql.node import LOADERS, TYPES, Node, id_field, viewer_of
from nexus.library import contributions, models, selectors
from nexus.library.filters import Entries, Revisions, Topics
from nexus.library.leads import split_lead


class Topic(graphene.ObjectType):  # type: ignore[misc]
    """A node of the tree that orders entries."""

    class Meta:
        interfaces = (Node,)

    slug = graphene.String(required=True)
    title = graphene.String(required=True)
    summary = graphene.String(required=True)
    url = graphene.String(required=True)
    parent = graphene.Field(lambda: Topic)
    resolve_id = id_field("topic")

    @staticmethod
    def resolve_url(root: models.Topic, info: Any) -> str:
        return root.get_absolute_url()


class Solution(graphene.ObjectType):  # type: ignore[misc]
    """One distinct way to solve a challenge."""

    class Meta:
        interfaces = (Node,)

    entry = graphene.Field(lambda: Entry, required=True)
    text = graphene.String(required=True)
    html = graphene.String(required=True)
    versions = graphene.String(required=True)
    author = graphene.String(required=True)
    is_best = graphene.Boolean(required=True)
    voice_count = graphene.Int(required=True)
    worked_count = graphene.Int(required=True)
    broken_count = graphene.Int(required=True)
    broken_since = graphene.String(
        required=True, description="The version that the first who said so named."
    )
    broken_at = graphene.DateTime(description="When they said so.")
    created_at = graphene.DateTime(required=True)
    resolve_id = id_field("solution")

    @staticmethod
    def resolve_author(root: models.Solution, info: Any) -> str:
        return contributions.author_of(viewer_of(info), root)

    @staticmethod
    def resolve_is_best(root: models.Solution, info: Any) -> bool:
        return root.entry.best_solution_id == root.pk


class Voice(graphene.ObjectType):  # type: ignore[misc]
    """What a learner said that supports an entry; `source` only for who may read documents."""

    statement = graphene.ID(required=True)
    title = graphene.String(required=True)
    text = graphene.String(required=True)
    problem = graphene.String(required=True)
    solution = graphene.String(required=True)
    who = graphene.String(required=True)
    cohort = graphene.String(required=True)
    track = graphene.String(required=True)
    document = graphene.ID()
    line = graphene.Int(required=True)
    last_line = graphene.Int(required=True)
    source = graphene.String(required=True)
    method = graphene.String(required=True)
    score = graphene.Float(required=True)
    learner = graphene.Int(
        required=True, description="Voices of one entry with the same number are one learner's."
    )
    documents = graphene.Int(required=True, description="Of this learner, that tell of it.")
    fix = graphene.ID(description="The solution that it tells of.")
    copies = graphene.Int(required=True, description="Near-copies of the document, not counted.")

    @staticmethod
    def resolve_statement(root: curation.VoiceView, info: Any) -> str:
        return encode_id("statement", root.statement_id)

    @staticmethod
    def resolve_fix(root: curation.VoiceView, info: Any) -> str | None:
        return encode_id("solution", root.solution_id) if root.solution_id else None

    @staticmethod
    def resolve_document(root: curation.VoiceView, info: Any) -> str | None:
        return encode_id("document", root.document_id) if root.document_id else None


class LeadFields(graphene.ObjectType):  # type: ignore[misc]
    """A challenge's lead by field."""

    symptom = graphene.String(required=True)
    cause = graphene.String(required=True)
    fix = graphene.String(required=True)
    check = graphene.String(required=True)
    versions = graphene.String(required=True)
    more = graphene.String(required=True)


class Revision(graphene.ObjectType):  # type: ignore[misc]
    """An immutable version of a lead."""

    class Meta:
        interfaces = (Node,)

    entry = graphene.Field(lambda: Entry, required=True)
    version = graphene.Int(required=True)
    title = graphene.String(required=True)
    lead = graphene.String(required=True)
    note = graphene.String(required=True)
    author = graphene.String(required=True)
    created_at = graphene.DateTime(required=True)
    resolve_id = id_field("revision")

    @staticmethod
    def resolve_author(root: models.Revision, info: Any) -> str:
        return name_for(viewer_of(info), root.author)


class Receipt(graphene.ObjectType):  # type: ignore[misc]
    """A signed-in person's word on a challenge or a solution."""

    class Meta:
        interfaces = (Node,)

    entry = graphene.Field(lambda: Entry, required=True)
    solution = graphene.Field(Solution)
    outcome = graphene.String(required=True)
    versions = graphene.String(required=True)
    who = graphene.String(required=True)
    created_at = graphene.DateTime(required=True)
    resolve_id = id_field("receipt")

    @staticmethod
    def resolve_who(root: models.Receipt, info: Any) -> str:
        return name_for(viewer_of(info), root.person)


class Entry(graphene.ObjectType):  # type: ignore[misc]
    """One page of the reference."""

    class Meta:
        interfaces = (Node,)

    kind = graphene.String(required=True)
    slug = graphene.String(required=True)
    title = graphene.String(required=True)
    summary = graphene.String(required=True)
    url = graphene.String(required=True)
    state = graphene.String(required=True)
    version = graphene.Int(required=True)
    versions = graphene.String(required=True)
    track = graphene.String(required=True)
    solved = graphene.Boolean(required=True)
    lead = graphene.String(required=True)
    lead_html = graphene.String(required=True)
    fields = graphene.Field(LeadFields)
    statement_count = graphene.Int(required=True)
    voice_count = graphene.Int(required=True)
    same_here_count = graphene.Int(required=True)
    worked_count = graphene.Int(required=True)
    broken_count = graphene.Int(required=True, description="Of the fix in its lead.")
    broken_since = graphene.String(required=True)
    broken_at = graphene.DateTime()
    created_at = graphene.DateTime(required=True)
    updated_at = graphene.DateTime(required=True)
    topics = graphene.List(graphene.NonNull(Topic), required=True)
    solutions = graphene.List(graphene.NonNull(Solution), required=True)
    voices = graphene.List(graphene.NonNull(Voice), required=True)
    revisions = graphene.List(graphene.NonNull(Revision), required=True)
    involved = graphene.List(graphene.NonNull(lambda: Entry), required=True)
    resolve_id = id_field("entry")

    @staticmethod
    def resolve_url(root: models.Entry, info: Any) -> str:
        return root.get_absolute_url()

    @staticmethod
    def resolve_solved(root: models.Entry, info: Any) -> bool:
        return root.is_solved

    @staticmethod
    def resolve_lead(root: models.Entry, info: Any) -> str:
        source = guide_source(root)
        return source.text if source else root.lead

    @staticmethod
    def resolve_lead_html(root: models.Entry, info: Any) -> str:
        source = guide_source(root)
        return source.html if source else root.lead_html

    @staticmethod
    def resolve_fields(root: models.Entry, info: Any) -> dict[str, str] | None:
        return split_lead(root.lead) if root.kind == models.Kind.CHALLENGE else None

    @staticmethod
    def resolve_topics(root: models.Entry, info: Any) -> list[models.Topic]:
        return list(root.topics.all())

    @staticmethod
    def resolve_solutions(root: models.Entry, info: Any) -> list[models.Solution]:
        return sorted(root.solutions.all(), key=lambda s: selectors.rank_of(s, root))

    @staticmethod
    def resolve_voices(root: models.Entry, info: Any) -> list[curation.VoiceView]:
        viewer = viewer_of(info)
        shows = getattr(info.context, "shows_documents", None)
        if shows is None:
            shows = info.context.shows_documents = can_see_documents(viewer)
        rows = root.planned_evidence  # type: ignore[attr-defined]
        return curation.as_voices(rows[: curation.MOST], viewer=viewer, shows_source=shows)

    @staticmethod
    def resolve_revisions(root: models.Entry, info: Any) -> list[models.Revision]:
        newest: list[models.Revision] = root.planned_revisions  # type: ignore[attr-defined]
        return newest

    @staticmethod
    def resolve_involved(root: models.Entry, info: Any) -> list[models.Entry]:
        links = root.planned_links  # type: ignore[attr-defined]
        published = models.Entry.State.PUBLISHED
        found = {x.target_id: x.target for x in links if x.target is not None}
        return [target for target in found.values() if target.state == published]


EntryConnection = connection_of(Entry, Narrowing("entry", Entries))
TopicConnection = connection_of(Topic, Narrowing("topic", Topics))
SolutionConnection = connection_of(Solution, Narrowing("solution", Created))
ReceiptConnection = connection_of(Receipt, Narrowing("receipt", Created))
RevisionConnection = connection_of(Revision, Narrowing("revision", Revisions))

LOADERS["entry"] = lambda viewer, pk: selectors.get_entry(viewer=viewer, pk=pk)
LOADERS["topic"] = lambda viewer, pk: selectors.list_topics(viewer=viewer).filter(pk=pk).first()
LOADERS["solution"] = lambda viewer, pk: contributions.get_solution(viewer=viewer, pk=pk)
LOADERS["revision"] = lambda viewer, pk: contributions.get_revision_by_id(viewer=viewer, pk=pk)
LOADERS["receipt"] = lambda viewer, pk: contributions.get_receipt(viewer=viewer, pk=pk)
TYPES.update(
    {
        models.Entry: Entry,
        models.Topic: Topic,
        models.Solution: Solution,
        models.Revision: Revision,
        models.Receipt: Receipt,
    }
)
