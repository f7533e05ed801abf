"""Jobs, and the dead letters of those that were given up."""

from __future__ import annotations

from typing import Any

import graphene
from graphene.types.generic import GenericScalar

from nexus.accounts.policies import name_for
from nexus.common.ids import encode_id
from nexus.graphql.connections import connection_of
from nexus.graphql.filters import Narrowing
from nexus.graphql.node import LOADERS, TYPES, Node, id_field, viewer_of
from nexus.jobs import letters, models, selectors
from nexus.jobs.filters import Jobs, Letters


class Job(graphene.ObjectType):  # type: ignore[misc]
    """A long-running piece of work."""

    class Meta:
        interfaces = (Node,)

    kind = graphene.String(required=True)
    queue = graphene.String(required=True)
    state = graphene.String(required=True)
    who = graphene.String(required=True, description="Who asked for it, or “the hub”.")
    attempts = graphene.Int(required=True, description="Tries since it last got on.")
    done = graphene.Int(required=True)
    total = graphene.Int(required=True)
    message = graphene.String(required=True)
    result = GenericScalar(required=True, description="What came of it, as REST gives it.")
    created_at = graphene.DateTime(required=True)
    not_before = graphene.DateTime(description="It waits until then.")
    finished_at = graphene.DateTime()
    resolve_id = id_field("job")

    @staticmethod
    def resolve_who(root: models.Job, info: Any) -> str:
        return name_for(viewer_of(info), root.requested_by)


class Letter(graphene.ObjectType):  # type: ignore[misc]
    """A message or a job that was tried and given up."""

    class Meta:
        interfaces = (Node,)

    reason = graphene.String(required=True)
    job = graphene.ID()
    queue = graphene.String(required=True)
    headers = GenericScalar(required=True)
    body = graphene.String(required=True)
    arrived_at = graphene.DateTime(required=True)
    fate = graphene.String(required=True, description="sent, dropped, or empty while it waits.")
    settled_at = graphene.DateTime()
    resolve_id = id_field("letter")

    @staticmethod
    def resolve_job(root: models.DeadLetter, info: Any) -> str | None:
        return encode_id("job", root.job_id) if root.job_id else None


JobConnection = connection_of(Job, Narrowing("job", Jobs))
LetterConnection = connection_of(Letter, Narrowing("letter", Letters))

LOADERS["job"] = lambda viewer, pk: selectors.get_job(viewer=viewer, pk=pk)
LOADERS["letter"] = lambda viewer, pk: letters.get_letter(viewer=viewer, pk=pk)
TYPES.update({models.Job: Job, models.DeadLetter: Letter})
