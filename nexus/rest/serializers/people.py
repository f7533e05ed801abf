"""People, cohorts, tokens."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.accounts.models import Person, Role, Track
from nexus.accounts.selectors import document_count_of
from nexus.common.wording import COHORT_NAME, PURPOSE
from nexus.rest.serializers.fields import PublicId, choice_of, line


class PersonOut(serializers.Serializer[Any]):
    id = PublicId("person")
    name = serializers.CharField(source="display_name")
    role = serializers.CharField()
    document_count = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    def get_document_count(self, person: Person) -> int:
        return document_count_of(person)

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
    role = choice_of(Role)


class CohortOut(serializers.Serializer[Any]):
    id = PublicId("cohort")
    name = serializers.CharField()
    slug = serializers.CharField()
    person_count = serializers.IntegerField(default=0)


class CohortIn(serializers.Serializer[Any]):
    name = line(80, COHORT_NAME, too_long=COHORT_NAME)


class InviteOut(serializers.Serializer[Any]):
    url = serializers.CharField()
    expires_at = serializers.DateTimeField()


class JoinIn(serializers.Serializer[Any]):
    secret = serializers.CharField(max_length=100)
    track = choice_of(Track, required=False, allow_blank=True)


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
    name = line(80, PURPOSE, too_long=PURPOSE)
