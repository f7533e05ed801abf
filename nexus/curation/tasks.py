"""Jobs of this floor: an import ends with its statements on their pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from nexus.curation.services import refresh_evidence
from nexus.documents.models import ImportBatch
from nexus.documents.services import run_import
from nexus.documents.services.known import WRITTEN
from nexus.documents.services.run import drop_waiting
from nexus.jobs.models import Job, JobState
from nexus.jobs.progress import Progress
from nexus.jobs.queues import Queue
from nexus.jobs.registry import Kind, register
from nexus.jobs.services import create_job

# What a stopped import had still to read is let go; what a failed one had is kept a while.
BRINGS = Kind("Import", Queue.INTERACTIVE, retried_from=frozenset({str(JobState.FAILED)}))
# On the largest hubs, so long goes by between two reports.
BRINGS_TOGETHER = Kind("Bringing together", quiet=timedelta(minutes=30))


def register_jobs() -> None:
    register("import", run_import_job, BRINGS)
    register("consolidation", run_consolidation_job, BRINGS_TOGETHER)


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
            report=lambda done, todo, text: progress.report(total, total, text)
        )
    return {**counts, "moved": moved}


def run_consolidation_job(job: Job, progress: Progress) -> dict[str, Any]:
    """Decide again where every statement belongs; a later job that still waits will do."""
    whole = bool(job.payload.get("whole", True))
    later = Job.objects.filter(kind=job.kind, state=JobState.QUEUED, pk__gt=job.pk)
    payloads = later.values_list("payload", flat=True)
    if any(not whole or payload.get("whole", True) for payload in payloads):
        return {"moved": 0}
    moved = refresh_evidence(report=progress.report, whole=whole)
    return {"moved": moved}


def follow_import(job: Job) -> None:
    """What an import wrote before it was stopped is brought together all the same.

    One that failed may be tried again, so what it did not read is kept; see drop_left_over.
    """
    if job.kind != "import" or job.state == JobState.DONE:
        return
    batch = ImportBatch.objects.get(job=job)
    if job.state == JobState.CANCELLED:
        drop_waiting(batch)
    if batch.items.filter(state__in=WRITTEN).exists():
        create_job(kind="consolidation", payload={"whole": False}, requested_by=job.requested_by)
