"""Writing in the reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene

from nexus.common.errors import NotFound
from nexus.common.ids import decode_id
from nexus.graphql.node import viewer_of
from nexus.graphql.planning import payload
from nexus.graphql.types import library as t
from nexus.library import models, selectors, services
from nexus.library.leads import FIELDS, compose_lead


class LeadFieldsInput(graphene.InputObjectType):  # type: ignore[misc]
    """A challenge's lead by field."""

    symptom = graphene.String()
    cause = graphene.String()
    fix = graphene.String()
    check = graphene.String()
    versions = graphene.String()
    more = graphene.String()


def lead_of(lead: str | None, fields: Any, current: str = "") -> str:
    """The Markdown that the input means."""
    if fields is not None:
        return compose_lead({name: fields.get(name) or "" for name in (*FIELDS, "more")})
    return current if lead is None else lead


def entry_of(info: Any, id: str) -> models.Entry:
    return selectors.get_entry(viewer=viewer_of(info), pk=decode_id("entry", id))


def solution_of(info: Any, entry: models.Entry, id: str | None) -> models.Solution | None:
    if not id:
        return None
    found = selectors.list_solutions(viewer=viewer_of(info), entry=entry)
    solution = found.filter(pk=decode_id("solution", id)).first()
    if solution is None:
        raise NotFound("This challenge has no such solution.")
    return solution


