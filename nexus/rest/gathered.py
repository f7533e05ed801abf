"""Lists that are put together of what is at hand, not read by one query: in the same pages.

They take no `ids` and no `order`: they have one order, by which they are put together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from nexus.common.keyset import LARGEST_PAGE, paginate_rows
from nexus.rest.lists import CURSOR, asked_page, limit_parameter, paged, present
from nexus.rest.parameters import parameter, refuse_unknown
from nexus.rest.sparse import FIELDS

GATHERED: list[OpenApiParameter] = [CURSOR, limit_parameter(LARGEST_PAGE), FIELDS]


def respond_gathered(
    request: Request,
    rows: Sequence[Any],
    place: Callable[[Any], tuple[Any, ...]],
    serializer: type[Serializer[Any]],
) -> Response:
    """The asked page of rows that are in the order of their places, each of which is another."""
    parameter(request, "fields")  # looked at once there are rows to show
    asked = asked_page(request, LARGEST_PAGE)
    page = paginate_rows(rows, place, name=serializer.__name__, **asked)
    return paged(request, page, present(request, serializer, page.items))


def respond_whole(
    request: Request, rows: Sequence[Any], serializer: type[Serializer[Any]]
) -> Response:
    """A list that never has more than one page."""
    parameter(request, "fields")
    refuse_unknown(request)
    results = present(request, serializer, rows)
    return Response({"results": results, "next": None, "previous": None})
