"""Where entries lead outside, and how it was there when it was last asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from nexus.library.models import Entry


class OutsideLink(models.Model):
    """An address of another site in an entry or one of its solutions."""

    class State(models.TextChoices):
        NEW = "new", "Not asked yet"
        WELL = "well", "Leads somewhere"
        BROKEN = "broken", "Leads nowhere"
        UNSURE = "unsure", "Does not answer programs, or not now"
        PRIVATE = "private", "On a private network"

    LONGEST: ClassVar[int] = 1000

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="outside_links")
    address = models.CharField(max_length=LONGEST)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    # A sentence for curators; empty where it leads somewhere.
    why = models.CharField(max_length=200, blank=True)
    # How often in a row it did not lead anywhere: the waits grow with it.
    failures = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "address"], name="outside_link_is_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="outside_links_due"),
            models.Index(
                fields=["entry"],
                condition=models.Q(state="broken"),
                name="outside_links_broken",
            ),
        ]

    def __str__(self) -> str:
        return self.address
