"""Jobs of this floor: an import ends with its statements on their pages."""

from __future__ import annotations

from typing import Any

from nexus.curation.services import refresh_evidence
from nexus.documents.models import ImportBatch
from nexus.documents.services import run_import
from nexus.jobs.models import Job
from nexus.jobs.progress import Progress


def run_import_job(job: Job, progress: Progress) -> dict[str, Any]:
    """Read the documents, then bring the evidence up to date. Goes on where it was killed."""
    batch = ImportBatch.objects.select_related("brief", "author", "cohort").get(job=job)
    counts = run_import(batch, progress)
    job.refresh_from_db(fields=["done", "total"])
    total = job.total
    progress.report(total, total, "Bringing together what was said")
    moved = 0
    if counts.get("created") or counts.get("updated") or job.attempts > 1:
        moved = refresh_evidence(
            report=lambda done, todo: progress.report(
                total, total, f"Bringing together: {done} of {todo} statements"
            )
        )
    return {**counts, "moved": moved}


def run_consolidation_job(job: Job, progress: Progress) -> dict[str, Any]:
    """Decide again where every statement belongs."""
    moved = refresh_evidence(
        report=lambda done, todo: progress.report(done, todo, "Bringing together what was said")
    )
    return {"moved": moved}
