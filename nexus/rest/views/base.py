"""What every REST view does the same way."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from nexus.accounts.policies import Viewer


class BoundedJSONParser(JSONParser):
    """JSON nested deeper than Python reads is a mistake of the client, not of the hub."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError("The JSON is nested too deep.") from error


class HubView(APIView):
    """A view of the hub's API; `viewer` is who asks."""

    parser_classes = [BoundedJSONParser, MultiPartParser]
    request: Request

    @property
    def viewer(self) -> Viewer:
        return self.request.user  # type: ignore[return-value]

    def parse(self, serializer: type[Serializer[Any]]) -> dict[str, Any]:
        """The validated body; raises ValidationError, which becomes a problem with pointers."""
        parsed = serializer(data=self.request.data)
        parsed.is_valid(raise_exception=True)
        data: dict[str, Any] = parsed.validated_data
        return data

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        """An ETag on what is read, and 304 for who has it; private unless nobody signed in."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if request.method != "GET" or response.status_code != 200:
            return response
        response.render()
        tag = f'"{sha256(response.content).hexdigest()[:24]}"'
        response["ETag"] = tag
        private = getattr(request, "user", None) is not None and request.user.is_authenticated
        response["Cache-Control"] = "private, no-cache" if private else "no-cache"
        response["Vary"] = "Accept, Authorization, Cookie"
        asked = [
            t.strip().removeprefix("W/")
            for t in request.headers.get("If-None-Match", "").split(",")
        ]
        if tag in asked or "*" in asked:
            unchanged = Response(status=304, headers={"ETag": tag, "Vary": response["Vary"]})
            unchanged.accepted_renderer = response.accepted_renderer
            unchanged.accepted_media_type = response.accepted_media_type
            unchanged.renderer_context = response.renderer_context
            unchanged["Cache-Control"] = response["Cache-Control"]
            return unchanged
        return response
