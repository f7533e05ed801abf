"""What stands around an entry."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.library.services import RELATIONS
from nexus.rest.serializers.fields import PublicId


class EntryBrief(serializers.Serializer[Any]):
    """An entry that another one names."""

    id = PublicId("entry")
    kind = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField(source="get_absolute_url")
    solved = serializers.BooleanField(source="is_solved")
    voice_count = serializers.IntegerField()


class TogetherOut(serializers.Serializer[Any]):
    entry = EntryBrief()
    people = serializers.IntegerField(help_text="Who wrote of both.")


class SeenOut(serializers.Serializer[Any]):
    first = serializers.DateTimeField()
    last = serializers.DateTimeField()
    dated_by = serializers.CharField(help_text="What these dates are of.")
    documents = serializers.IntegerField()
    cohorts = serializers.ListField(child=serializers.CharField())


class RelatedOut(serializers.Serializer[Any]):
    """Lists that make no sense for the kind of the entry are empty."""

    cause_of = EntryBrief(many=True)
    caused_by = EntryBrief(many=True)
    similar = EntryBrief(many=True, help_text="By words, then by what they go with.")
    involved = EntryBrief(many=True, help_text="Technologies, concepts, practices.")
    problems = EntryBrief(many=True, help_text="Challenges met with it, solved ones first.")
    practices = EntryBrief(many=True)
    guides = EntryBrief(many=True)
    mentioned_in = EntryBrief(many=True)
    met_together = TogetherOut(
        many=True, help_text="By the same people; of a technology or concept, technologies alone."
    )
    seen = SeenOut(allow_null=True, help_text="Null where no document tells of it.")


class CauseIn(serializers.Serializer[Any]):
    relation = serializers.ChoiceField(choices=list(RELATIONS.items()))
    entry = serializers.CharField(help_text="The other challenge: entry-12")
