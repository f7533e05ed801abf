"""The curator's desk: suggestions, questions, actions."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from nexus.common.wording import TITLE
from nexus.curation.models import Action
from nexus.rest.serializers.entries import EntryOut
from nexus.rest.serializers.fields import PublicId, ShownCurator, line


class WordingOut(serializers.Serializer[Any]):
    """One of two wordings, and the entry it stands on, if it has one."""

    statement = PublicId("statement")
    document = PublicId("document", source="document_id")
    line = serializers.IntegerField(source="first_line")
    title = serializers.CharField()
    text = serializers.CharField()
    entry = PublicId("entry", source="evidence.entry_id", default=None, allow_null=True)


class SuggestionOut(serializers.Serializer[Any]):
    """Two wordings that may be one thing; `entry` is where the other stands."""

    id = PublicId("suggestion")
    score = serializers.FloatField()
    readers = serializers.IntegerField()
    statement = WordingOut()
    other = WordingOut(allow_null=True)
    entry = PublicId("entry", source="entry_id", allow_null=True)


class QuestionOut(serializers.Serializer[Any]):
    """What the desk asks: an unsolved challenge, a disputed solution, or a merge."""

    key = serializers.CharField()
    kind = serializers.ChoiceField(choices=["unsolved", "disputed", "merge"])
    readers = serializers.IntegerField()
    entry = PublicId("entry", source="entry.pk", default=None, allow_null=True)
    solution = PublicId("solution", source="solution.pk", default=None, allow_null=True)
    suggestion = SuggestionOut(allow_null=True)


class ActionOut(serializers.Serializer[Any]):
    """What a curator did."""

    id = PublicId("action")
    kind = serializers.ChoiceField(choices=Action.Kind.choices)
    text = serializers.CharField()
    who = ShownCurator("person")
    at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)


class SplitOut(serializers.Serializer[Any]):
    action = ActionOut()
    entry = EntryOut()


class AnswerIn(serializers.Serializer[Any]):
    same = serializers.BooleanField()


class AcceptIn(serializers.Serializer[Any]):
    score = serializers.FloatField(help_text="Accept all from this likeness on, at most 200.")


class SkipIn(serializers.Serializer[Any]):
    question = serializers.CharField(max_length=170, help_text="The `key` of a question.")


class MergeIn(serializers.Serializer[Any]):
    into = serializers.CharField(help_text="entry-12")


class StatementsIn(serializers.Serializer[Any]):
    statements = serializers.ListField(
        child=serializers.CharField(), max_length=500, help_text="statement-12"
    )


class SplitIn(StatementsIn):
    title = line(200, TITLE)


class RenameIn(serializers.Serializer[Any]):
    title = line(200, TITLE)


class WordingIn(serializers.Serializer[Any]):
    statement = serializers.CharField(help_text="statement-12")


class BestIn(serializers.Serializer[Any]):
    solution = serializers.CharField(allow_null=True, help_text="solution-12; null for none.")
