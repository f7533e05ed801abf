"""Topics."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.common.wording import TITLE
from nexus.library.models import Topic
from nexus.rest.serializers.fields import PublicId, line


class TopicOut(serializers.Serializer[Any]):
    id = PublicId("topic")
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    parent = serializers.SerializerMethodField()  # type: ignore[assignment]
    url = serializers.CharField(source="get_absolute_url")

    def get_parent(self, topic: Topic) -> str | None:
        return topic.parent.slug if topic.parent else None


class TopicBrief(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()


class TopicsIn(serializers.Serializer[Any]):
    topics = serializers.ListField(child=serializers.SlugField())


class TopicIn(serializers.Serializer[Any]):
    title = line(120, TITLE)
    parent = serializers.SlugField(required=False, allow_blank=True)  # type: ignore[assignment]
    summary = serializers.CharField(max_length=300, required=False, allow_blank=True)
