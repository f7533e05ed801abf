"""What a search finds."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nexus.common.ids import encode_id
from nexus.library.models import Entry
from nexus.search.selectors import Hit


class SectionHitOut(serializers.Serializer[Any]):
    heading = serializers.CharField()
    url = serializers.CharField()
    snippet = serializers.SerializerMethodField(help_text="Plain text; hits are not marked.")

    def get_snippet(self, section: Any) -> str:
        return "".join(text for text, _ in section.snippet)


class HitEntry(serializers.Serializer[Any]):
    id = serializers.CharField()
    kind = serializers.CharField()
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    url = serializers.CharField()
    version = serializers.IntegerField()
    statement_count = serializers.IntegerField()
    solved = serializers.BooleanField()
    documents = serializers.ListField(child=serializers.CharField())


class HitOut(serializers.Serializer[Any]):
    entry = serializers.SerializerMethodField()
    score = serializers.FloatField()
    is_match = serializers.BooleanField()
    sections = SectionHitOut(many=True)

    @extend_schema_field(HitEntry)
    def get_entry(self, hit: Hit) -> dict[str, Any]:
        return hit_entry(hit)


def hit_entry(hit: Hit) -> dict[str, Any]:
    """An entry (or topic) of a hit, in the fields that an entry has everywhere."""
    page = hit.page
    is_entry = isinstance(page, Entry)
    return {
        "id": encode_id("entry" if is_entry else "topic", page.pk),
        "kind": hit.kind,
        "slug": page.slug,
        "title": page.title,
        "summary": page.summary,
        "url": page.get_absolute_url(),
        "version": page.version if isinstance(page, Entry) else 0,
        "statement_count": page.statement_count if isinstance(page, Entry) else 0,
        "solved": page.is_solved if isinstance(page, Entry) else False,
        "documents": list(hit.documents),
    }
