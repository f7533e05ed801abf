"""What curators do, and its undoing."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.common.ids import decode_id
from nexus.curation import desk, services
from nexus.graphql.mutations.documents import document_of
from nexus.graphql.mutations.library import entry_of, solution_of
from nexus.graphql.node import viewer_of
from nexus.graphql.planning import payload
from nexus.graphql.types import curation as t
from nexus.graphql.types.library import Entry
from nexus.library import models


def entry_in_hand(info: Any, id: str) -> models.Entry:
    return desk.get_entry_in_hand(viewer=viewer_of(info), pk=decode_id("entry", id))


class AnswerSuggestion(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)
        same = graphene.Boolean(required=True)

    action = graphene.Field(t.Action, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str, same: bool) -> dict[str, Any]:
        pk = decode_id("suggestion", id)
        action = services.answer_suggestion(actor=viewer_of(info), suggestion_pk=pk, same=same)
        return payload(info, action=action)


class AcceptSuggestions(graphene.Mutation):  # type: ignore[misc]
    """Answer "the same" to all from a likeness on, at most 200."""

    class Arguments:
        score = graphene.Float(required=True)

    actions = graphene.List(graphene.NonNull(t.Action), required=True)

    @staticmethod
    def mutate(root: Any, info: Any, score: float) -> dict[str, Any]:
        return {"actions": services.accept_above(actor=viewer_of(info), score=score)}


class SkipQuestion(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        key = graphene.String(required=True)

    done = graphene.Boolean(required=True)

    @staticmethod
    def mutate(root: Any, info: Any, key: str) -> dict[str, Any]:
        services.skip_question(actor=viewer_of(info), question=key)
        return {"done": True}


class MergeEntries(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        entry = graphene.ID(required=True)
        into = graphene.ID(required=True)

    action = graphene.Field(t.Action, required=True)
    entry = graphene.Field(Entry, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, entry: str, into: str) -> dict[str, Any]:
        target = entry_in_hand(info, into)
        action = services.merge_entries(
            actor=viewer_of(info), entry=entry_in_hand(info, entry), into=target
        )
        return payload(info, action=action, entry=entry_of(info, into))


class SplitEntry(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        entry = graphene.ID(required=True)
        statements = graphene.List(graphene.NonNull(graphene.ID), required=True)
        title = graphene.String(required=True)

    action = graphene.Field(t.Action, required=True)
    entry = graphene.Field(Entry, required=True)

    @staticmethod
    def mutate(
        root: Any, info: Any, entry: str, statements: list[str], title: str
    ) -> dict[str, Any]:
        action, made = services.split_entry(
            actor=viewer_of(info),
            entry=entry_in_hand(info, entry),
            statement_pks=[decode_id("statement", name) for name in statements],
            title=title,
        )
        return payload(info, action=action, entry=made)


class MoveStatements(graphene.Mutation):  # type: ignore[misc]
    """Put statements on an entry; `action` is null when all stand there already."""

    class Arguments:
        statements = graphene.List(graphene.NonNull(graphene.ID), required=True)
        into = graphene.ID(required=True)

    action = graphene.Field(t.Action)
    entry = graphene.Field(Entry, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, statements: list[str], into: str) -> dict[str, Any]:
        action = services.move_statements(
            actor=viewer_of(info),
            statement_pks=[decode_id("statement", name) for name in statements],
            into=entry_in_hand(info, into),
        )
        return payload(info, action=action, entry=entry_of(info, into))


class RenameEntry(graphene.Mutation):  # type: ignore[misc]
    """Give another title and address; `action` is null when it has that title."""

    class Arguments:
        entry = graphene.ID(required=True)
        title = graphene.String(required=True)

    action = graphene.Field(t.Action)
    entry = graphene.Field(Entry, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, entry: str, title: str) -> dict[str, Any]:
        found = entry_in_hand(info, entry)
        action = services.rename(actor=viewer_of(info), entry=found, title=title)
        return payload(info, action=action, entry=entry_of(info, entry))


class ChooseWording(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        entry = graphene.ID(required=True)
        statement = graphene.ID(required=True)

    action = graphene.Field(t.Action)
    entry = graphene.Field(Entry, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, entry: str, statement: str) -> dict[str, Any]:
        action = services.choose_wording(
            actor=viewer_of(info),
            entry=entry_in_hand(info, entry),
            statement_pk=decode_id("statement", statement),
        )
        return payload(info, action=action, entry=entry_of(info, entry))


class MarkBestSolution(graphene.Mutation):  # type: ignore[misc]
    """Put one solution first, or none when `solution` is left out."""

    class Arguments:
        entry = graphene.ID(required=True)
        solution = graphene.ID()

    action = graphene.Field(t.Action)
    entry = graphene.Field(Entry, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, entry: str, solution: str | None = None) -> dict[str, Any]:
        found = entry_in_hand(info, entry)
        action = services.mark_best_solution(
            actor=viewer_of(info), entry=found, solution=solution_of(info, found, solution)
        )
        return payload(info, action=action, entry=entry_of(info, entry))


class RetractDocument(graphene.Mutation):  # type: ignore[misc]
    """Let a document count for nothing; `action` is null when it does not already."""

    class Arguments:
        id = graphene.ID(required=True)

    action = graphene.Field(t.Action)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        document = document_of(info, id)
        return payload(
            info, action=services.retract_document(actor=viewer_of(info), document=document)
        )


class UndoAction(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    action = graphene.Field(t.Action, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        pk = decode_id("action", id)
        return payload(info, action=services.undo_action(actor=viewer_of(info), action_pk=pk))
