"""What is searched: one row for each page a reader can land on, with its sections.

`*_tokens` hold the analysed text (nexus.search.analysis), tokens apart by spaces, one line for
each section, so that both databases index the same words and one Python ranking serves both.
The full-text indexes themselves are made by the migrations: FTS5 with triggers on SQLite,
generated tsvector columns with GIN on PostgreSQL.
"""

from __future__ import annotations

from django.db import models

from nexus.library.models import Entry, Topic


class SearchPage(models.Model):
    """An entry, or a topic with what was also met there."""

    entry = models.OneToOneField(
        Entry, null=True, on_delete=models.CASCADE, related_name="search_page"
    )
    topic = models.OneToOneField(
        Topic, null=True, on_delete=models.CASCADE, related_name="search_page"
    )
    kind = models.CharField(max_length=15)
    is_visible = models.BooleanField(default=True)
    title_tokens = models.TextField()
    heading_tokens = models.TextField()
    body_tokens = models.TextField()
    length = models.PositiveIntegerField()
    # Digest of the token columns; null in rows that were written before there were stamps.
    stamp = models.CharField(max_length=16, null=True)
    # What each token is worth on this page (nexus.search.pageterms); null in rows that were written
    # before there were weights.
    weights = models.TextField(null=True)

    class Meta:
        indexes = [
            # All but the text, for who looks at hundreds of pages; SQLite has it alone.
            models.Index(
                fields=["id", "is_visible", "kind", "entry", "topic", "stamp"],
                name="search_page_in_brief",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry__isnull=False) ^ models.Q(topic__isnull=False),
                name="search_page_is_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_id or self.topic_id}"


class SearchSection(models.Model):
    """One section of a page: what a hit shows and where it leads."""

    page = models.ForeignKey(SearchPage, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    heading = models.CharField(max_length=300, blank=True)
    anchor = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "position"], name="search_section_place_is_once"
            )
        ]

    def __str__(self) -> str:
        return self.heading


class Token(models.Model):
    """An analysed word and how many pages hold it: how rare it is decides what it weighs."""

    text = models.CharField(max_length=60, primary_key=True)
    pages = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class Word(models.Model):
    """A word as people wrote it, for spelling and prefixes, and the token it becomes."""

    text = models.CharField(max_length=60, primary_key=True)
    token = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["token"], name="word_by_token")]

    def __str__(self) -> str:
        return self.text


class Fingerprint(models.Model):
    """A literal error text that an entry answers, reduced to what does not change."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="fingerprints")
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["entry"], name="fingerprint_by_entry")]

    def __str__(self) -> str:
        return self.text[:80]


class QueryLog(models.Model):
    """What people looked for, without paths, ids, secrets or who asked.

    `asker` tells people of one day apart (nexus.search.askers); empty in rows from before there
    were marks.
    """

    text = models.CharField(max_length=200)
    results = models.PositiveIntegerField()
    asker = models.CharField(max_length=24, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="query_by_time")]

    def __str__(self) -> str:
        return self.text
