"""How the API describes itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from nexus.rest.including import INCLUDED, RELATIONS, include_parameters
from nexus.rest.relations import Relation
from nexus.rest.sparse import FIELDS

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255},
    OpenApiParameter.HEADER,
    description="A random text of yours. The same request with it, within a day, is done once.",
)
PROBLEM = {
    "type": "object",
    "description": "What is wrong and what to do (RFC 9457); `type` leads to its description.",
    "properties": {
        "type": {"type": "string", "description": "`/docs/errors#not-found`"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "Which parts of the input, and what is wrong with each.",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "`#/title`"},
                    "detail": {"type": "string"},
                },
                "required": ["pointer", "detail"],
            },
        },
        "current_version": {"type": "integer", "description": "Of a stale edit: theirs."},
    },
    "required": ["type", "title", "status", "detail"],
}
REFUSED = {
    "description": "Refused, and nothing was written.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
MERGED = {
    "description": "It was merged into another entry: ask there.",
    "headers": {"Location": {"schema": {"type": "string"}, "required": True}},
}
LOCATION = {"Location": {"schema": {"type": "string"}, "description": "Where it is."}}
METHODS = ("get", "put", "post", "delete", "patch")
Schema = dict[str, Any]


class HubSchema(AutoSchema):
    """An operation is described by its own docstring; the view's is about the code."""

    def get_override_parameters(self) -> list[Any]:
        """A POST takes a key that makes it safe to send again, one object what of it shall come."""
        scopes = getattr(self.view, "scopes", {})
        keyed = self.method == "POST" and scopes.get("POST") != "search"
        more = [IDEMPOTENCY_KEY] if keyed else []
        answered = self.get_response_serializers()
        if self.method == "GET" and isinstance(answered, type):
            more += [FIELDS, *include_parameters(answered)]
        return [*super().get_override_parameters(), *more]

    def get_auth(self) -> list[dict[str, Any]]:
        """What anybody may ask needs neither token nor session."""
        found: list[dict[str, Any]] = super().get_auth()
        scopes = getattr(self.view, "scopes", {})
        reads = self.method == "GET" or scopes.get(self.method) == "search"
        is_open = reads and not getattr(self.view, "needs_sign_in", False)
        return [*found, {}] if is_open and {} not in found else found

    def get_description(self) -> str:  # type: ignore[override]
        method = getattr(self.view, self.method.lower(), None)
        return (getattr(method, "__doc__", "") or "").strip()

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Schema:
        """A body has the fields that are described and no other; an answer may include more."""
        found: Schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if direction == "request":
            return {**found, "additionalProperties": False}
        relations = RELATIONS.get(type(serializer))
        if relations:
            found["properties"][INCLUDED] = self.describe_included(relations)
        return found

    def describe_included(self, relations: Mapping[str, Relation]) -> Schema:
        """What `include` brings; each relation is there when it is asked for."""
        properties: Schema = {}
        for name, relation in relations.items():
            shape = self.resolve_serializer(relation.shape, "response").ref
            properties[name] = relation.describe(shape)
        described = "What `include` asked for."
        return {"type": "object", "description": described, "properties": properties}


def describe_refusals(result: Schema, **_: Any) -> Schema:
    """For drf-spectacular: what any operation may answer instead."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for address, path in result["paths"].items():
        for method in METHODS:
            if method in path:
                path[method]["responses"]["4XX"] = REFUSED
        if "get" in path and "/entries/{id}/" in address:
            path["get"]["responses"]["301"] = MERGED
    return result


@dataclass(frozen=True, slots=True)
class Home:
    """Where the objects of a collection are: what names one, and the operations that take it."""

    key: str
    takers: list[str]

    def links(self, place: str) -> Schema:
        """From an object at this place of an answer to all that takes its key."""
        parameters = {f"path.{self.key}": f"$response.body#/{place}{self.key}"}
        return {name: {"operationId": name, "parameters": parameters} for name in self.takers}


def link_operations(result: Schema, **_: Any) -> Schema:
    """For drf-spectacular: what is answered leads to all that takes its id, or its slug.

    A collection's GET leads on from the first object of the page; a POST, wherever it is, from
    what it made.
    """
    paths = result["paths"]
    homes = homes_of(paths)
    made = homes_by_shape(paths, homes)
    for address, path in paths.items():
        listed = homes.get(address)
        if listed and path.get("get", {}).get("operationId", "").startswith("list_"):
            path["get"]["responses"]["200"]["links"] = listed.links("results/0/")
        for answer in made_by(path):
            if home := made.get(shape_of(answer)):
                answer["links"] = home.links("")
                answer["headers"] = LOCATION
    return result


def homes_of(paths: Schema) -> dict[str, Home]:
    """Collections by their addresses; what is below an object takes its key, too."""
    found = {}
    for address in paths:
        collection, _, rest = address.partition("{")
        key = rest.removesuffix("}/")
        if key.isidentifier() and rest.endswith("}/"):
            takers = [
                path[method]["operationId"]
                for below, path in paths.items()
                if below.startswith(address)
                for method in METHODS
                if method in path
            ]
            found[collection] = Home(key, takers)
    return found


def homes_by_shape(paths: Schema, homes: Mapping[str, Home]) -> dict[str, Home]:
    """The same by the schemas of their objects: as one is read, else as it is made."""
    found: dict[str, Home] = {}
    for address, home in homes.items():
        read = paths[f"{address}{{{home.key}}}/"].get("get")
        if read:
            found[shape_of(read["responses"]["200"])] = home
    for address, home in homes.items():
        for answer in made_by(paths.get(address, {})):
            found.setdefault(shape_of(answer), home)
    return found


def made_by(path: Schema) -> Iterator[Schema]:
    """What a POST at an address answers when it made something."""
    responses = path.get("post", {}).get("responses", {})
    yield from (responses[status] for status in ("201", "202") if status in responses)


def shape_of(answer: Schema) -> str:
    """The name of the schema of an answer; "" for one that has none."""
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", ""))
