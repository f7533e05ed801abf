"""The lexicon that maintainers extend."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.curation import lexicon, services
from nexus.documents.models import NAMED_KINDS
from nexus.rest import serializers as s
from nexus.rest.gathered import GATHERED, respond_gathered
from nexus.rest.lists import page_of
from nexus.rest.parameters import choice, parameter, text
from nexus.rest.views.base import HubView
from nexus.rest.views.curation import CurationView


class Lexicon(CurationView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_lexicon_terms",
        parameters=[
            OpenApiParameter("q", str, description="Part of a name or of a spelling."),
            OpenApiParameter("kind", str, enum=NAMED_KINDS),
            OpenApiParameter("origin", str, enum=list(lexicon.ORIGINS)),
            *GATHERED,
        ],
        responses=page_of(s.LexiconTermOut),
    )
    def get(self, request: Request) -> Response:
        terms = lexicon.list_terms(
            viewer=self.viewer,
            search=text(request, "q"),
            kind=choice(request, "kind", NAMED_KINDS),
            origin=choice(request, "origin", list(lexicon.ORIGINS)),
        )
        return respond_gathered(request, terms, lexicon.place_of_term, s.LexiconTermOut)

    @extend_schema(
        operation_id="add_lexicon_term", request=s.LexiconTermIn, responses={201: s.ActionOut}
    )
    def post(self, request: Request) -> Response:
        data = self.parse(s.LexiconTermIn)
        return self.done(
            services.add_term(
                actor=self.viewer,
                kind=data["kind"],
                name=data["name"],
                aliases=data.get("aliases", []),
                ambiguous=data.get("is_ambiguous", False),
            )
        )


class LexiconItem(CurationView):
    needs_sign_in = True

    @extend_schema(operation_id="get_lexicon_term", responses=s.LexiconTermOut)
    def get(self, request: Request, slug: str) -> Response:
        return self.show(s.LexiconTermOut, lexicon.get_term(viewer=self.viewer, slug=slug))

    @extend_schema(
        operation_id="change_lexicon_term",
        request=s.LexiconTermChange,
        responses={201: s.ActionOut, 204: None},
    )
    def patch(self, request: Request, slug: str) -> Response:
        data = self.parse(s.LexiconTermChange)
        return self.done(
            services.change_term(
                actor=self.viewer,
                slug=slug,
                name=data.get("name"),
                kind=data.get("kind"),
                ambiguous=data.get("is_ambiguous"),
            )
        )

    @extend_schema(operation_id="remove_lexicon_term", responses={201: s.ActionOut})
    def delete(self, request: Request, slug: str) -> Response:
        return self.done(services.remove_term(actor=self.viewer, slug=slug))


class LexiconAliases(CurationView):
    @extend_schema(
        operation_id="add_lexicon_alias",
        request=s.AliasIn,
        responses={201: s.ActionOut, 204: None},
    )
    def post(self, request: Request, slug: str) -> Response:
        alias = self.parse(s.AliasIn)["alias"]
        return self.done(services.add_alias(actor=self.viewer, slug=slug, alias=alias))

    @extend_schema(
        operation_id="remove_lexicon_alias",
        parameters=[OpenApiParameter("alias", str, required=True)],
        responses={201: s.ActionOut},
    )
    def delete(self, request: Request, slug: str) -> Response:
        alias = parameter(request, "alias")
        return self.done(services.remove_alias(actor=self.viewer, slug=slug, alias=alias))


class UnknownNames(HubView):
    needs_sign_in = True

    @extend_schema(
        operation_id="list_unknown_names",
        parameters=GATHERED,
        responses=page_of(s.UnknownNameOut),
    )
    def get(self, request: Request) -> Response:
        names = lexicon.list_unknown_names(viewer=self.viewer, most=None)
        return respond_gathered(request, names, lexicon.place_of_name, s.UnknownNameOut)
