"""Every list of the REST API, by name, on the hub that `fill` made."""

from __future__ import annotations

from typing import Any

from nexus.library.models import Entry


def lists(state: dict[str, Any]) -> dict[str, str]:
    """Every list of the API by the name of its operation."""
    entry = f"/api/v1/entries/entry-{state['entry'].pk}"
    redis = Entry.objects.get(kind="technology", slug="redis")
    return {
        "entries": "/api/v1/entries/",
        "revisions": f"{entry}/revisions/",
        "solutions": f"{entry}/solutions/",
        "receipts": f"{entry}/receipts/",
        "backlinks": f"{entry}/backlinks/",
        "entry-evidence": f"/api/v1/entries/entry-{redis.pk}/evidence/",
        "all-solutions": "/api/v1/solutions/",
        "all-receipts": "/api/v1/receipts/",
        "all-revisions": "/api/v1/revisions/",
        "topics": "/api/v1/topics/",
        "documents": "/api/v1/documents/",
        "statements": "/api/v1/statements/",
        "evidence": "/api/v1/evidence/",
        "imports": "/api/v1/imports/",
        "import-items": f"/api/v1/imports/import-{state['batch'].job_id}/items/",
        "people": "/api/v1/people/",
        "cohorts": "/api/v1/cohorts/",
        "tokens": "/api/v1/me/tokens/",
        "jobs": "/api/v1/jobs/",
    }


LISTS = (
    "entries revisions solutions receipts backlinks entry-evidence all-solutions all-receipts "
    "all-revisions topics documents statements evidence imports import-items people cohorts tokens jobs"
).split()
