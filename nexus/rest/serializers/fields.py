"""Fields that many shapes have."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db.models import Choices
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nexus.accounts.policies import curator_for, name_for
from nexus.common.ids import encode_id
from nexus.common.wording import at_most, one_of
from nexus.library.contributions import author_of


@extend_schema_field(str)
class PublicId(serializers.Field[Any, Any, Any, Any]):
    """The public id ("entry-12") of the object itself, or of what a column points to."""

    def __init__(self, kind: str, *, source: str = "pk", **options: Any) -> None:
        super().__init__(source=source, read_only=True, **options)
        self.kind = kind

    def to_representation(self, value: int) -> str:
        return encode_id(self.kind, value)


@extend_schema_field(str)
class ShownName(serializers.Field[Any, Any, Any, Any]):
    """Who somebody is to the viewer of the context: a chosen name, or "a learner"."""

    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)
        self.path = path

    def to_representation(self, value: Any) -> str:
        return name_for(self.context["viewer"], attrgetter(self.path)(value))


@extend_schema_field(str)
class ShownCurator(ShownName):
    """Who decided: a chosen name, else a number by which curators tell each other apart."""

    def to_representation(self, value: Any) -> str:
        return curator_for(self.context["viewer"], attrgetter(self.path)(value))


@extend_schema_field(str)
class ShownAuthor(serializers.Field[Any, Any, Any, Any]):
    """Who a solution is by: its author as the viewer may know them, or learners' documents."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Any) -> str:
        return author_of(self.context["viewer"], value)


def line(most: int, missing: str, *, too_long: str = "", **options: Any) -> serializers.CharField:
    """A text that somebody has to write; refused in the words of the services."""
    words: Any = {"blank": missing, "max_length": too_long or at_most(most)}
    return serializers.CharField(max_length=most, error_messages=words, **options)


def choice_of(choices: type[Choices] | Sequence[str], **options: Any) -> serializers.ChoiceField:
    """One of some values; refused in the words of the services."""
    values = choices.values if isinstance(choices, type) else choices
    words: Any = {"invalid_choice": one_of(values)}
    taken = choices.choices if isinstance(choices, type) else choices
    return serializers.ChoiceField(choices=taken, error_messages=words, **options)
