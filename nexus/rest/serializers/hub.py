"""The hub itself."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class HubOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    is_published = serializers.BooleanField()
    shows_documents = serializers.BooleanField()


class HubIn(serializers.Serializer[Any]):
    published = serializers.BooleanField()
    shows_documents = serializers.BooleanField(required=False, allow_null=True, default=None)
