"""What the evidence says about cohorts: counts only, nobody's name, nobody ranked.

A figure that fewer than FEWEST people stand behind is left out. Who compares overlapping scopes
may still conclude from differences; the scopes are few for that reason.
"""

from __future__ import annotations

from django.db.models import Max

from nexus.accounts.policies import Viewer
from nexus.common.models import Change
from nexus.documents.policies import can_see_documents
from nexus.insights.caches import remember
from nexus.insights.figures import Figures, shown
from nexus.insights.live import live_tables
from nexus.insights.scope import Scope
from nexus.insights.tellings import read_tellings
from nexus.insights.told import told_tables


def read_insights(*, viewer: Viewer, scope: Scope | None = None) -> Figures:
    """The figures of a scope that this viewer may know of.

    What documents say comes from the cache until anything in the hub changes; what happens now is
    counted now. Shares by cohort are for who may read documents.
    """
    scope = scope or Scope()
    by_cohort = can_see_documents(viewer)
    newest = Change.objects.aggregate(newest=Max("id"))["newest"] or 0
    key = f"insights:{scope.key}:{by_cohort:d}:{newest}"
    told = remember(key, lambda: count_told(scope, by_cohort=by_cohort))
    return Figures(told.people, (*live_tables(viewer), *told.tables))


def count_told(scope: Scope, *, by_cohort: bool) -> Figures:
    told = read_tellings(scope)
    tables = told_tables(told, by_cohort=by_cohort)
    return Figures(shown(len(told.people)), tuple(table for table in tables if table.rows))
