"""Writes on people, cohorts, invites and tokens."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from nexus.accounts.models import (
    ApiToken,
    AuditEntry,
    Cohort,
    Invite,
    Membership,
    Person,
    Role,
    Track,
)
from nexus.accounts.policies import Viewer, require
from nexus.common.changes import record_change
from nexus.common.errors import Invalid, NotFound
from nexus.common.hub import get_hub
from nexus.common.masking import mask
from nexus.common.models import Hub
from nexus.common.text import slugify
from nexus.common.wording import COHORT_NAME, PURPOSE, at_most, one_of

INVITE_DAYS = 60
TOKEN_LIMIT = 20


def hash_secret(secret: str) -> str:
    """What is kept of a secret. Secrets are 256 random bits, so a plain hash cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def record_audit(
    actor: Person | None, action: str, object_kind: str, object_pk: int, **detail: Any
) -> None:
    """Who did what; inside the transaction of what was done."""
    AuditEntry.objects.create(
        actor=actor, action=action, object_kind=object_kind, object_pk=object_pk, detail=detail
    )


def clean_line(text: str) -> str:
    """One line as it is kept: white space folded, no NUL, contacts and secrets masked."""
    return mask(" ".join(text.replace("\x00", "").split())).text


@transaction.atomic
def update_profile(*, actor: Viewer, name: str, shows_name: bool) -> Person:
    """A person's own name and whether it is shown. Raises SignInNeeded, Invalid."""
    person = require(actor, Role.READER, "change your profile")
    name = clean_line(name)
    if len(name) > 120:
        raise Invalid("That name is too long.", fields={"name": at_most(120)})
    if shows_name and not name:
        raise Invalid("There is no name to show.", fields={"name": "Write the name to show."})
    person.name, person.shows_name = name, shows_name
    person.save(update_fields=["name", "shows_name"])
    record_audit(person, "profile.updated", "person", person.pk, shows_name=shows_name)
    record_change("person.updated", "person", person.pk)
    return person


@transaction.atomic
def set_role(*, actor: Viewer, person: Person, role: str) -> Person:
    """Give a person a role. The last maintainer stays one."""
    maintainer = require(actor, Role.MAINTAINER, "change roles")
    if role not in Role.values:
        raise Invalid(f"“{role}” is not a role.", fields={"role": one_of(Role)})
    locked = Person.objects.select_for_update().filter(role=Role.MAINTAINER, is_active=True)
    keepers = {p.pk for p in locked}
    if role != Role.MAINTAINER and keepers == {person.pk}:
        raise Invalid(
            "This is the only maintainer. Make somebody else a maintainer first.",
            fields={"role": "The hub needs a maintainer."},
        )
    before, person.role = person.role, role
    person.save(update_fields=["role"])
    record_audit(maintainer, "role.set", "person", person.pk, before=before, after=role)
    record_change("person.role-set", "person", person.pk)
    return person


@transaction.atomic
def create_cohort(*, actor: Viewer, name: str) -> Cohort:
    """A new cohort; its name must be new. Raises Invalid, NotAllowed, SignInNeeded."""
    person = require(actor, Role.MENTOR, "add a cohort")
    cohort, created = get_or_create_cohort(name)
    if not created:
        raise Invalid(
            f"There is a cohort “{cohort.name}” already.", fields={"name": "Choose another name."}
        )
    record_audit(person, "cohort.created", "cohort", cohort.pk)
    return cohort


def get_or_create_cohort(name: str) -> tuple[Cohort, bool]:
    """The cohort of that name, written in any case. Inside a transaction of the caller."""
    name = clean_line(name)
    if not name or len(name) > 80:
        raise Invalid("A cohort needs a name.", fields={"name": COHORT_NAME})
    cohort, created = Cohort.objects.get_or_create(slug=cohort_slug(name), defaults={"name": name})
    if created:
        record_change("cohort.created", "cohort", cohort.pk)
    return cohort, created


def cohort_slug(name: str) -> str:
    """The same for names that differ in case or punctuation only, in any script."""
    slug = slugify(name)
    folded = unicodedata.normalize("NFKD", name.casefold())
    beyond = "".join(c for c in folded if c.isalnum() and not c.isascii())
    if not beyond:
        return slug
    mark = hashlib.blake2b(beyond.encode(), digest_size=4).hexdigest()
    return f"{slug[:70]}-{mark}"


def cohort_named(name: str, *, may_make: bool) -> Cohort:
    """The cohort that somebody says a document is of; only mentors make new ones.

    Raises Invalid.
    """
    if may_make:
        return get_or_create_cohort(name)[0]
    cohort = Cohort.objects.filter(slug=cohort_slug(name)).first()
    if cohort is None:
        raise Invalid(
            f"There is no cohort “{name[:80]}”.",
            fields={"cohort": "Choose one that exists, or ask a mentor to add it."},
        )
    return cohort


