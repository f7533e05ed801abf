"""The reference: topics, entries and what people write in them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

PERSON = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    TECHNOLOGY = "technology", "Technology"
    CONCEPT = "concept", "Concept"
    CHALLENGE = "challenge", "Challenge"
    PRACTICE = "practice", "Practice"
    COLLABORATION = "collaboration", "Working together"
    GUIDE = "guide", "Guide"


# The first part of an entry's address, and the heading of its list.
SECTIONS: dict[str, tuple[str, str]] = {
    Kind.TECHNOLOGY: ("technologies", "Technologies"),
    Kind.CONCEPT: ("concepts", "Concepts"),
    Kind.CHALLENGE: ("challenges", "Challenges"),
    Kind.PRACTICE: ("practices", "Practices"),
    Kind.GUIDE: ("guides", "Guides"),
    Kind.COLLABORATION: ("together", "Together"),
}
MOST_MERGES = 100  # in a row, of one entry into the next
KIND_OF_SECTION: dict[str, str] = {path: kind for kind, (path, _) in SECTIONS.items()}


def address_of_topic(slug: str) -> str:
    return f"/topics/{slug}"


def address_of_entry(kind: str, slug: str) -> str:
    return f"/{SECTIONS[kind][0]}/{slug}"


class Topic(models.Model):
    """A node of the tree that orders entries."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="topic_slug_is_unique")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of_topic(self.slug)


class Entry(models.Model):
    """One page of the reference. Its lead is written by people; evidence is composed under it."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    kind = models.CharField(max_length=15, choices=Kind.choices)
    slug = models.SlugField(max_length=90)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    version = models.PositiveIntegerField(default=0)
    lead = models.TextField(blank=True)
    lead_html = models.TextField(blank=True)
    contents = models.JSONField(default=list)
    # A challenge's lead by field (see leads.FIELDS and "more"), as HTML; empty ones are left out.
    field_html = models.JSONField(default=dict)
    versions = models.CharField(max_length=300, blank=True)
    is_solved = models.BooleanField(default=False)
    # A guide that shows a learner's document: for who may read documents.
    of_document = models.BooleanField(default=False)
    track = models.CharField(max_length=10, blank=True)
    topics = models.ManyToManyField(Topic, related_name="entries")
    created_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    # Counted from evidence and receipts by the services that write those.
    statement_count = models.PositiveIntegerField(default=0)
    voice_count = models.PositiveIntegerField(default=0)
    same_here_count = models.PositiveIntegerField(default=0)
    worked_count = models.PositiveIntegerField(default=0)
    # Of the fix in its lead; as on a solution.
    broken_count = models.PositiveIntegerField(default=0)
    broken_since = models.CharField(max_length=120, blank=True)
    broken_at = models.DateTimeField(null=True)
    # Chosen by curators. A merged entry keeps its revisions and what the other had already.
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="merged"
    )
    best_solution = models.ForeignKey(
        "Solution", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    wording = models.CharField(max_length=64, null=True)  # content hash of the voice that names it
    # The same of erased words that named it; said again by somebody, they name it again.
    forgotten = models.CharField(max_length=64, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="entry_address_is_unique"),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="entry_kind_is_known"
            ),
        ]
        indexes = [
            # Without the state: who sees drafts as well has their lists from the same ones.
            models.Index(fields=["kind", "-voice_count", "-id"], name="entry_of_kind_by_voices"),
            models.Index(fields=["kind", "-updated_at", "-id"], name="entry_of_kind_by_update"),
            models.Index(fields=["kind", "title", "id"], name="entry_of_kind_by_title"),
            models.Index(fields=["-voice_count", "-id"], name="entry_of_all_by_voices"),
            models.Index(fields=["-updated_at", "-id"], name="entry_of_all_by_update"),
            models.Index(fields=["kind", "-same_here_count", "-id"], name="entry_by_same_here"),
            # All that counts of lists look at.
            models.Index(
                fields=["kind", "state", "of_document", "is_solved", "track", "created_by"],
                name="entry_for_counts",
            ),
            models.Index(fields=["kind", "version"], name="entry_by_version"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of_entry(self.kind, self.slug)


class EntryAlias(models.Model):
    """Another name of an entry: what learners call it, or an error text it answers."""

    class Use(models.TextChoices):
        NAME = "name", "Name"
        ERROR = "error", "Error text"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="aliases")
    use = models.CharField(max_length=5, choices=Use.choices, default=Use.NAME)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint("entry", "use", Lower("text"), name="entry_alias_is_once")
        ]

    def __str__(self) -> str:
        return self.text[:80]


class EntryRedirect(models.Model):
    """An address that an entry once had; it answers with a redirect for ever."""

    kind = models.CharField(max_length=15, choices=Kind.choices)
    slug = models.SlugField(max_length=90)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="old_addresses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="redirect_address_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class Revision(models.Model):
    """An immutable version of a lead."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    lead = models.TextField(blank=True)
    # Beside a lead, where it is not made of the lead itself: a challenge's is its symptom.
    summary = models.CharField(max_length=300, blank=True, default="", db_default="")
    author = models.ForeignKey(
        PERSON, null=True, on_delete=models.SET_NULL, related_name="revisions"
    )
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "version"], name="revision_is_once")
        ]

    def __str__(self) -> str:
        return f"entry-{self.entry_id} v{self.version}"


