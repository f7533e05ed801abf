"""Documents, statements and evidence."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.accounts.models import Track
from nexus.common.wording import DOCUMENT_TITLE
from nexus.documents.models import Document, Statement
from nexus.rest.serializers.fields import PublicId, ShownName, choice_of, line


class DocumentOut(serializers.Serializer[Any]):
    id = PublicId("document")
    name = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField(source="get_absolute_url")
    author = ShownName("author")
    cohort = serializers.SerializerMethodField()
    track = serializers.CharField()
    version = serializers.IntegerField(source="current.number")
    line_count = serializers.IntegerField(source="current.line_count")
    statement_count = serializers.IntegerField()
    guide = PublicId("entry", source="guide_id", allow_null=True)
    copy_of = PublicId("document", source="copy_of_id", allow_null=True)
    claim_waits = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()

    def get_claim_waits(self, document: Document) -> bool:
        return document.claimed_from_id is not None

    def get_cohort(self, document: Document) -> str | None:
        return document.cohort.slug if document.cohort else None


class ClaimIn(serializers.Serializer[Any]):
    accept = serializers.BooleanField(help_text="False gives the document back.")


class LineOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    text = serializers.CharField()
    part = serializers.CharField()
    statements = serializers.ListField(child=serializers.CharField())


class DocumentDetail(DocumentOut):
    text = serializers.CharField(source="current.text")
    html = serializers.CharField(source="current.html")


class DocumentCorrection(serializers.Serializer[Any]):
    title = line(300, DOCUMENT_TITLE, too_long=DOCUMENT_TITLE, required=False)
    cohort = serializers.CharField(max_length=80, required=False)
    track = choice_of(Track, required=False, allow_blank=True)


class StatementOut(serializers.Serializer[Any]):
    id = PublicId("statement")
    kind = serializers.CharField()
    title = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField()
    problem = serializers.CharField()
    solution = serializers.CharField()
    lines = serializers.SerializerMethodField()
    document = PublicId("document", source="document_id")
    url = serializers.SerializerMethodField()
    who = ShownName("document.author")
    repeats_brief = serializers.BooleanField()

    def get_lines(self, statement: Statement) -> list[int]:
        return [statement.first_line, statement.last_line]

    def get_url(self, statement: Statement) -> str:
        return f"/documents/{statement.document_id}#L{statement.first_line}"


class EvidenceOut(serializers.Serializer[Any]):
    id = PublicId("evidence")
    statement = PublicId("statement", source="statement_id")
    entry = PublicId("entry", source="entry_id", allow_null=True)
    method = serializers.CharField()
    score = serializers.FloatField()
    created_at = serializers.DateTimeField()
