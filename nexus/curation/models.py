"""The tie between what learners wrote and the page it supports."""

from __future__ import annotations

from typing import Any

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
        KEEP = "keep", "Kept the voices of a page"

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

    `asked_by` is the cluster for which it was looked for: a run that touches it asks again.
    `readers` is how many people met one of the two; `worth` how many of them it helps, as likely
    as it is that both are the same.
    """

    left = models.CharField(max_length=80)
    right = models.CharField(max_length=80)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Statement, null=True, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    readers = models.PositiveIntegerField(default=0)
    worth = models.FloatField(default=0.0)
    asked_by = models.CharField(max_length=200, default="", db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="suggestion_pair_is_once"),
            models.CheckConstraint(
                condition=models.Q(other__isnull=False) | models.Q(entry__isnull=False),
                name="suggestion_names_something",
            ),
        ]
        indexes = [
            models.Index(fields=["-score", "-id"], name="suggestion_by_score"),
            models.Index(fields=["-worth", "id"], name="suggestion_by_worth"),
            models.Index(fields=["right"], name="suggestion_by_right"),
        ]

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


class Pending(models.Model):
    """A content whose statements came, changed, counted no more, or of which people decided.

    Written in the transaction of its cause and removed with what follows from it, so nothing that
    is to be brought together is lost with a process. The same content may stand here often.
    """

    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.key[:8]


class Unasked(models.Model):
    """A voice of a fit that a run looked at, or a cluster it stood in: the desk is to ask again.

    Written with what moved and removed with the questions that come of it.
    """

    fit = models.ForeignKey("Fit", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    is_cluster = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.key[:8]


class EntryName(models.Model):
    """What an entry goes by, as names are compared: its title, its address, other names."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=15)
    key = models.CharField(max_length=200)
    is_alias = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "entry"], name="entry_name_is_once")
        ]

    def __str__(self) -> str:
        return self.key


class Profile(models.Model):
    """What is compared of a content, or of a canonical entry (nexus.consolidation.Profile).

    `made_by` names the code and lexicon that made it; others make it anew.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=15)
    title = models.TextField()
    theme = models.CharField(max_length=80, blank=True)
    strength = models.FloatField(default=0.0)
    words = models.TextField(blank=True)
    marks = models.TextField(blank=True)
    terms = models.TextField(blank=True)
    features = models.BinaryField()
    size = models.PositiveIntegerField()
    is_entry = models.BooleanField(default=False)
    made_by = models.CharField(max_length=32)

    class Meta:
        indexes = [
            models.Index(
                fields=["kind"], condition=models.Q(is_entry=True), name="profile_of_entries"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key[:8]}"


class Fit(models.Model):
    """Statistics of one kind, held until the next full run, and all that was worked out by them.

    A fit is written in many short transactions and then becomes the current one. `is_placed` once
    the evidence says what its clusters say.
    """

    kind = models.CharField(max_length=15)
    weights = models.PositiveIntegerField()
    made_by = models.CharField(max_length=32)
    voices = models.PositiveIntegerField()
    statistics = models.BinaryField()
    is_current = models.BooleanField(default=False)
    is_placed = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(is_current=True), name="fit_is_one_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"fit {self.pk} of {self.voices} {self.kind} voices"


class Member(models.Model):
    """Where a voice stands in a fit.

    `group` is the leader or theme it follows, `cluster` the group as people's decisions join and
    part it, `named` the entry that its title names, `entry` the page that its words stand on.
    """

    fit = models.ForeignKey(Fit, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    group = models.CharField(max_length=100)
    cluster = models.CharField(max_length=200)
    named = models.CharField(max_length=80, blank=True)
    score = models.FloatField(default=1.0)
    entry = models.ForeignKey(
        Entry, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fit", "key"], name="member_is_once")]
        indexes = [
            models.Index(fields=["fit", "group"], name="member_by_group"),
            models.Index(fields=["fit", "cluster"], name="member_by_cluster"),
        ]

    def __str__(self) -> str:
        return f"{self.key[:8]} follows {self.group[:8]}"


class Cluster(models.Model):
    """A group as people's decisions have it: what it wishes for, and the page that is its own.

    `entry` is the page of one that was granted no entry, if it has one.
    """

    fit = models.ForeignKey(Fit, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    wish = models.CharField(max_length=80, blank=True)
    votes = models.PositiveIntegerField(default=0)
    is_granted = models.BooleanField(default=False)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fit", "key"], name="cluster_is_once")]
        indexes = [
            models.Index(
                fields=["fit", "wish"], condition=~models.Q(wish=""), name="cluster_by_wish"
            )
        ]

    def __str__(self) -> str:
        return self.key[:20]


# More than a million rows, written in bulk: a constraint would be looked at for each of them.
LOOSE: dict[str, Any] = {
    "on_delete": models.DO_NOTHING,
    "db_constraint": False,
    "db_index": False,
    "related_name": "+",
}


class Posting(models.Model):
    """A feature by which a voice is found, and what it weighs there."""

    pk = models.CompositePrimaryKey("fit", "feature", "profile")
    fit = models.ForeignKey(Fit, **LOOSE)
    feature = models.IntegerField()
    profile = models.ForeignKey(Profile, **LOOSE)
    weight = models.FloatField()

    def __str__(self) -> str:
        return f"{self.feature} of {self.profile_id}"


class Likeness(models.Model):
    """How alike two voices are, where that is enough to matter."""

    pk = models.CompositePrimaryKey("fit", "left", "right")
    fit = models.ForeignKey(Fit, **LOOSE)
    left = models.ForeignKey(Profile, **LOOSE)
    right = models.ForeignKey(Profile, **LOOSE)
    value = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["fit", "right"], name="likeness_by_right")]

    def __str__(self) -> str:
        return f"{self.left_id} and {self.right_id}: {self.value}"


class Named(models.Model):
    """A technology or concept that a voice names."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="named")
    term = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "term"], name="voice_names_term_once")
        ]

    def __str__(self) -> str:
        return self.term