class Solution(models.Model):
    """One distinct way to solve a challenge, beside the fix of its lead."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="solutions")
    text = models.TextField()
    html = models.TextField()
    versions = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(
        PERSON, null=True, on_delete=models.SET_NULL, related_name="solutions"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    worked_count = models.PositiveIntegerField(default=0)
    broken_count = models.PositiveIntegerField(default=0)
    # Of the first receipt that says so and names a version; of the first one where none does.
    broken_since = models.CharField(max_length=120, blank=True)
    broken_at = models.DateTimeField(null=True)
    # What documents say is a solution too: the words that most of its voices come close to.
    content_hash = models.CharField(max_length=64, null=True)
    voice_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "content_hash"], name="solution_words_are_once"
            )
        ]
        indexes = [
            models.Index(fields=["entry", "-worked_count", "id"], name="solution_by_receipts")
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Receipt(models.Model):
    """A signed-in person's word on a challenge, or on one of its solutions."""

    class Outcome(models.TextChoices):
        SAME_HERE = "same-here", "Same here"
        WORKED = "worked", "Worked for me"
        BROKEN = "broken", "No longer works"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="receipts")
    solution = models.ForeignKey(
        Solution, null=True, on_delete=models.CASCADE, related_name="receipts"
    )
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="receipts")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    versions = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person", "outcome"],
                condition=models.Q(solution__isnull=True),
                name="receipt_on_entry_is_once",
            ),
            models.UniqueConstraint(
                fields=["solution", "person"],
                condition=models.Q(solution__isnull=False),
                name="receipt_on_solution_is_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} entry-{self.entry_id}"


class Link(models.Model):
    """A link from one entry to another; one of a lead is broken where nothing answers."""

    class Relation(models.TextChoices):
        MENTIONS = "mentions", "Mentions"  # in its lead
        INVOLVES = "involves", "Involves"  # as its writers say
        TOLD = "told", "Told with"  # as learners' documents tell
        CAUSES = "causes", "Cause of"  # from one challenge to another, as its writers say

    INVOLVED: ClassVar[tuple[str, ...]] = (Relation.INVOLVES, Relation.TOLD)

    source = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(
        Entry, null=True, on_delete=models.SET_NULL, related_name="backlinks"
    )
    relation = models.CharField(max_length=10, choices=Relation.choices, default=Relation.MENTIONS)
    reference = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "relation", "reference"], name="link_is_once")
        ]
        indexes = [
            models.Index(
                fields=["source"], condition=models.Q(target__isnull=True), name="link_broken"
            ),
            models.Index(fields=["target", "relation", "source"], name="link_by_target"),
        ]

    def __str__(self) -> str:
        return self.reference
