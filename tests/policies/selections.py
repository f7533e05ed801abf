"""Ask for everything: a selection of all fields of a type, as deep as types do not repeat."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from nexus.graphql.schema import schema

SCHEMA = schema.graphql_schema


def everything(type_: Any, seen: tuple[str, ...] = ()) -> str:
    """`{ … }` with every field that needs no argument; "" for a leaf."""
    named = get_named_type(type_)
    if is_leaf_type(named):
        return ""
    assert isinstance(named, GraphQLObjectType)
    fields = []
    for name, field in named.fields.items():
        below = get_named_type(field.type)
        if below.name in (*seen, named.name) or any(
            is_required_argument(a) for a in field.args.values()
        ):
            continue
        fields.append(f"{name} {everything(field.type, (*seen, named.name))}")
    return "{ " + " ".join(fields) + " }"


def document(kind: str, field: str, arguments: str) -> str:
    """The text of one operation on one field, with all that it may answer."""
    asked = f"({arguments})" if arguments else ""
    if field == "node":
        name = arguments.split('"')[1].split("-")[0].title()
        answer = f"{{ ... on {name} {everything(SCHEMA.get_type(name))} }}"
    else:
        root = SCHEMA.mutation_type if kind == "mutation" else SCHEMA.query_type
        assert root is not None
        answer = everything(root.fields[field].type)
    return f"{kind} {{ {field}{asked} {answer} }}"