@transaction.atomic
def create_invite(*, actor: Viewer, cohort: Cohort) -> tuple[Invite, str]:
    """The cohort's one invite link, made anew; the earlier link stops working.

    Returns the invite and its secret, which is not kept and cannot be shown again.
    """
    person = require(actor, Role.MENTOR, "invite people")
    now = timezone.now()
    Invite.objects.filter(cohort=cohort, revoked_at__isnull=True).update(revoked_at=now)
    secret = secrets.token_urlsafe(32)
    invite = Invite.objects.create(
        cohort=cohort,
        secret_hash=hash_secret(secret),
        created_by=person,
        expires_at=now + timedelta(days=INVITE_DAYS),
    )
    record_audit(person, "invite.created", "cohort", cohort.pk)
    return invite, secret


@transaction.atomic
def revoke_invite(*, actor: Viewer, cohort: Cohort) -> None:
    """The cohort's link stops working."""
    person = require(actor, Role.MENTOR, "withdraw an invite")
    Invite.objects.filter(cohort=cohort, revoked_at__isnull=True).update(revoked_at=timezone.now())
    record_audit(person, "invite.revoked", "cohort", cohort.pk)


def find_invite(secret: str) -> Invite:
    """The live invite of a secret. Raises NotFound with what to do."""
    invite = (
        Invite.objects.select_related("cohort")
        .filter(secret_hash=hash_secret(secret), revoked_at__isnull=True)
        .first()
    )
    if invite is None or invite.expires_at < timezone.now():
        raise NotFound("This invite no longer works. Ask the lead of your cohort for a new link.")
    return invite


@transaction.atomic
def accept_invite(*, actor: Viewer, secret: str, track: str = "") -> Membership:
    """Join the cohort of an invite; a reader becomes a learner."""
    person = require(actor, Role.READER, "join a cohort")
    if track and track not in Track.values:
        raise Invalid(f"“{track}” is not a track.", fields={"track": one_of(Track)})
    invite = find_invite(secret)
    membership, _ = Membership.objects.update_or_create(
        person=person, cohort=invite.cohort, defaults={"track": track} if track else {}
    )
    if person.role == Role.READER:
        person.role = Role.LEARNER
        person.save(update_fields=["role"])
    record_audit(person, "invite.accepted", "cohort", invite.cohort_id)
    record_change("person.joined", "person", person.pk)
    return membership


@transaction.atomic
def create_token(*, actor: Viewer, name: str) -> tuple[ApiToken, str]:
    """An API token; returns it and its secret, which is shown once and kept only as a hash."""
    person = require(actor, Role.READER, "make an API token")
    name = clean_line(name)
    if not name or len(name) > 80:
        raise Invalid("A token needs a name.", fields={"name": PURPOSE})
    if person.tokens.filter(revoked_at__isnull=True).count() >= TOKEN_LIMIT:
        raise Invalid(
            f"You have {TOKEN_LIMIT} tokens.", fields={"name": "Revoke one that is not used."}
        )
    secret = f"nexus_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        person=person, name=name, prefix=secret[:12], secret_hash=hash_secret(secret)
    )
    record_audit(person, "token.created", "token", token.pk)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Viewer, token_pk: int) -> ApiToken:
    """Stop a token of one's own."""
    person = require(actor, Role.READER, "revoke an API token")
    token = person.tokens.filter(pk=token_pk).first()
    if token is None:
        raise NotFound("You have no such token.")
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record_audit(person, "token.revoked", "token", token.pk)
        record_change("token.revoked", "person", person.pk, public=False)
    return token


@transaction.atomic
def publish_hub(*, actor: Viewer, published: bool, shows_documents: bool | None = None) -> Hub:
    """Let search engines, feeds and everybody in; or take that back.

    `shows_documents` lets anonymous readers see documents, with names masked; None leaves it.
    """
    person = require(actor, Role.MAINTAINER, "publish the hub")
    hub = get_hub()
    hub.is_published = published
    if published and hub.published_at is None:
        hub.published_at = timezone.now()
    if shows_documents is not None:
        hub.shows_documents = shows_documents
    hub.save()
    record_audit(person, "hub.published" if published else "hub.unpublished", "hub", 1)
    record_change("hub.updated", "hub", 1)
    return hub


def contributor(name: str = "") -> Person:
    """Someone named, or not even named, by an import: no address, cannot sign in. Not saved."""
    person = Person(name=name[:120], role=Role.READER, is_active=False)
    person.set_unusable_password()
    return person


def keep_contributors(people: Sequence[Person]) -> None:
    """Save those of them who are not saved yet."""
    Person.objects.bulk_create([person for person in people if person.pk is None])


@transaction.atomic
def make_maintainer(*, email: str, password: str, name: str = "") -> Person:
    """The operator's own way in (the CLI); not a capability of the faces."""
    person = Person.objects.create_user(
        email=email, password=password, name=name, role=Role.MAINTAINER
    )
    record_audit(None, "maintainer.made", "person", person.pk)
    return person
