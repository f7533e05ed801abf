"""The curator's desk: what it asks, what is answered, what was done, and its undoing."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.common.ids import decode_id
from nexus.curation import desk, services
from nexus.curation.models import Action
from nexus.documents.selectors import get_document
from nexus.library.models import Entry
from nexus.rest import serializers as s
from nexus.rest.gathered import respond_whole
from nexus.rest.lists import list_parameters, page_of, present, respond, results_of
from nexus.rest.parameters import fraction, id_of
from nexus.rest.sparse import FIELDS
from nexus.rest.views.base import HubView
from nexus.rest.views.entries import EntryView, find_solution


class CurationView(EntryView):
    """Answers with the action, or 204 when nothing was to be done."""

    follows_touches = False  # the lexicon's answers stand on the change log

    def entry(self, id: str) -> Entry:
        return desk.get_entry_in_hand(viewer=self.viewer, pk=decode_id("entry", id))

    def done(self, action: Action | None) -> Response:
        if action is None:
            return Response(status=204)
        return self.show(s.ActionOut, action, status=201)


class Desk(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_questions", parameters=[FIELDS], responses=page_of(s.QuestionOut)
    )
    def get(self, request: Request) -> Response:
        questions = desk.list_questions(viewer=self.viewer)
        return respond_whole(request, questions, s.QuestionOut)


class DeskSkip(HubView):
    @extend_schema(operation_id="skip_question", request=s.SkipIn, responses={204: None})
    def post(self, request: Request) -> Response:
        services.skip_question(actor=self.viewer, question=self.parse(s.SkipIn)["question"])
        return Response(status=204)


class Suggestions(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_suggestions",
        parameters=[
            *list_parameters(s.SuggestionOut),
            OpenApiParameter(
                "score", float, description="From this likeness on: what accepting would join."
            ),
        ],
        responses=page_of(s.SuggestionOut),
    )
    def get(self, request: Request) -> Response:
        found = desk.list_suggestions(viewer=self.viewer, score=fraction(request, "score"))
        return respond(request, found, s.SuggestionOut)


class SuggestionsAccept(HubView):
    @extend_schema(
        operation_id="accept_suggestions",
        request=s.AcceptIn,
        responses={201: results_of(s.ActionOut)},
    )
    def post(self, request: Request) -> Response:
        score = self.parse(s.AcceptIn)["score"]
        actions = services.accept_above(actor=self.viewer, score=score)
        return Response({"results": present(request, s.ActionOut, actions)}, status=201)


class SuggestionItem(HubView):
    needs_sign_in = True

    @extend_schema(operation_id="get_suggestion", responses=s.SuggestionOut)
    def get(self, request: Request, id: str) -> Response:
        pk = decode_id("suggestion", id)
        return self.show(s.SuggestionOut, desk.get_suggestion(viewer=self.viewer, pk=pk))


class SuggestionAnswer(CurationView):
    @extend_schema(
        operation_id="answer_suggestion", request=s.AnswerIn, responses={201: s.ActionOut}
    )
    def post(self, request: Request, id: str) -> Response:
        same = self.parse(s.AnswerIn)["same"]
        pk = decode_id("suggestion", id)
        return self.done(services.answer_suggestion(actor=self.viewer, suggestion_pk=pk, same=same))


class EntryMerge(CurationView):
    @extend_schema(operation_id="merge_entry", request=s.MergeIn, responses={201: s.ActionOut})
    def post(self, request: Request, id: str) -> Response:
        into = self.entry(self.parse(s.MergeIn)["into"])
        return self.done(services.merge_entries(actor=self.viewer, entry=self.entry(id), into=into))


class EntrySplit(CurationView):
    @extend_schema(operation_id="split_entry", request=s.SplitIn, responses={201: s.SplitOut})
    def post(self, request: Request, id: str) -> Response:
        data = self.parse(s.SplitIn)
        action, entry = services.split_entry(
            actor=self.viewer,
            entry=self.entry(id),
            statement_pks=statements_of(data),
            title=data["title"],
        )
        return self.show(s.SplitOut, {"action": action, "entry": entry}, status=201)


class EntryStatements(CurationView):
    @extend_schema(
        operation_id="move_statements",
        description="Put statements on this entry; 204 when all stand there already.",
        request=s.StatementsIn,
        responses={201: s.ActionOut, 204: None},
    )
    def post(self, request: Request, id: str) -> Response:
        pks = statements_of(self.parse(s.StatementsIn))
        return self.done(
            services.move_statements(actor=self.viewer, statement_pks=pks, into=self.entry(id))
        )


class EntryRename(CurationView):
    @extend_schema(
        operation_id="rename_entry", request=s.RenameIn, responses={201: s.ActionOut, 204: None}
    )
    def post(self, request: Request, id: str) -> Response:
        title = self.parse(s.RenameIn)["title"]
        return self.done(services.rename(actor=self.viewer, entry=self.entry(id), title=title))


class EntryWording(CurationView):
    @extend_schema(
        operation_id="choose_wording", request=s.WordingIn, responses={201: s.ActionOut, 204: None}
    )
    def post(self, request: Request, id: str) -> Response:
        pk = decode_id("statement", self.parse(s.WordingIn)["statement"])
        return self.done(
            services.choose_wording(actor=self.viewer, entry=self.entry(id), statement_pk=pk)
        )


class EntryBestSolution(CurationView):
    @extend_schema(
        operation_id="mark_best_solution",
        request=s.BestIn,
        responses={201: s.ActionOut, 204: None},
    )
    def post(self, request: Request, id: str) -> Response:
        named = self.parse(s.BestIn)["solution"]
        entry = self.entry(id)
        solution = find_solution(self.viewer, entry, named or "")
        return self.done(
            services.mark_best_solution(actor=self.viewer, entry=entry, solution=solution)
        )


class DocumentRetract(CurationView):
    @extend_schema(
        operation_id="retract_document", request=None, responses={201: s.ActionOut, 204: None}
    )
    def post(self, request: Request, id: str) -> Response:
        document = get_document(viewer=self.viewer, pk=decode_id("document", id))
        return self.done(services.retract_document(actor=self.viewer, document=document))


class Actions(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_actions",
        parameters=[
            OpenApiParameter("entry", str, description="entry-12"),
            *list_parameters(s.ActionOut),
        ],
        responses=page_of(s.ActionOut),
    )
    def get(self, request: Request) -> Response:
        actions = desk.list_actions(viewer=self.viewer, entry=id_of(request, "entry", "entry"))
        return respond(request, actions, s.ActionOut)


class ActionItem(HubView):
    needs_sign_in = True

    @extend_schema(operation_id="get_action", responses=s.ActionOut)
    def get(self, request: Request, id: str) -> Response:
        pk = decode_id("action", id)
        return self.show(s.ActionOut, desk.get_action(viewer=self.viewer, pk=pk))


class ActionUndo(HubView):
    @extend_schema(operation_id="undo_action", request=None, responses=s.ActionOut)
    def post(self, request: Request, id: str) -> Response:
        pk = decode_id("action", id)
        return self.show(s.ActionOut, services.undo_action(actor=self.viewer, action_pk=pk))


def statements_of(data: dict[str, Any]) -> list[int]:
    return [decode_id("statement", name) for name in data["statements"]]
