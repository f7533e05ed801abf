"""OpenTelemetry as the hub uses it; see nexus.common.tracing for when it is imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.conf import settings
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from nexus.common.tracing import Attributes

PROPAGATOR = TraceContextTextMapPropagator()
PATH = "/v1/traces"
_lock = Lock()
_made: list[TracerProvider] = []


def provider() -> TracerProvider:
    """This process's, made once. What it may be told by OTEL_ variables, it reads by itself."""
    with _lock:
        if not _made:
            _made.append(make_provider())
        return _made[0]


def make_provider() -> TracerProvider:
    resource = Resource.create({"service.name": settings.NEXUS_TRACES_SERVICE})
    exporter = OTLPSpanExporter(
        endpoint=settings.NEXUS_TRACES.rstrip("/") + PATH, headers=settings.NEXUS_TRACES_HEADERS
    )
    made = TracerProvider(resource=resource)
    made.add_span_processor(BatchSpanProcessor(exporter))
    return made


@contextmanager
def piece(name: str, *, kind: str, parent: str, attributes: Attributes) -> Iterator[Span]:
    """See nexus.common.tracing.piece. Of an error it tells the type alone: its words may be those
    that people wrote."""
    around = PROPAGATOR.extract({"traceparent": parent}) if parent else None
    with (
        provider()
        .get_tracer("nexus")
        .start_as_current_span(
            name,
            context=around,
            kind=SpanKind[kind.upper()],
            attributes=attributes,
            record_exception=False,
            set_status_on_exception=False,
        ) as span
    ):
        try:
            yield span
        except Exception as error:
            span.set_attribute("error.type", type(error).__qualname__)
            span.set_status(StatusCode.ERROR)
            raise


def traceparent() -> str:
    carrier: dict[str, str] = {}
    PROPAGATOR.inject(carrier)
    return carrier.get("traceparent", "")


def send_now() -> None:
    """What ended and waits to be sent; before a process ends without Python's own clean-up."""
    if _made:
        _made[0].force_flush()
