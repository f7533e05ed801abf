"""Fields that many shapes have."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from nexus.accounts.policies import curator_for, name_for
from nexus.common.ids import encode_id
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
