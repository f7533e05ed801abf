"""What a search finds."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nexus.common.ids import encode_id
from nexus.search.selectors import Hit, SectionHit


class SectionHitOut(serializers.Serializer[Any]):
    heading = serializers.CharField()
    url = serializers.CharField()
    snippet = serializers.SerializerMethodField(help_text="Plain text; hits are not marked.")

    def get_snippet(self, section: Any) -> str:
        return plain(section)

    def to_representation(self, section: SectionHit) -> dict[str, Any]:
        return section_of(section)


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

    def to_representation(self, hit: Hit) -> dict[str, Any]:
        return hit_of(hit)


def hit_of(hit: Hit) -> dict[str, Any]:
    """A hit in the shape of HitOut, written out: field by field, DRF takes longer than ranking."""
    return {
        "entry": hit_entry(hit),
        "score": hit.score,
        "is_match": hit.is_match,
        "sections": [section_of(section) for section in hit.sections],
    }


def section_of(section: SectionHit) -> dict[str, Any]:
    """The same of SectionHitOut."""
    return {"heading": section.heading, "url": section.url, "snippet": plain(section)}


def plain(section: SectionHit) -> str:
    """A snippet without its marks."""
    return "".join(text for text, _ in section.snippet)


def hit_entry(hit: Hit) -> dict[str, Any]:
    """An entry (or topic) of a hit, in the fields that an entry has everywhere."""
    page = hit.page
    return {
        "id": encode_id("entry" if page.is_entry else "topic", page.pk),
        "kind": hit.kind,
        "slug": page.slug,
        "title": page.title,
        "summary": page.summary,
        "url": page.get_absolute_url(),
        "version": page.version,
        "statement_count": page.statement_count,
        "solved": page.is_solved,
        "documents": list(hit.documents),
    }
