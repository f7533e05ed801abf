"""The tie between what learners wrote and the page it supports."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nexus.documents.models import Statement
from nexus.library.models import Entry, Solution, Topic

PERSON = settings.AUTH_USER_MODEL


class Evidence(models.Model):
    """A statement supports an entry; or, where it has no page yet, it stands under a topic."""

    class Method(models.TextChoices):
        EXACT = "exact", "Same name"
        AUTOMATIC = "automatic", "Matched"
        CONFIRMED = "confirmed", "Confirmed by a person"

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="evidence")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="evidence")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="also_met")
    solution = models.ForeignKey(
        Solution, null=True, on_delete=models.SET_NULL, related_name="evidence"
    )
    method = models.CharField(max_length=10, choices=Method.choices)
    score = models.FloatField(default=1.0)
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry__isnull=False) ^ models.Q(topic__isnull=False),
                name="evidence_has_one_place",
            ),
        ]
        indexes = [models.Index(fields=["entry", "statement"], name="evidence_by_entry")]

    def __str__(self) -> str:
        return f"statement-{self.statement_id} → entry-{self.entry_id}"


class Decision(models.Model):
    """A person said that two contents are the same, or are not. Replayed at every run."""

    class Verdict(models.TextChoices):
        SAME = "same", "The same"
        DIFFERENT = "different", "Not the same"

    left = models.CharField(max_length=80)
    right = models.CharField(max_length=80)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="decision_pair_is_once"),
            models.CheckConstraint(
                condition=models.Q(left__lt=models.F("right")), name="decision_pair_is_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left[:8]} {self.verdict} {self.right[:8]}"
