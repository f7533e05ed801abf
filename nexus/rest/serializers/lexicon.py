"""The lexicon: terms, spellings, names that nobody knows."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nexus.common.ids import encode_id
from nexus.common.wording import TERM_NAME
from nexus.curation.lexicon import ORIGINS, TermView
from nexus.documents.models import NAMED_KINDS
from nexus.rest.serializers.fields import choice_of, line


class SpellingOut(serializers.Serializer[Any]):
    """An alias; who added it and when, unless it is shipped."""

    text = serializers.CharField()
    origin = serializers.ChoiceField(choices=["shipped", "added"])
    who = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class LexiconTermOut(serializers.Serializer[Any]):
    """A term; `statements` is how many its entry has; `who` and `at` are of its last change."""

    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=NAMED_KINDS)
    is_ambiguous = serializers.BooleanField()
    origin = serializers.ChoiceField(choices=ORIGINS)
    aliases = SpellingOut(many=True)
    statements = serializers.IntegerField()
    entry = serializers.SerializerMethodField()
    url = serializers.CharField()
    who = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_entry(self, term: TermView) -> str | None:
        return encode_id("entry", term.entry) if term.entry else None


class UnknownNameOut(serializers.Serializer[Any]):
    """A name that at least two people wrote and no term has; `url` is its entry's."""

    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=NAMED_KINDS)
    people = serializers.IntegerField()
    statements = serializers.IntegerField()
    spellings = serializers.ListField(child=serializers.CharField())
    url = serializers.CharField()


class LexiconTermIn(serializers.Serializer[Any]):
    kind = choice_of(NAMED_KINDS)
    name = line(200, TERM_NAME)
    aliases = serializers.ListField(child=serializers.CharField(max_length=200), required=False)
    is_ambiguous = serializers.BooleanField(
        required=False, help_text="An ordinary word too: recognised only as a whole name."
    )


class LexiconTermChange(serializers.Serializer[Any]):
    """What is left out stays as it is."""

    kind = choice_of(NAMED_KINDS, required=False)
    name = line(200, TERM_NAME, required=False)
    is_ambiguous = serializers.BooleanField(required=False)


class AliasIn(serializers.Serializer[Any]):
    alias = line(200, TERM_NAME)
