"""The hub itself."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from nexus.accounts.services import publish_hub
from nexus.common.hub import get_hub
from nexus.rest import serializers as s
from nexus.rest.views.base import HubView


class HubItem(HubView):
    follows_touches = True

    @extend_schema(operation_id="get_hub", responses=s.HubOut)
    def get(self, request: Request) -> Response:
        return self.show(s.HubOut, get_hub())

    @extend_schema(operation_id="publish_hub", request=s.HubIn, responses=s.HubOut)
    def put(self, request: Request) -> Response:
        data = self.parse(s.HubIn)
        hub = publish_hub(
            actor=self.viewer,
            published=data["published"],
            shows_documents=data["shows_documents"],
        )
        return self.show(s.HubOut, hub)