class CreateEntry(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        kind = graphene.String(required=True)
        title = graphene.String(required=True)
        lead = graphene.String()
        fields = LeadFieldsInput()
        topics = graphene.List(graphene.NonNull(graphene.String))
        track = graphene.String()
        errors = graphene.List(graphene.NonNull(graphene.String))
        draft = graphene.Boolean()

    entry = graphene.Field(t.Entry, required=True)

    @staticmethod
    def mutate(
        root: Any,
        info: Any,
        kind: str,
        title: str,
        lead: str | None = None,
        fields: Any = None,
        topics: list[str] | None = None,
        track: str | None = None,
        errors: list[str] | None = None,
        draft: bool | None = None,
    ) -> dict[str, Any]:
        entry = services.create_entry(
            actor=viewer_of(info),
            kind=kind,
            title=title,
            lead=lead_of(lead, fields),
            topics=topics or [],
            track=track or "",
            errors=errors or [],
            draft=bool(draft),
        )
        return payload(info, entry=entry)


class SaveEntry(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)
        lead = graphene.String()
        fields = LeadFieldsInput()
        title = graphene.String()
        note = graphene.String()
        expected_version = graphene.Int(required=True)

    entry = graphene.Field(t.Entry, required=True)

    @staticmethod
    def mutate(
        root: Any,
        info: Any,
        id: str,
        expected_version: int,
        lead: str | None = None,
        fields: Any = None,
        title: str | None = None,
        note: str | None = None,
    ) -> dict[str, Any]:
        entry = entry_of(info, id)
        saved = services.save_lead(
            actor=viewer_of(info),
            entry=entry,
            lead=lead_of(lead, fields, entry.lead),
            expected_version=expected_version,
            note=note or "",
            title=title,
        )
        return payload(info, entry=saved)


class RestoreRevision(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)
        version = graphene.Int(required=True)
        expected_version = graphene.Int(required=True)

    entry = graphene.Field(t.Entry, required=True)

    @staticmethod
    def mutate(
        root: Any, info: Any, id: str, version: int, expected_version: int
    ) -> dict[str, Any]:
        entry = services.restore_revision(
            actor=viewer_of(info),
            entry=entry_of(info, id),
            version=version,
            expected_version=expected_version,
        )
        return payload(info, entry=entry)


class PublishEntry(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    entry = graphene.Field(t.Entry, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        viewer = viewer_of(info)
        entry = selectors.get_entry_to_publish(viewer=viewer, pk=decode_id("entry", id))
        return payload(info, entry=services.publish_entry(actor=viewer, entry=entry))


class RetireEntry(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    entry = graphene.Field(t.Entry, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        entry = services.retire_entry(actor=viewer_of(info), entry=entry_of(info, id))
        return payload(info, entry=entry)


class SetEntryTopics(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)
        topics = graphene.List(graphene.NonNull(graphene.String), required=True)

    entry = graphene.Field(t.Entry, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str, topics: list[str]) -> dict[str, Any]:
        entry = services.set_topics(actor=viewer_of(info), entry=entry_of(info, id), topics=topics)
        return payload(info, entry=entry)


class AddSolution(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        entry = graphene.ID(required=True)
        text = graphene.String(required=True)
        versions = graphene.String()

    solution = graphene.Field(t.Solution, required=True)

    @staticmethod
    def mutate(
        root: Any, info: Any, entry: str, text: str, versions: str | None = None
    ) -> dict[str, Any]:
        solution = services.add_solution(
            actor=viewer_of(info), entry=entry_of(info, entry), text=text, versions=versions or ""
        )
        return payload(info, solution=solution)


class GiveReceipt(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        entry = graphene.ID(required=True)
        outcome = graphene.String(required=True)
        solution = graphene.ID()
        versions = graphene.String()

    receipt = graphene.Field(t.Receipt, required=True)
    entry = graphene.Field(t.Entry, required=True)

    @staticmethod
    def mutate(
        root: Any,
        info: Any,
        entry: str,
        outcome: str,
        solution: str | None = None,
        versions: str | None = None,
    ) -> dict[str, Any]:
        found = entry_of(info, entry)
        receipt = services.give_receipt(
            actor=viewer_of(info),
            entry=found,
            outcome=outcome,
            solution=solution_of(info, found, solution),
            versions=versions or "",
        )
        return payload(info, receipt=receipt, entry=entry_of(info, entry))


class WithdrawReceipt(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        entry = graphene.ID(required=True)
        outcome = graphene.String(required=True)
        solution = graphene.ID()

    entry = graphene.Field(t.Entry, required=True)

    @staticmethod
    def mutate(
        root: Any, info: Any, entry: str, outcome: str, solution: str | None = None
    ) -> dict[str, Any]:
        found = entry_of(info, entry)
        services.withdraw_receipt(
            actor=viewer_of(info),
            entry=found,
            outcome=outcome,
            solution=solution_of(info, found, solution),
        )
        return payload(info, entry=entry_of(info, entry))


class CreateTopic(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        title = graphene.String(required=True)
        parent = graphene.String()
        summary = graphene.String()

    topic = graphene.Field(t.Topic, required=True)

    @staticmethod
    def mutate(
        root: Any, info: Any, title: str, parent: str | None = None, summary: str | None = None
    ) -> dict[str, Any]:
        topic = services.create_topic(
            actor=viewer_of(info), title=title, parent=parent or "", summary=summary or ""
        )
        return payload(info, topic=topic)


class CauseMutation(graphene.Mutation):  # type: ignore[misc]
    """What adding and removing a cause have in common."""

    class Meta:
        abstract = True

    class Arguments:
        entry = graphene.ID(required=True)
        relation = graphene.String(required=True, description="cause-of or caused-by")
        other = graphene.ID(required=True)

    entry = graphene.Field(t.Entry, required=True)
    other = graphene.Field(t.Entry, required=True)

    @staticmethod
    def answer(
        write: Callable[..., Any], info: Any, entry: str, relation: str, other: str
    ) -> dict[str, Any]:
        one, another = entry_of(info, entry), entry_of(info, other)
        write(actor=viewer_of(info), **services.ends_of(one, relation, another))
        return payload(info, entry=one, other=another)


class AddCause(CauseMutation):
    """Say that a challenge causes another."""

    @staticmethod
    def mutate(root: Any, info: Any, **said: str) -> dict[str, Any]:
        return CauseMutation.answer(services.add_cause, info, **said)


class RemoveCause(CauseMutation):
    """Take back that a challenge causes another."""

    @staticmethod
    def mutate(root: Any, info: Any, **said: str) -> dict[str, Any]:
        return CauseMutation.answer(services.remove_cause, info, **said)
