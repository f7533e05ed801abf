"""The topic map."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.curation import selectors as curation
from nexus.library import selectors, services
from nexus.rest import serializers as s
from nexus.rest.gathered import respond_whole
from nexus.rest.lists import list_parameters, page_of, respond
from nexus.rest.sparse import FIELDS
from nexus.rest.views.base import HubView


class Topics(HubView):
    follows_touches = True

    @extend_schema(
        operation_id="list_topics",
        parameters=list_parameters(s.TopicOut),
        responses=page_of(s.TopicOut),
    )
    def get(self, request: Request) -> Response:
        topics = selectors.list_topics(viewer=self.viewer)
        return respond(request, topics, s.TopicOut)

    @extend_schema(operation_id="create_topic", request=s.TopicIn, responses={201: s.TopicOut})
    def post(self, request: Request) -> Response:
        data = self.parse(s.TopicIn)
        topic = services.create_topic(
            actor=self.viewer,
            title=data["title"],
            parent=data.get("parent", ""),
            summary=data.get("summary", ""),
        )
        return self.show(s.TopicOut, topic, status=201)


class TopicItem(HubView):
    follows_touches = True

    @extend_schema(operation_id="get_topic", responses=s.TopicOut)
    def get(self, request: Request, slug: str) -> Response:
        return self.show(s.TopicOut, selectors.get_topic(viewer=self.viewer, slug=slug))


class TopicAlsoMet(HubView):
    follows_touches = True

    @extend_schema(operation_id="list_also_met", parameters=[FIELDS], responses=page_of(s.VoiceOut))
    def get(self, request: Request, slug: str) -> Response:
        topic = selectors.get_topic(viewer=self.viewer, slug=slug)
        voices = curation.list_also_met(viewer=self.viewer, topic=topic)
        return respond_whole(request, voices, s.VoiceOut)
