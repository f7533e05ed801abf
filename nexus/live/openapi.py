"""The event stream in the API's description: no view of Django answers it."""

from __future__ import annotations

from typing import Any

DESCRIPTION = """\
The change log as server-sent events (`text/event-stream`), for `EventSource`. Each event is of
type `change`; its data is JSON: `kind` (such as `entry.saved`), `object` (a public id) and `at`.
You hear what you may read; ask the API for the object to see what it is now. A stream ends after
fifteen minutes, and when your role or sign-in changes: come back with the last `id` as
`Last-Event-ID`, as browsers do, and you miss nothing. An event of type `reset` says that too much
was missed: read anew.
"""


def parameter(name: str, where: str, description: str) -> dict[str, Any]:
    schema = {"type": "string"}
    return {"name": name, "in": where, "description": description, "schema": schema}


STREAM = {
    "operationId": "follow_events",
    "description": DESCRIPTION,
    "tags": ["events"],
    "parameters": [
        parameter("kinds", "query", "Only these, apart by commas: `entry`, `entry.saved`."),
        parameter("objects", "query", "Only of these objects: `entry-12,job-3`."),
        parameter("Last-Event-ID", "header", "Where to go on."),
    ],
    "security": [{"apiToken": []}, {"cookieAuth": []}, {}],
    "responses": {
        "200": {
            "description": "Events, as they happen.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
}


def add_event_stream(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """For drf-spectacular: one more path."""
    return {**result, "paths": {**result["paths"], "/api/v1/events": {"get": STREAM}}}
