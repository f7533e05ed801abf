"""What mail said is kept for as long as its links are good; that there was one, for a month."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from nexus.jobs.models import Job, JobState
from nexus.mail.models import KIND, Mail

KEEP_UNSENT = timedelta(days=3)
KEEP = timedelta(days=30)
ENDED_WELL = (JobState.DONE, JobState.CANCELLED)


def forget_mail(*, now: datetime, **_: Any) -> None:
    """Mail that was given up waits so long for somebody who has it tried again."""
    Mail.objects.filter(created_at__lt=now - KEEP_UNSENT).exclude(sealed="").update(sealed="")
    Mail.objects.filter(created_at__lt=now - KEEP).delete()
    Job.objects.filter(kind=KIND, state__in=ENDED_WELL, finished_at__lt=now - KEEP).delete()
