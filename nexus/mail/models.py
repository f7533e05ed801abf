"""Mail that is to be sent, or was."""

from __future__ import annotations

from django.db import models

# Of the jobs that send it.
KIND = "mail"


class Mail(models.Model):
    """One mail to people. What it says, and to whom, is sealed, and erased once it is sent."""

    # Its Message-ID: the same whenever it is sent again, by which receivers know a repeat.
    message_id = models.CharField(max_length=255, unique=True)
    sealed = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Attempts begun after one whose end nobody knows: the same mail may have come so often more.
    repeats = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    # Of the attempt under way; left behind by a worker that died in it, or a server without answer.
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "mail"
        indexes = [models.Index(fields=["created_at"], name="mail_by_time")]

    def __str__(self) -> str:
        return self.message_id
