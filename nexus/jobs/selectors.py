"""Reads on jobs."""

from __future__ import annotations

from django.db.models import QuerySet

from nexus.accounts.models import Role
from nexus.accounts.policies import Viewer, is_at_least, require
from nexus.common.errors import NotFound
from nexus.jobs.models import Job


def list_jobs(*, viewer: Viewer) -> QuerySet[Job]:
    """One's own jobs; mentors see all. Newest first."""
    person = require(viewer, Role.READER, "see jobs")
    jobs = Job.objects.select_related("requested_by").order_by("-id")
    return jobs if is_at_least(person, Role.MENTOR) else jobs.filter(requested_by=person)


def get_job(*, viewer: Viewer, pk: int) -> Job:
    """One job, for who asked for it and for mentors. Raises NotFound, SignInNeeded."""
    job = list_jobs(viewer=viewer).filter(pk=pk).first()
    if job is None:
        raise NotFound("There is no such job, or it is not yours.")
    return job
