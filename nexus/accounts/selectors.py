"""Reads on people and cohorts. `viewer` decides what is seen."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from nexus.accounts.models import ApiToken, AuditEntry, Cohort, Person, Role
from nexus.accounts.policies import Viewer, require
from nexus.accounts.services import hash_secret
from nexus.common.errors import NotFound

LAST_USED_STEP = timedelta(minutes=10)


def list_people(*, viewer: Viewer) -> QuerySet[Person]:
    """Everybody who learns or writes here, for those who are signed in."""
    require(viewer, Role.READER, "see people")
    return Person.objects.annotate(
        document_count=Count(
            "documents", filter=Q(documents__erased_at__isnull=True), distinct=True
        )
    ).order_by("pk")


def get_person(*, viewer: Viewer, pk: int) -> Person:
    """One person. Raises NotFound, SignInNeeded."""
    person = list_people(viewer=viewer).filter(pk=pk).first()
    if person is None:
        raise NotFound("There is no such person.")
    return person


def list_cohorts(*, viewer: Viewer) -> QuerySet[Cohort]:
    """Cohorts with how many people; their names are no secret to who may search by them."""
    return Cohort.objects.annotate(person_count=Count("memberships", distinct=True)).order_by("pk")


def get_cohort(*, viewer: Viewer, pk: int) -> Cohort:
    cohort = list_cohorts(viewer=viewer).filter(pk=pk).first()
    if cohort is None:
        raise NotFound("There is no such cohort.")
    return cohort


def list_tokens(*, viewer: Viewer) -> QuerySet[ApiToken]:
    """One's own tokens, newest first; secrets are never among them."""
    person = require(viewer, Role.READER, "see your API tokens")
    return person.tokens.order_by("-pk")


def list_audit(*, viewer: Viewer) -> QuerySet[AuditEntry]:
    """Who did what, newest first, for maintainers."""
    require(viewer, Role.MAINTAINER, "read the audit log")
    return AuditEntry.objects.select_related("actor").order_by("-pk")


def find_person_by_token(secret: str) -> Person | None:
    """The active person a live token stands for; notes its use at most every ten minutes."""
    now = timezone.now()
    token = (
        ApiToken.objects.select_related("person")
        .filter(secret_hash=hash_secret(secret), revoked_at__isnull=True, person__is_active=True)
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))
        .first()
    )
    if token is None:
        return None
    if token.last_used_at is None or now - token.last_used_at > LAST_USED_STEP:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.person
