"""What nobody needs any more is let go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.utils import timezone

from nexus.jobs.events import cleaning_up
from nexus.jobs.models import Beat, DeadLetter, Job, JobState, Outbox
from nexus.jobs.progress import Progress
from nexus.jobs.schedule import SCHEDULE

KEEP_SENT = timedelta(days=7)
KEEP_SETTLED = timedelta(days=30)


def clean_up() -> None:
    """Forget what was sent, whose session ended, processes that are no more, and what is settled.

    Floors above do the same for what is theirs.
    """
    now = timezone.now()
    Outbox.objects.filter(sent_at__lt=now - KEEP_SENT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    beats = Beat.objects.filter(at__lt=now - timedelta(days=7))
    beats.exclude(name__startswith="schedule:").delete()
    DeadLetter.objects.filter(settled_at__lt=now - KEEP_SETTLED).delete()
    of_the_clock = Job.objects.filter(kind__in=SCHEDULE, requested_by=None, state=JobState.DONE)
    of_the_clock.filter(finished_at__lt=now - KEEP_SETTLED).delete()
    cleaning_up.send(sender=Job, now=now)


def run_clean_up_job(job: Job, progress: Progress) -> dict[str, Any]:
    clean_up()
    return {}
