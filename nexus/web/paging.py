"""Pages of a list on a page: the same keyset cursors as the APIs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from nexus.common.keyset import paginate
from nexus.web.asked import asked


@dataclass(frozen=True, slots=True)
class PageOf:
    """Rows with the addresses of the next and the previous page, empty when there are none."""

    items: list[Any]
    next_url: str
    previous_url: str


def address(request: HttpRequest, **changes: str) -> str:
    """This page's address with other query values; an empty value takes one away."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path


def page_of(request: HttpRequest, queryset: QuerySet[Any], size: int = 30) -> PageOf:
    """The asked page; raises Invalid for a cursor of another list."""
    page = paginate(
        queryset,
        size=size,
        after=asked(request, "after", limit=400),
        before=asked(request, "before", limit=400),
    )
    return PageOf(
        page.items,
        address(request, after=page.end_cursor, before="") if page.has_next else "",
        address(request, before=page.start_cursor, after="") if page.has_previous else "",
    )
