"""Stopping jobs, trying them again, and deciding about dead letters."""

from __future__ import annotations

from typing import Any

import graphene

from nexus.common.ids import decode_id
from nexus.graphql.node import viewer_of
from nexus.graphql.types import jobs as j
from nexus.jobs import letters, models, selectors
from nexus.jobs.services import cancel_job, retry_job


def job_of(info: Any, id: str) -> models.Job:
    return selectors.get_job(viewer=viewer_of(info), pk=decode_id("job", id))


def letter_of(info: Any, id: str) -> models.DeadLetter:
    return letters.get_letter(viewer=viewer_of(info), pk=decode_id("letter", id))


class CancelJob(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    job = graphene.Field(j.Job, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        return {"job": cancel_job(actor=viewer_of(info), job=job_of(info, id))}


class RetryJob(graphene.Mutation):  # type: ignore[misc]
    """A job that failed or was stopped is done after all."""

    class Arguments:
        id = graphene.ID(required=True)

    job = graphene.Field(j.Job, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        return {"job": retry_job(actor=viewer_of(info), job=job_of(info, id))}


class ResendLetter(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    letter = graphene.Field(j.Letter, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        found = letters.resend_letter(actor=viewer_of(info), letter=letter_of(info, id))
        return {"letter": found}


class DropLetter(graphene.Mutation):  # type: ignore[misc]
    class Arguments:
        id = graphene.ID(required=True)

    letter = graphene.Field(j.Letter, required=True)

    @staticmethod
    def mutate(root: Any, info: Any, id: str) -> dict[str, Any]:
        found = letters.drop_letter(actor=viewer_of(info), letter=letter_of(info, id))
        return {"letter": found}
