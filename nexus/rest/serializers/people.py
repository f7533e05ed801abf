"""People, cohorts, tokens."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.accounts.models import Person, Role, Track
from nexus.rest.serializers.fields import PublicId


class PersonOut(serializers.Serializer[Any]):
    id = PublicId("person")
    name = serializers.CharField(source="display_name")
    role = serializers.CharField()
    document_count = serializers.IntegerField(default=0)
    url = serializers.SerializerMethodField()

    def get_url(self, person: Person) -> str:
        return f"/people/{person.pk}"


class MeOut(PersonOut):
    email = serializers.CharField()
    own_name = serializers.CharField(source="name")
    shows_name = serializers.BooleanField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields["name"] = serializers.CharField(source="display_name")
        return fields


class ProfileIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, allow_blank=True)
    shows_name = serializers.BooleanField()


class RoleIn(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Role.choices)


class CohortOut(serializers.Serializer[Any]):
    id = PublicId("cohort")
    name = serializers.CharField()
    slug = serializers.CharField()
    person_count = serializers.IntegerField(default=0)


class CohortIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)


class InviteOut(serializers.Serializer[Any]):
    url = serializers.CharField()
    expires_at = serializers.DateTimeField()


class JoinIn(serializers.Serializer[Any]):
    secret = serializers.CharField(max_length=100)
    track = serializers.ChoiceField(choices=Track.choices, required=False, allow_blank=True)


class TokenOut(serializers.Serializer[Any]):
    id = PublicId("token")
    name = serializers.CharField()
    prefix = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)


class TokenMade(TokenOut):
    secret = serializers.CharField(help_text="Shown this once.")


class TokenIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
