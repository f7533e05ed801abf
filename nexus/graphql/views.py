"""The endpoint: JSON for programs, GraphiQL for people."""

from __future__ import annotations

import json
import re
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from graphene.validation import depth_limit_validator
from graphene_django.views import GraphQLView, HttpError
from graphql import (
    ExecutionContext,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationType,
    ValidationRule,
    execute,
    get_operation_ast,
)
from graphql.validation import NoSchemaIntrospectionCustomRule, specified_rules

from nexus.accounts.selectors import SCHEMES, find_token
from nexus.common.answers import HEADER
from nexus.common.errors import NexusError, Stale, TooCostly, TooMany, refused_by_database
from nexus.common.throttles.charging import charge
from nexus.common.throttles.headers import tell
from nexus.common.unchanged import (
    Asked,
    asked_whether_changed,
    mark_before,
    not_changed,
    tag_of,
    tell_caches,
)
from nexus.graphql.charging import charge_query, charge_refused, charge_request, refusal
from nexus.graphql.documents import Prepared, documents
from nexus.graphql.following import follows_touches
from nexus.graphql.idempotency import REPLAYED, execute_once, fingerprint, has_secret
from nexus.graphql.lists import GIVEN
from nexus.graphql.persisted import (
    PersistedQueryNotFound,
    find_query,
    hash_of,
    keep_query,
    price_of_keeping,
)
from nexus.graphql.pricing import price

CODES = {405: "method-not-allowed", 413: "too-large"}  # of what is no GraphQL request
DEEPEST = 12
LARGEST = 1_000_000
IMPORTS = re.compile(rb"import(?:Text|Cohort)|correctDocument")
# As JSON writes it, or as a literal of the query does.
NUL = re.compile(r"\\u(?:0000|\{0+\})")


class DepthLimit(depth_limit_validator(max_depth=DEEPEST)):  # type: ignore[misc]
    """Graphene's limit, which does not survive a fragment that spreads itself."""

    def __init__(self, context: Any) -> None:
        try:
            super().__init__(context)
        except RecursionError:
            ValidationRule.__init__(self, context)
            # The standard's own rule names the fragment; here only the walk has no end.
            context.report_error(GraphQLError("The query goes round in circles, or too deep."))


class NotChanged(Exception):
    """Who asks has the answer already; `answer` is the 304 that says so."""

    def __init__(self, answer: HttpResponseBase) -> None:
        super().__init__()
        self.answer = answer


class Synchronous(ExecutionContext):
    """Resolvers here return what is there; nobody has to ask of each value whether to await it.

    Plain lists are as long as they may be.
    """

    is_awaitable = staticmethod(lambda value: False)

    def complete_list_value(
        self, return_type: Any, field_nodes: Any, info: Any, path: Any, result: Any
    ) -> Any:
        """The list, no longer than it was priced for."""
        most = GIVEN.get(f"{info.parent_type.name}.{info.field_name}")
        cut = result if most is None else result[:most]
        return super().complete_list_value(return_type, field_nodes, info, path, cut)


