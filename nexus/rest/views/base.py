"""What every REST view does the same way."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.cache import get_conditional_response
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from nexus.accounts.policies import Viewer, refusal_of_stranger
from nexus.common.answers import key_of
from nexus.common.errors import NotFound
from nexus.common.throttles.headers import tell
from nexus.common.unchanged import (
    Asked,
    asked_whether_changed,
    keep_from_caches,
    mark_before,
    not_changed,
    tag_of,
    tell_caches,
)
from nexus.rest.deprecations import tell_going
from nexus.rest.idempotency import answer_once
from nexus.rest.including import INCLUDED, asked_relations, included
from nexus.rest.locations import location_of
from nexus.rest.parameters import refuse_unknown
from nexus.rest.sparse import keep_fields
from nexus.rest.strict import errors_of
from nexus.rest.throttles import READS, decision_of

# What was read, that it is elsewhere, and that it is what it was.
LASTING = frozenset((200, 301, 304))


class BoundedJSONParser(JSONParser):
    """JSON nested deeper than Python reads is a mistake of the client, not of the hub."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError("The JSON is nested too deep.") from error


class HubView(APIView):
    """A view of the hub's API; `viewer` is who asks."""

    parser_classes = [BoundedJSONParser]
    # Where a method is counted as something else than a read or a write.
    scopes: ClassVar[dict[str, str]] = {}
    # Whether reading it takes a sign-in, whatever the hub's choices; writing always does.
    needs_sign_in: ClassVar[bool] = False
    # Whether a POST is answered with what is shown once and never kept.
    answers_secret: ClassVar[bool] = False
    # Whether anything is at its address.
    exists: ClassVar[bool] = True
    # Whether what it reads is made of tables alone whose writers leave a touch, and not of jobs,
    # tokens or the clock: then 304 needs no body (nexus.common.unchanged).
    follows_touches: ClassVar[bool] = False
    asked: Asked | None = None
    request: Request

    @property
    def viewer(self) -> Viewer:
        return self.request.user

    @property
    def reads(self) -> bool:
        """Is the answer that of a GET? HEAD asks for its headers, so it is made in the same way."""
        return self.request.method in {"GET", "HEAD"}

    @property
    def is_json(self) -> bool:
        """Did the body come as JSON, which has types, or as a form, where all is text?"""
        return not isinstance(self.request.data, QueryDict)

    def parse(self, serializer: type[Serializer[Any]]) -> dict[str, Any]:
        """The validated body; raises ValidationError, which becomes a problem with pointers."""
        sent = self.request.data
        parsed = serializer(data=sent)
        parsed.is_valid()
        if errors := {**parsed.errors, **errors_of(parsed, sent, typed=self.is_json)}:
            raise ValidationError(errors)
        data: dict[str, Any] = parsed.validated_data
        return data

    def show(
        self, serializer: type[Serializer[Any]], found: Any, *, status: int = 200, **context: Any
    ) -> Response:
        """One object as the viewer may read it; a GET shows the asked fields and relations."""
        shown = serializer(found, context={"viewer": self.viewer, **context})
        if self.reads:
            keep_fields(self.request, shown)
            relations = asked_relations(self.request, serializer)
            refuse_unknown(self.request)
            if relations:
                more = included(self.request, relations, [found])[found.id]
                return Response({**shown.data, INCLUDED: more})
        return Response(shown.data, status=status)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who asks, and how often; a POST with a key is done once."""
        mark = mark_before(request._request) if self.follows_touches else ""
        super().initial(request, *args, **kwargs)
        if mark:
            self.asked = asked_whether_changed(request._request, mark)
            if same := not_changed(request._request, self.asked):
                self.get = self.head = lambda *_, **__: same
        keyed = request.method == "POST" and self.scopes.get("POST") != "search"
        if keyed and key_of(request.headers) and request.user.is_authenticated:
            handler = getattr(self, "post", self.http_method_not_allowed)
            self.post = answer_once(
                request, handler, person=request.user, has_secret=self.answers_secret
            )

    def handle_exception(self, exc: Exception) -> Response:
        private = self.needs_sign_in or self.request.method not in READS
        if isinstance(exc, NotFound) and private and self.exists:
            exc = refusal_of_stranger(self.viewer, exc)
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """An ETag on what is read, and 304 for who has it; private unless nobody signed in.

        Nobody keeps what was refused or written: a moment later it would not be so.
        """
        answer = self.told(super().finalize_response(request, response, *args, **kwargs))
        tell_going(answer, request)
        return answer

    def told(self, answer: Any) -> Any:
        """The answer with what it says of limits and of caches, or 304 in its place."""
        if answer.status_code not in {304, 429}:
            tell(answer, decision_of(self.request))
        if not self.reads or answer.status_code not in LASTING:
            keep_from_caches(answer)
            if location := location_of(answer):
                answer["Location"] = location
            return answer
        tell_caches(answer, private=self.viewer.is_authenticated)
        if answer.status_code == 304:
            answer.headers.pop("Allow", None)  # as Django leaves it out
        return self.tagged(answer) if answer.status_code == 200 else answer

    def tagged(self, answer: Any) -> Any:
        """The answer with its ETag, or 304 in its place."""
        if isinstance(answer, Response):
            answer.render()
        # A view that knows a better one has set it.
        tag = answer.headers.get("ETag") or tag_of(answer.content)
        answer["ETag"] = tag
        if self.asked is not None:
            self.asked.remember(tag)
        return get_conditional_response(self.request._request, etag=tag, response=answer) or answer


class Nothing(HubView):
    """Every other address under the API's."""

    schema = None
    exists = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound(f"Nothing is at {request.path[:120]}. The API's addresses: /api/v1/docs/.")
