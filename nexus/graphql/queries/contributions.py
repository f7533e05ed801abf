"""Solutions, receipts and revisions of all entries."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.graphql.arguments import one_of, pk_of
from nexus.graphql.connections import ConnectionField
from nexus.graphql.node import viewer_of
from nexus.graphql.planning import planned
from nexus.graphql.types import library as t
from nexus.library import contributions
from nexus.library.models import Kind, Receipt
from nexus.library.selectors import STATES


class ContributionQueries(graphene.ObjectType):  # type: ignore[misc]
    solutions = ConnectionField(
        t.SolutionConnection,
        entry=graphene.ID(),
        author=graphene.ID(),
        state=graphene.String(),
        order=graphene.String(),
    )
    receipts = ConnectionField(
        t.ReceiptConnection,
        entry=graphene.ID(),
        solution=graphene.ID(),
        person=graphene.ID(),
        outcome=graphene.String(),
        state=graphene.String(),
    )
    revisions = ConnectionField(
        t.RevisionConnection,
        entry=graphene.ID(),
        author=graphene.ID(),
        kind=graphene.String(),
        state=graphene.String(),
    )

    @staticmethod
    def resolve_solutions(
        root: Any,
        info: Any,
        entry: str | None = None,
        author: str | None = None,
        state: str | None = None,
        order: str | None = None,
    ) -> Any:
        found = contributions.list_all_solutions(
            viewer=viewer_of(info),
            entry=pk_of("entry", entry),
            author=pk_of("person", author),
            state=one_of(state, STATES, "state"),
            order=one_of(order, contributions.SOLUTION_ORDERS, "order") or "worked",
        )
        return planned(found, info)

    @staticmethod
    def resolve_receipts(
        root: Any,
        info: Any,
        entry: str | None = None,
        solution: str | None = None,
        person: str | None = None,
        outcome: str | None = None,
        state: str | None = None,
    ) -> Any:
        found = contributions.list_all_receipts(
            viewer=viewer_of(info),
            entry=pk_of("entry", entry),
            solution=pk_of("solution", solution),
            person=pk_of("person", person),
            outcome=one_of(outcome, Receipt.Outcome.values, "outcome"),
            state=one_of(state, STATES, "state"),
        )
        return planned(found, info)

    @staticmethod
    def resolve_revisions(
        root: Any,
        info: Any,
        entry: str | None = None,
        author: str | None = None,
        kind: str | None = None,
        state: str | None = None,
    ) -> Any:
        found = contributions.list_all_revisions(
            viewer=viewer_of(info),
            entry=pk_of("entry", entry),
            author=pk_of("person", author),
            kind=one_of(kind, Kind.values, "kind"),
            state=one_of(state, STATES, "state"),
        )
        return planned(found, info)
