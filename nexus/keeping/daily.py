"""A backup a day, of which the last few are kept in the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from nexus.common.errors import Invalid
from nexus.jobs.models import Job
from nexus.jobs.progress import Progress
from nexus.keeping.backup import back_up
from nexus.keeping.errors import Refused


def backup_folder() -> Path:
    return Path(settings.ENVIRONMENT.data) / "backups"


def run_backup_job(job: Job, progress: Progress) -> dict[str, Any]:
    """One file for one job: run again after a crash, what was finished stays."""
    folder = backup_folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{job.created_at:%Y%m%d-%H%M}-job-{job.pk}.zip"
    if not path.exists():
        try:
            back_up(path)
        except (Refused, OSError) as error:
            raise Invalid(f"The backup could not be written: {error}") from error
    progress.report(1, 1, "Written")
    return {"file": path.name, "bytes": path.stat().st_size, "removed": remove_old(folder)}


def remove_old(folder: Path) -> int:
    """All but the newest, as many as the operator keeps; returns how many went."""
    old = sorted(folder.glob("*-job-*.zip"))[: -max(1, settings.NEXUS_BACKUPS)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
