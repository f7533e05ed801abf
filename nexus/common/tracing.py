"""Traces from page to task, where the operator named a collector for them; else nothing happens.

Callers say where a piece of work begins and ends. OpenTelemetry is imported with the first piece,
and never where it is off.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from opentelemetry.trace import Span

Attributes = Mapping[str, str | int | float | bool]
NOTHING: Attributes = {}


def is_on() -> bool:
    return bool(settings.NEXUS_TRACES)


def piece(
    name: str, *, kind: str = "internal", parent: str = "", attributes: Attributes = NOTHING
) -> AbstractContextManager[Span | None]:
    """A piece of work while it lasts: a part of the one around it, or of `parent`.

    `kind` is one of internal, server, client, producer, consumer; `parent` is what `traceparent`
    gave where the work was asked for. Gives the span, or None where traces are off.
    """
    if not is_on():
        return nullcontext()
    from nexus.common import telemetry

    return telemetry.piece(name, kind=kind, parent=parent, attributes=attributes)


def fail(span: Span) -> None:
    """The piece did not end well."""
    from opentelemetry.trace import StatusCode

    span.set_status(StatusCode.ERROR)


def traceparent() -> str:
    """The piece of work around, as W3C Trace Context writes it; "" where there is none."""
    if not is_on():
        return ""
    from nexus.common import telemetry

    return telemetry.traceparent()
