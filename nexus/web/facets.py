"""Facets of a list: what narrows it, how many stay, and the address of each choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from nexus.web.asked import asked
from nexus.web.paging import address


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet; `url` chooses it, or takes it back when it is chosen."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow a list."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        return [c for c in self.choices if c.is_chosen]


def facet(
    request: HttpRequest,
    name: str,
    label: str,
    rows: Iterable[tuple[str, str, int]],
    **also: str,
) -> Facet:
    """A facet from (value, label, count) rows; `also` is what its addresses ask beside."""
    now = asked(request, name)
    choices = [
        Choice(
            text,
            count,
            address(
                request,
                **also,
                **{name: "" if value == now else value, "after": "", "before": ""},
            ),
            value == now,
        )
        for value, text, count in rows
    ]
    return Facet(name, label, choices)
