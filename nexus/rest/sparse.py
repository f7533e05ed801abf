"""Sparse fields: an answer with those that are asked for, of itself and of what it includes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from nexus.common.errors import Invalid
from nexus.rest.parameters import parameter

INCLUDE = "include"
FIELDS = OpenApiParameter("fields", str, description="Which fields: `id,title`. All without it.")


@cache
def names_shown(serializer: type[Serializer[Any]]) -> tuple[str, ...]:
    """The fields that a shape has."""
    return tuple(serializer().fields)


def names_in(request: Request, parameter_name: str) -> set[str]:
    """What a parameter lists, with commas or repeated."""
    lists = request.query_params.getlist(parameter_name)
    return {name.strip() for text in lists for name in text.split(",") if name.strip()}


def asked_fields(request: Request, known: Sequence[str], relation: str = "") -> list[str]:
    """The fields that are asked for, of the item or of an included relation; all without any.

    Raises Invalid, which names them all. Fields of what is not included are none of the item.
    """
    parameter(request, "fields")
    mine: set[str] = set()
    for name in names_in(request, "fields"):
        of, _, field = name.rpartition(".")
        if of == relation:
            mine.add(field)
        elif not relation and of not in names_in(request, INCLUDE):
            mine.add(name)
    if unknown := sorted(mine.difference(known)):
        raise Invalid(
            f"“{unknown[0][:40]}” is no field here.",
            fields={"fields": f"One or more of {', '.join(known)}."},
        )
    return [name for name in known if name in mine] if mine else list(known)


def keep_only(shown: Serializer[Any], names: Sequence[str]) -> Serializer[Any]:
    for name in set(shown.fields).difference(names):
        shown.fields.pop(name)
    return shown


def keep_fields(request: Request, shown: Serializer[Any]) -> None:
    """Leave the fields that were asked for, if any were. Raises Invalid, which names them all."""
    keep_only(shown, asked_fields(request, list(shown.fields)))
