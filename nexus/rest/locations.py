"""Where what a POST made is to be found: `Location` of its answer."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

# By the kind of its id.
PLACES = {
    "action": "actions/{id}/",
    "cohort": "cohorts/{id}/",
    "delivery": "deliveries/{id}/",
    "entry": "entries/{id}/",
    "import": "imports/{id}/",
    "receipt": "receipts/{id}/",
    "solution": "solutions/{id}/",
    "token": "me/tokens/{id}/",
    "topic": "topics/{slug}/",
    "webhook": "webhooks/{id}/",
}


def location_of(answer: HttpResponseBase) -> str:
    """The address of the one thing that was made; "" where it was none, or several.

    It is made of what the answer shows, so that an answer that was kept has it too.
    """
    made: Any = getattr(answer, "data", None)
    if answer.status_code not in {201, 202} or not isinstance(made, dict):
        return ""
    made = made.get("entry") if isinstance(made.get("entry"), dict) else made  # of a split
    kind = str(made.get("id", "")).rpartition("-")[0]
    return f"/api/v1/{PLACES[kind].format_map(made)}" if kind in PLACES else ""
