"""Texts and helpers that tests of several floors share."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from rest_framework.test import APIClient

from nexus.accounts.models import Person
from nexus.documents.models import ImportBatch
from nexus.jobs.models import Job
from nexus.jobs.queues import Queue
from nexus.jobs.services import claim_job, claim_next_job, run_job

LEARNER_DOCUMENT = """# Weather service

Notes of the second sprint.

## Technologies

- **Redis**: keeps the answers of the weather API for a minute.
- **Celery**: fetches the forecasts in the background.

## Challenges

### The worker did not see new code

**Problem:** After a change the Celery worker kept running the old code.

**Solution:** Restart the worker with watchfiles whenever a file changes.

### The rate limit of the weather API

**Problem:** The API answered 429 after sixty calls in a minute.

**Solution:** Cache each answer in Redis for sixty seconds and back off on 429.

## Best practices

- Write a test before the fix.
- Keep every function short enough to read at once.

## Collaboration

- We agreed on the shape of the API before anybody wrote a view.
"""
CHALLENGE_LEAD = (
    "## Symptom\n\nThe page hangs.\n\n## Cause\n\nA request blocks the loop.\n\n"
    "## Fix\n\nUse `sync_to_async`.\n\n## How to check\n\nIt answers at once.\n\n"
    "## Versions\n\nDjango 5.2\n"
)


def run_to_end(batch: ImportBatch) -> Job:
    """Do what the worker does with an import, here and now."""
    job = claim_job(batch.job_id, "test")
    assert job is not None
    return run_job(job)


def send_mail_out() -> list[EmailMultiAlternatives]:
    """Do what the worker does with mail that is due; returns all that was sent in this test."""
    while (job := claim_next_job("test", [Queue.OUTGOING])) is not None:
        run_job(job)
    return mail.outbox


def api_of(person: Person | AnonymousUser) -> APIClient:
    """A REST and GraphQL client that is signed in as a person, or as nobody."""
    client = APIClient(enforce_csrf_checks=False)
    if person.is_authenticated:
        client.force_login(person)
    return client
