"""Where entries and documents lead outside, and how it was there when it was last asked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from nexus.documents.models import Document
from nexus.library.models import Entry


class OutsideLink(models.Model):
    """An address of another site in an entry or one of its solutions, or in a document."""

    class State(models.TextChoices):
        NEW = "new", "Not asked yet"
        WELL = "well", "Leads somewhere"
        BROKEN = "broken", "Leads nowhere"
        MOVED = "moved", "Has another address for good"
        UNSURE = "unsure", "Does not answer programs, or not now"
        PRIVATE = "private", "On a private network"

    LONGEST: ClassVar[int] = 1000

    entry = models.ForeignKey(
        Entry, null=True, on_delete=models.CASCADE, related_name="outside_links"
    )
    document = models.ForeignKey(
        Document, null=True, on_delete=models.CASCADE, related_name="outside_links"
    )
    address = models.CharField(max_length=LONGEST)
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    # A sentence for curators; empty where it leads somewhere.
    why = models.CharField(max_length=200, blank=True)
    # Of one that moved: the address that its server names instead. The database's default serves
    # code of the version before, which runs while this one starts.
    leads_to = models.CharField(max_length=LONGEST, blank=True, default="", db_default="")
    # How often in a row it did not lead anywhere: the waits grow with it.
    failures = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "address"], name="outside_link_is_once"),
            models.UniqueConstraint(
                fields=["document", "address"], name="outside_link_is_once_in_document"
            ),
            models.CheckConstraint(
                condition=models.Q(entry=None) ^ models.Q(document=None),
                name="outside_link_stands_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="outside_links_due"),
            models.Index(
                fields=["address", "id"],
                condition=models.Q(state__in=["broken", "moved"]),
                name="outside_links_dead",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def place(self) -> Entry | Document:
        """Where it stands."""
        place = self.entry or self.document
        assert place is not None
        return place

    @property
    def title(self) -> str:
        """Of the place where it stands."""
        return self.place.title or str(self.place)


# What curators are to mend.
DEAD = (OutsideLink.State.BROKEN.value, OutsideLink.State.MOVED.value)
