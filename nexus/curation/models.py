"""The tie between what learners wrote and the page it supports."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nexus.documents.models import DocumentVersion, Statement
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


class Action(models.Model):
    """What a curator did, with all that is needed to undo it."""

    class Kind(models.TextChoices):
        SAME = "same", "The same"
        DIFFERENT = "different", "Not the same"
        MERGE = "merge", "Merged"
        SPLIT = "split", "Split"
        MOVE = "move", "Moved"
        RENAME = "rename", "Renamed"
        WORDING = "wording", "Chose the wording"
        BEST = "best", "Marked the best solution"
        RETRACT = "retract", "Retracted"
        LEXICON = "lexicon", "Changed the lexicon"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)
    # Rows as they were, by nexus.curation.journal.
    journal = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return self.text


class ActionTarget(models.Model):
    """What an action was about: a later action on the same stands in the way of its undoing."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="targets")
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "action"], name="action_target_is_once")
        ]

    def __str__(self) -> str:
        return self.key


class Decision(models.Model):
    """A person said of two contents, or of a content and an entry, what holds at every run.

    A key is a content hash or the public id of an entry, so a decision outlives the rows.
    """

    class Verdict(models.TextChoices):
        SAME = "same", "The same"
        DIFFERENT = "different", "Not the same"
        PLACED = "placed", "This one belongs there"

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
        indexes = [models.Index(fields=["right"], name="decision_by_right")]

    def __str__(self) -> str:
        return f"{self.left[:8]} {self.verdict} {self.right[:8]}"


class Suggestion(models.Model):
    """Words without a page of their own, or on a page nobody wrote, that may be another's.

    Renewed by every run; `readers` is how many people met one of the two.
    """

    left = models.CharField(max_length=80)
    right = models.CharField(max_length=80)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Statement, null=True, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    readers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="suggestion_pair_is_once"),
            models.CheckConstraint(
                condition=models.Q(other__isnull=False) | models.Q(entry__isnull=False),
                name="suggestion_names_something",
            ),
        ]
        indexes = [models.Index(fields=["-score", "-id"], name="suggestion_by_score")]

    def __str__(self) -> str:
        return f"{self.left[:8]} ? {self.right[:8]}"


class Sketch(models.Model):
    """What a document version is compared with others by; empty when it is too short for that."""

    version = models.OneToOneField(DocumentVersion, on_delete=models.CASCADE, related_name="sketch")
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"sketch of version {self.version_id}"


class Skip(models.Model):
    """A person left a question of the desk to others."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=170)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "question"], name="question_skipped_once")
        ]

    def __str__(self) -> str:
        return self.question