class HubGraphQLView(GraphQLView):  # type: ignore[misc]
    """graphene-django's view with the hub's errors: a code, fields, never a traceback."""

    asked: Asked | None = None
    # The view takes these instead of the standard's own rules, so those are named too.
    validation_rules = (*specified_rules, DepthLimit)

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as JSON or a form, unless it is nested deeper than Python reads."""
        if len(request.body) > LARGEST and not IMPORTS.search(request.body):
            large = f"Only what imports documents may be larger than {LARGEST:,} bytes."
            raise HttpError(HttpResponse(large, status=413))
        try:
            return super().parse_body(request)
        except RecursionError as error:
            raise HttpError(HttpResponseBadRequest("The JSON is nested too deep.")) from error

    @staticmethod
    def get_graphql_params(request: HttpRequest, data: dict[str, Any]) -> Any:
        """Query, variables, operation and id, after a look at what JSON may hold instead."""
        found = query, variables, _, _ = GraphQLView.get_graphql_params(request, data)
        if query is not None and not isinstance(query, str):
            raise HttpError(HttpResponseBadRequest("`query` must be a text."))
        if variables is not None and not isinstance(variables, dict):
            raise HttpError(HttpResponseBadRequest("`variables` must be an object."))
        try:
            sent = json.dumps([query, variables], ensure_ascii=False)
            sent.encode()
        except UnicodeEncodeError as error:  # half of a pair, which no database keeps
            complaint = "The request holds a character that is none in Unicode."
            raise HttpError(HttpResponseBadRequest(complaint)) from error
        if NUL.search(sent):
            raise HttpError(HttpResponseBadRequest("The request holds the character NUL."))
        return found

    @staticmethod
    def format_error(error: Any) -> dict[str, Any]:
        if isinstance(error, HttpError):  # a body that is no request
            status = error.response.status_code
            code = CODES.get(status, "parse-error")
            return {"message": error.message, "extensions": {"code": code, "status": status}}
        original = getattr(error, "original_error", None)
        if isinstance(original, DataError | IntegrityError):
            refused = refused_by_database(original)
            extensions = {"code": refused.code, "status": refused.status}
            return {"message": refused.message, "extensions": extensions}
        if isinstance(original, NexusError):
            formatted = dict(error.formatted)
            formatted["extensions"] = {"code": original.code, "status": original.status}
            if isinstance(original, Stale):
                formatted["extensions"]["current_version"] = original.current_version
            if original.fields:
                formatted["extensions"]["fields"] = original.fields
            return formatted
        if isinstance(error, GraphQLError) and isinstance(original, GraphQLError | None):
            code = "parse-error" if isinstance(error, GraphQLSyntaxError) else "invalid"
            return {**error.formatted, "extensions": {"code": code, "status": 400}}
        return {
            "message": "Something broke inside the hub; the log has the details.",
            "extensions": {"code": "internal"},
        }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.NEXUS_INTROSPECTION:
            self.validation_rules = (*self.validation_rules, NoSchemaIntrospectionCustomRule)
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)
        except (TooMany, TooCostly) as error:
            return refusal(error)
        except PersistedQueryNotFound as unknown:
            # In a moment it may be known; nobody keeps that it was not.
            return JsonResponse(unknown.answer, headers={"Cache-Control": "no-store"})
        except NotChanged as same:
            tell_caches(same.answer, private=request.user.is_authenticated)
            return same.answer
        tell(response, getattr(request, "graphql_decision", None))
        if getattr(request, REPLAYED, False):
            response["Idempotent-Replayed"] = "true"
        return conditional(request, response, self.asked)

    def get_response(
        self, request: HttpRequest, data: dict[str, Any], show_graphiql: bool = False
    ) -> tuple[str, int]:
        """The answer; the query is charged before anything validates it, keeps it or runs."""
        asked = hash_of(request, data)
        query, variables, operation, _ = self.get_graphql_params(request, data)
        if asked and not query:
            query = find_query(asked)
        if not query:
            raise HttpError(HttpResponseBadRequest("Must provide query string."))
        keeping = price_of_keeping(asked, query) if asked else 0
        prepared = documents.prepare(query, self.validation_rules)
        if prepared.complaint:
            raise HttpError(HttpResponseBadRequest(prepared.complaint))
        request.graphql_prepared = prepared  # type: ignore[attr-defined]
        schema = self.schema.graphql_schema
        if prepared.document:
            cost = price(schema, prepared.document, operation, variables)
            charge_query(request, cost, keeping)
            if keeping and not prepared.validate(schema, self.validation_rules):
                keep_query(asked, query)
            self.answer_unchanged(request, prepared, operation, variables)
        found: tuple[str, int] = super().get_response(request, data, show_graphiql)
        return found

    def answer_unchanged(
        self,
        request: HttpRequest,
        prepared: Prepared,
        operation: str | None,
        variables: dict[str, Any] | None,
    ) -> None:
        """Remember what a GET asks, if touches tell when its answer changes.

        Raises NotChanged for who has the answer: none is made.
        """
        mark = getattr(request, "touch_mark", "")
        if not mark or not follows_touches(prepared.document, operation):
            return
        # The parts of a GET may come in its body, too.
        parts = fingerprint(prepared.text, variables, operation)
        self.asked = asked_whether_changed(request, mark, parts)
        if same := not_changed(request, self.asked):
            raise NotChanged(same)

    def execute_graphql_request(
        self,
        request: HttpRequest,
        data: dict[str, Any],
        query: str | None,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        show_graphiql: bool = False,
    ) -> ExecutionResult:
        """What the prepared query says, or why it says nothing; it is validated once."""
        prepared: Prepared = request.graphql_prepared  # type: ignore[attr-defined]
        if prepared.document is None:
            return ExecutionResult(data=None, errors=list(prepared.errors or ()))
        refuse_write(request, prepared, operation_name)
        schema = self.schema.graphql_schema
        if errors := prepared.validate(schema, self.validation_rules):
            return ExecutionResult(data=None, errors=list(errors))

        def work() -> ExecutionResult:
            found = executed(schema, prepared, request, variables, operation_name)
            if found.errors:  # the next time it may do better
                self.asked = None
            return found

        kind = operation_of(prepared, operation_name)
        person = request.user
        keyed = HEADER in request.headers and kind == OperationType.MUTATION
        if keyed and person.is_authenticated:
            wanted = fingerprint(prepared.text, variables, operation_name)
            is_secret = has_secret(prepared.text)
            return execute_once(request, person, wanted, work, is_secret=is_secret)
        return work()

    def json_encode(self, request: HttpRequest, d: dict[str, Any], pretty: bool = False) -> str:
        """The answer as JSON, with what it cost; one without data was refused before it ran."""
        if "data" not in d:
            charge_refused(request)
        if told := getattr(request, "graphql_cost", None):
            d = {**d, "extensions": {"cost": told}}
        encoded: str = super().json_encode(request, d, pretty)
        return encoded


def operation_of(prepared: Prepared, name: str | None) -> OperationType | None:
    """What the operation that would run is; None when none is chosen."""
    assert prepared.document is not None
    chosen = get_operation_ast(prepared.document, name)
    return chosen.operation if chosen else None


def refuse_write(request: HttpRequest, prepared: Prepared, name: str | None) -> None:
    """Raises HttpError for a mutation that comes by GET, which links and images send."""
    kind = operation_of(prepared, name)
    if request.method == "GET" and kind and kind != OperationType.QUERY:
        words = f"Can only perform a {kind.value} operation from a POST request."
        raise HttpError(HttpResponseNotAllowed(["POST"], words))


def executed(
    schema: GraphQLSchema,
    prepared: Prepared,
    request: HttpRequest,
    variables: dict[str, Any] | None,
    operation: str | None,
) -> ExecutionResult:
    """What a good query says; whatever breaks becomes an error of the answer."""
    assert prepared.document is not None
    try:
        found = execute(
            schema,
            prepared.document,
            context_value=request,
            variable_values=variables,
            operation_name=operation,
            execution_context_class=Synchronous,
        )
    except Exception as error:
        return ExecutionResult(data=None, errors=[GraphQLError(str(error), original_error=error)])
    assert isinstance(found, ExecutionResult)
    return found


endpoint = HubGraphQLView.as_view(graphiql=False)


def conditional(
    request: HttpRequest, response: HttpResponse, asked: Asked | None
) -> HttpResponseBase:
    """An ETag on what was read by GET, and 304 for who has it; as REST does it."""
    if request.method != "GET" or response.status_code != 200:
        return response
    tag = response["ETag"] = tag_of(response.content)
    if asked is not None:
        asked.remember(tag)
    tell_caches(response, private=request.user.is_authenticated)
    return get_conditional_response(request, etag=tag, response=response) or response


def refuse_token(request: HttpRequest) -> HttpResponse:
    """401; nobody's request, so the address pays for it. Raises TooMany."""
    charge(request, scope="read")
    refused = {"code": "authentication-failed", "status": 401}
    message = "This API token is not valid. Make a new one on your page."
    body = {"errors": [{"message": message, "extensions": refused}]}
    return JsonResponse(body, status=401)


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """GET in a browser shows GraphiQL; a bearer token signs in; a session needs its CSRF token.

    A link with `?query=` opens in GraphiQL too; `&raw` gives the answer itself.
    """
    wants_page = "text/html" in request.headers.get("Accept", "") and "raw" not in request.GET
    if request.method == "GET" and wants_page and settings.NEXUS_GRAPHIQL:
        charge_request(request)
        return render(request, "graphql/graphiql.html")
    request.touch_mark = mark_before(request)  # type: ignore[attr-defined]
    try:
        return answered(request)
    except TooMany as error:
        return refusal(error)


def answered(request: HttpRequest) -> HttpResponse:
    """The answer to who asks: a token's person, a session's, or nobody. Raises TooMany."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() in SCHEMES and secret:
        token = find_token(secret.strip())
        if token is None:
            return refuse_token(request)
        request.user, request.api_token_pk = token.person, token.pk  # type: ignore[attr-defined]
        charge_request(request)
        answer: HttpResponse = endpoint(request)
        return answer
    charge_request(request)
    if not request.user.is_authenticated:
        anonymous: HttpResponse = endpoint(request)
        # Graphene sets one for forms; nobody is signed in, and without it the answer may be kept.
        anonymous.cookies.clear()
        return anonymous
    protected: HttpResponse = csrf_protect(endpoint)(request)
    if protected.status_code == 403 and not protected["Content-Type"].startswith("application/"):
        message = "A signed-in session sends its CSRF token as X-CSRFToken; programs send a token."
        return JsonResponse({"errors": [{"message": message}]}, status=403)
    return protected
