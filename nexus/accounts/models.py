"""People and what they may do."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

UNNAMED = "a learner"


class Role(models.TextChoices):
    """What a person may do; each includes the ones before it."""

    READER = "reader", "Reader"
    LEARNER = "learner", "Learner"
    MENTOR = "mentor", "Mentor"
    MAINTAINER = "maintainer", "Maintainer"


class Track(models.TextChoices):
    BACKEND = "backend", "Backend"
    FRONTEND = "frontend", "Frontend"


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone who learns, writes or keeps the hub.

    Contributors who were only ever named in an import have no e-mail address and cannot sign
    in. A person is "a learner" in every format until they choose to show their name.
    """

    email = models.EmailField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=120, blank=True)
    shows_name = models.BooleanField(default=False)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.READER)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="person_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name that every format shows."""
        return self.name if self.shows_name and self.name else UNNAMED

    @property
    def is_staff(self) -> bool:
        return self.role == Role.MAINTAINER


class Cohort(models.Model):
    """Who learns together."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    starts_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="cohort_slug_is_unique")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in a cohort, on a track."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="memberships")
    track = models.CharField(max_length=10, choices=Track.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "cohort"], name="membership_is_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cohort_id}"


class Invite(models.Model):
    """One link per cohort; whoever follows it signs up as a learner of that cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invites")
    secret_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["secret_hash"], name="invite_secret_is_unique"),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=models.Q(revoked_at__isnull=True),
                name="invite_is_one_per_cohort",
            ),
        ]

    def __str__(self) -> str:
        return f"invite to {self.cohort_id}"


class ApiToken(models.Model):
    """Lets a program act as its person. Only a hash is kept; the secret is shown once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["secret_hash"], name="token_secret_is_unique")
        ]

    def __str__(self) -> str:
        return self.prefix


class AuditEntry(models.Model):
    """Who did what, when. Never changed, never deleted; holds no text of documents."""

    actor = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=20)
    object_pk = models.BigIntegerField()
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_kind", "object_pk", "id"], name="audit_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_id}"

    @property
    def object_id(self) -> str:
        """The public id of what it was done to."""
        return f"{self.object_kind}-{self.object_pk}"

    @property
    def is_of_a_stranger(self) -> bool:
        """An attempt to sign in, by nobody who is known; else who has no name is the operator."""
        return self.actor_id is None and self.action.startswith("sign-in.")
