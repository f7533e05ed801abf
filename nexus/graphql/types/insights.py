"""Figures of the cohort, as tables."""

from __future__ import annotations

import graphene


class InsightColumn(graphene.ObjectType):  # type: ignore[misc]
    """What the values at one place of every row are; `unit` is people, percent, days or times."""

    key = graphene.String(required=True)
    label = graphene.String(required=True)
    unit = graphene.String(required=True)


class InsightRow(graphene.ObjectType):  # type: ignore[misc]
    """One thing; null where fewer than five people stand behind a value."""

    label = graphene.String(required=True)
    url = graphene.String(required=True)
    values = graphene.List(graphene.Int, required=True)


class InsightTable(graphene.ObjectType):  # type: ignore[misc]
    """Rows, the largest first; a live table is of now, whatever was asked."""

    key = graphene.String(required=True)
    title = graphene.String(required=True)
    sentence = graphene.String(required=True)
    is_live = graphene.Boolean(required=True)
    columns = graphene.List(graphene.NonNull(InsightColumn), required=True)
    rows = graphene.List(graphene.NonNull(InsightRow), required=True)


class Insights(graphene.ObjectType):  # type: ignore[misc]
    """`people` is how many the tables from documents are about; null for fewer than five."""

    people = graphene.Int()
    tables = graphene.List(graphene.NonNull(InsightTable), required=True)
