"""What mail said is kept for as long as its links are good; that there was one, for a month."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from nexus.jobs.models import DeadLetter, Job
from nexus.mail.models import KIND, Mail

KEEP_UNSENT = timedelta(days=3)
KEEP = timedelta(days=30)


def forget_mail(*, now: datetime, **_: Any) -> None:
    """Mail that was given up waits so long for somebody who has it tried again.

    Its job stays while its dead letter waits for somebody to settle it.
    """
    Mail.objects.filter(created_at__lt=now - KEEP_UNSENT).exclude(sealed="").update(sealed="")
    Mail.objects.filter(created_at__lt=now - KEEP).delete()
    waiting = DeadLetter.objects.filter(job=OuterRef("pk"), settled_at=None)
    ended = Job.objects.filter(kind=KIND, finished_at__lt=now - KEEP)
    ended.exclude(Exists(waiting)).delete()
