"""What the evidence says about cohorts: counts only, nobody's name, nobody ranked.

A figure that fewer than FEWEST people stand behind is left out, and every number of people is
rounded so that comparing overlapping scopes tells on nobody (ADR 30).
"""

from __future__ import annotations

from nexus.accounts.policies import Viewer
from nexus.common.touches import touch_mark
from nexus.documents.policies import can_see_documents
from nexus.documents.selectors import require_documents
from nexus.insights.caches import remember
from nexus.insights.figures import Figures, shown
from nexus.insights.live import live_tables
from nexus.insights.scope import Scope
from nexus.insights.tellings import read_tellings
from nexus.insights.told import told_tables


def read_insights(*, viewer: Viewer, scope: Scope | None = None) -> Figures:
    """The figures of a scope that this viewer may know of.

    What documents say comes from the cache until anything in the hub changes; what happens now is
    counted now. What a cohort says is for who may read documents. Raises SignInNeeded.
    """
    scope = scope or Scope()
    by_cohort = can_see_documents(viewer)
    if scope.cohort is not None:
        require_documents(viewer)
    told = told_for(scope, by_cohort=by_cohort)
    return Figures(told.people, (*live_tables(viewer), *told.tables))


def told_for(scope: Scope, *, by_cohort: bool) -> Figures:
    """What documents say of a scope, from the cache where it is there."""
    key = f"insights:{scope.key}:{by_cohort:d}:{touch_mark()}"
    return remember(key, lambda: count_told(scope, by_cohort=by_cohort))


def count_told(scope: Scope, *, by_cohort: bool) -> Figures:
    told = read_tellings(scope)
    tables = told_tables(told, by_cohort=by_cohort)
    return Figures(shown(told.people), tuple(table for table in tables if table.rows))
