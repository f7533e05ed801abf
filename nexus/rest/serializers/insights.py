"""Figures of the cohort, as tables."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

UNITS = ["people", "percent", "days", "times"]


class ColumnOut(serializers.Serializer[Any]):
    """What the values at one place of every row are."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.ChoiceField(choices=UNITS)


class FigureOut(serializers.Serializer[Any]):
    """One thing; null where fewer than five people stand behind a value."""

    label = serializers.CharField()  # type: ignore[assignment]
    url = serializers.CharField()
    values = serializers.ListField(child=serializers.IntegerField(allow_null=True))


class TableOut(serializers.Serializer[Any]):
    """Rows, the largest first; a live table is of now, whatever was asked."""

    key = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField()
    is_live = serializers.BooleanField()
    columns = ColumnOut(many=True)
    rows = FigureOut(many=True)


class InsightsOut(serializers.Serializer[Any]):
    """`people` is how many the tables from documents are about; null for fewer than five."""

    people = serializers.IntegerField(allow_null=True)
    tables = TableOut(many=True)
