"""What people bring, as they brought it, and what it says."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from nexus.accounts.models import Cohort, Track
from nexus.jobs.models import Job
from nexus.library.models import Entry, Kind

PERSON = settings.AUTH_USER_MODEL
NAMED_KINDS = [Kind.TECHNOLOGY.value, Kind.CONCEPT.value]
STATEMENT_KINDS = [kind for kind in Kind.values if kind != Kind.GUIDE]


class Blob(models.Model):
    """Bytes exactly as received, kept once per content until the last owner erases them."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256"], name="blob_content_is_once")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Document(models.Model):
    """Markdown text that a person brings. Its versions are immutable."""

    name = models.CharField(max_length=300)
    title = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="documents")
    cohort = models.ForeignKey(
        Cohort, null=True, on_delete=models.SET_NULL, related_name="documents"
    )
    track = models.CharField(max_length=10, choices=Track.choices, blank=True)
    is_owned = models.BooleanField(default=False)
    has_own_title = models.BooleanField(default=False)  # a person's, not the text's
    # The name that an import gave its author; stays when somebody claims the document.
    brought_as = models.CharField(max_length=120, blank=True)
    # Whose it was before a claim that no mentor has settled yet.
    claimed_from = models.ForeignKey(
        PERSON, null=True, on_delete=models.SET_NULL, related_name="claimed_documents"
    )
    guide = models.OneToOneField(
        Entry, null=True, on_delete=models.SET_NULL, related_name="document"
    )
    copy_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="copies")
    current = models.ForeignKey(
        "DocumentVersion", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True)
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="document_by_name"),
            models.Index(fields=["cohort", "track", "id"], name="document_by_cohort"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/documents/{self.pk}"


class DocumentVersion(models.Model):
    """One state of a document. `text` is decoded, with contacts and secrets masked in place."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="versions")
    encoding = models.CharField(max_length=20)
    text = models.TextField()
    html = models.TextField()
    contents = models.JSONField(default=list)
    line_count = models.PositiveIntegerField()
    heading_lines = models.JSONField(default=list)
    other_lines = models.JSONField(default=list)
    masked_lines = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_is_once")
        ]

    def __str__(self) -> str:
        return f"document-{self.document_id} v{self.number}"


class Statement(models.Model):
    """One typed piece of a document version with its lines."""

    version = models.ForeignKey(
        DocumentVersion, on_delete=models.CASCADE, related_name="statements"
    )
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="statements")
    is_current = models.BooleanField(default=True)
    kind = models.CharField(max_length=15, choices=[(k, k) for k in STATEMENT_KINDS])
    position = models.PositiveIntegerField()
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    name = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    problem = models.TextField(blank=True)
    solution = models.TextField(blank=True)
    problem_lines = models.JSONField(default=list)
    solution_lines = models.JSONField(default=list)
    content_hash = models.CharField(max_length=64)
    repeats_brief = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="statement_place_is_once"),
            models.CheckConstraint(
                condition=models.Q(last_line__gte=models.F("first_line")),
                name="statement_lines_are_ordered",
            ),
        ]
        indexes = [
            models.Index(fields=["content_hash"], name="statement_by_content"),
            models.Index(
                fields=["kind", "id"],
                condition=models.Q(is_current=True),
                name="statement_current",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ErasedSource(models.Model):
    """What an owner erased, as a digest: its bytes, or the place it came from.

    Others do not bring it again; nothing of it can be read from here.
    """

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.digest[:12]


class RetractedSource(models.Model):
    """Bytes of a person, retracted, as a digest: brought again, they count for nothing again."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.digest[:12]


class LexiconTerm(models.Model):
    """A term that maintainers added, or what they changed of a shipped one of that slug."""

    slug = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=15, choices=[(k, k) for k in NAMED_KINDS])
    ambiguous = models.BooleanField(default=False)
    removed = models.BooleanField(default=False)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class LexiconSpelling(models.Model):
    """What a spelling stands for, whatever is shipped: a term by slug, or nothing when empty."""

    key = models.CharField(max_length=100, unique=True)  # as the lexicon compares spellings
    text = models.CharField(max_length=100)
    slug = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["slug"], name="spelling_by_term")]

    def __str__(self) -> str:
        return self.text


class ImportBatch(models.Model):
    """One import: who it is for, and the job that does it."""

    class Source(models.TextChoices):
        FILES = "files", "Files"
        PASTE = "paste", "Paste"
        REPOSITORY = "repository", "Git repository"
        COHORT = "cohort", "Cohort list"

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="batch")
    source = models.CharField(max_length=10, choices=Source.choices)
    author = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=120, blank=True)
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.SET_NULL, related_name="+")
    track = models.CharField(max_length=10, blank=True)
    brief = models.ForeignKey(Blob, null=True, on_delete=models.SET_NULL, related_name="+")
    is_owned = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"import of job-{self.job_id}"


class ImportItem(models.Model):
    """One file, archive or repository of an import, and what became of it.

    Done in the same transaction as what it makes, so a killed import goes on where it stopped.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Waiting"
        CREATED = "created", "New"
        UPDATED = "updated", "New version"
        UNCHANGED = "unchanged", "Already here"
        EXPANDED = "expanded", "Opened"
        FAILED = "failed", "Could not be used"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    origin = models.CharField(max_length=500, blank=True)
    blob = models.ForeignKey(Blob, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=120, blank=True)
    cohort_name = models.CharField(max_length=80, blank=True)
    track = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    error = models.CharField(max_length=400, blank=True)
    document = models.ForeignKey(
        Document, null=True, on_delete=models.SET_NULL, related_name="import_items"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="import_item_place_is_once")
        ]
        indexes = [
            models.Index(
                fields=["batch", "position"],
                condition=models.Q(state="pending"),
                name="import_item_to_do",
            )
        ]

    def __str__(self) -> str:
        return self.name
