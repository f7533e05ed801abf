"""The row is the truth; a broker is only transport."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nexus.jobs.queues import Queue


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Job(models.Model):
    """A long-running piece of work that a person can watch and that survives a crash.

    A worker owns a running job while `heartbeat_at` is fresh; a stale one is claimed again.
    """

    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    # The database's default serves code of the version before, which runs while this one starts.
    queue = models.CharField(
        max_length=12, choices=Queue.choices, default=Queue.BULK, db_default=Queue.BULK
    )
    payload = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    # Tries since the job last got on; see Progress.report.
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=80, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    # Of the page or call that asked for it: the log of both carries the same.
    request_id = models.CharField(max_length=64, blank=True)
    # The same of its trace, where traces are on (W3C Trace Context).
    traceparent = models.CharField(max_length=55, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    # A job that is tried again waits a while first.
    not_before = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="job_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(queue__in=Queue.values), name="job_queue_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "id"],
                condition=models.Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
                name="job_to_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} job-{self.pk}"

    @property
    def is_finished(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


class Outbox(models.Model):
    """A message to send after commit, written in the transaction of its cause."""

    topic = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(sent_at__isnull=True), name="outbox_to_send"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class DeadLetter(models.Model):
    """A message, or a job, that was tried and given up: kept until a person decides.

    Of a job only its number is kept, and its row says the rest; of a message that names none,
    what the broker had.
    """

    class Reason(models.TextChoices):
        GAVE_UP = "gave-up", "Given up after too many attempts"
        REJECTED = "rejected", "No worker knows what to do with it"
        UNDELIVERED = "undelivered", "Its worker died each time it was delivered"

    class Fate(models.TextChoices):
        SENT = "sent", "Sent again"
        DROPPED = "dropped", "Dropped"

    # Of the message; a letter that arrives twice is kept once.
    message_id = models.CharField(max_length=120, unique=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="dead_letters")
    queue = models.CharField(max_length=12, choices=Queue.choices, default=Queue.BULK)
    headers = models.JSONField(default=dict)
    content_type = models.CharField(max_length=80, blank=True)
    body = models.TextField(blank=True)
    arrived_at = models.DateTimeField(auto_now_add=True)
    fate = models.CharField(max_length=8, choices=Fate.choices, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["-id"], condition=models.Q(settled_at__isnull=True), name="letters_open"
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Beat(models.Model):
    """When a process was last alive, or a piece of the schedule was last taken up."""

    name = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
