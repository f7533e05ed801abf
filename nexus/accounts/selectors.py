"""Reads on people and cohorts. `viewer` decides what is seen."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from nexus.accounts.models import ApiToken, AuditEntry, Cohort, Person, Role
from nexus.accounts.policies import Viewer, is_at_least, known_people, require
from nexus.accounts.services import hash_secret
from nexus.common.errors import NotFound

LAST_USED_STEP = timedelta(minutes=10)
# The schemes of `Authorization` that a token may come with, in any case.
SCHEMES = frozenset(("bearer", "token"))


def list_people(*, viewer: Viewer, cohort: str = "") -> QuerySet[Person]:
    """Who learns or writes here, as far as those who are signed in may know them.

    `cohort` is the slug of one that they wrote a document of, or, to mentors, that they joined.
    """
    require(viewer, Role.READER, "see people")
    people = Person.objects.filter(known_people(viewer))
    if cohort:
        of_it = Q(documents__cohort__slug=cohort, documents__erased_at__isnull=True)
        if is_at_least(viewer, Role.MENTOR):
            of_it |= Q(memberships__cohort__slug=cohort)
        people = people.filter(pk__in=Person.objects.filter(of_it).values("pk"))
    return people.annotate(
        document_count=Count(
            "documents", filter=Q(documents__erased_at__isnull=True), distinct=True
        )
    ).order_by("pk")


def document_count_of(person: Person) -> int:
    """How many documents are theirs: as `list_people` counted them, or counted now."""
    counted: int | None = getattr(person, "document_count", None)
    if counted is None:
        counted = person.documents.filter(erased_at__isnull=True).count()
    return counted


def get_person(*, viewer: Viewer, pk: int) -> Person:
    """One person whom the viewer may know. Raises NotFound, SignInNeeded."""
    person = list_people(viewer=viewer).filter(pk=pk).first()
    if person is None:
        raise NotFound("There is no such person.")
    return person


def is_of_another(email: str, pk: int) -> bool:
    """Does somebody else than this person sign in with the address?"""
    return Person.objects.filter(email__iexact=email).exclude(pk=pk).exists()


def get_person_to_manage(*, viewer: Viewer, pk: int) -> Person:
    """One person, for maintainers. Raises NotFound, NotAllowed, SignInNeeded."""
    require(viewer, Role.MAINTAINER, "change roles")
    return get_person(viewer=viewer, pk=pk)


def list_cohorts(*, viewer: Viewer) -> QuerySet[Cohort]:
    """Cohorts with how many people; their names are no secret to who may search by them.

    People of a cohort joined it, or wrote a document of it.
    """
    people = Person.objects.filter(
        Q(memberships__cohort=OuterRef("pk"))
        | Q(documents__cohort=OuterRef("pk"), documents__erased_at__isnull=True)
    )
    counted = people.order_by().values(together=Value(1)).annotate(n=Count("pk", distinct=True))
    return Cohort.objects.annotate(
        person_count=Coalesce(Subquery(counted.values("n")), 0)
    ).order_by("pk")


def get_cohort(*, viewer: Viewer, pk: int) -> Cohort:
    """One cohort. Raises NotFound."""
    cohort = list_cohorts(viewer=viewer).filter(pk=pk).first()
    if cohort is None:
        raise NotFound("There is no such cohort.")
    return cohort


def list_tokens(*, viewer: Viewer) -> QuerySet[ApiToken]:
    """One's own tokens, newest first; secrets are never among them."""
    person = require(viewer, Role.READER, "see your API tokens")
    return person.tokens.order_by("-pk")


def list_audit(*, viewer: Viewer, person: int | None = None) -> QuerySet[AuditEntry]:
    """Who did what, newest first, for maintainers; `person` is who did it."""
    require(viewer, Role.MAINTAINER, "read the audit log")
    rows = AuditEntry.objects.select_related("actor").order_by("-pk")
    return rows if person is None else rows.filter(actor_id=person)


def find_token(secret: str) -> ApiToken | None:
    """The live token of an active person; notes its use at most every ten minutes."""
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
    return token
