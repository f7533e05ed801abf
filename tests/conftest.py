"""What every test may use: people by role, a challenge, a document that came by an import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, settings
from rest_framework.test import APIClient

from config.mail import QUEUE
from nexus.accounts.models import Person, Role
from nexus.documents.models import Document, ImportBatch
from nexus.documents.services import import_files
from nexus.documents.services.imports import Whose
from nexus.library.models import Entry
from nexus.library.services import create_entry
from tests.at_once import at_once
from tests.emptying import delete_instead_of_truncating
from tests.filled import fill, filled
from tests.support import CHALLENGE_LEAD, LEARNER_DOCUMENT, api_of, run_to_end

__all__ = ["at_once", "delete_instead_of_truncating", "fill", "filled"]
# How long examples take, and take to make, is the machine's matter, not the code's.
settings.register_profile("hub", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hub")
PASSWORD = "correct horse battery"
MakePerson = Callable[..., Person]
Import = Callable[..., ImportBatch]


@pytest.fixture(scope="session", autouse=True)
def mail_waits(django_test_environment: None) -> None:
    """As in a hub: Django's own test environment would have it sent at once."""
    django_settings.EMAIL_BACKEND = QUEUE


@pytest.fixture
def make_person(db: None) -> MakePerson:
    """Another person of a role; each has a name that they have not chosen to show."""

    def make(role: str = Role.LEARNER, **fields: Any) -> Person:
        number = Person.objects.count() + 1
        fields.setdefault("name", f"Hidden {role.title()} {number}")
        email = fields.pop("email", f"{role}{number}@people.test")
        return Person.objects.create_user(email=email, password=PASSWORD, role=role, **fields)

    return make


@pytest.fixture
def anonymous() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def reader(make_person: MakePerson) -> Person:
    return make_person(Role.READER)


@pytest.fixture
def learner(make_person: MakePerson) -> Person:
    return make_person(Role.LEARNER)


@pytest.fixture
def mentor(make_person: MakePerson) -> Person:
    return make_person(Role.MENTOR)


@pytest.fixture
def maintainer(make_person: MakePerson) -> Person:
    return make_person(Role.MAINTAINER)


@pytest.fixture
def challenge(learner: Person) -> Entry:
    """A published challenge that a learner wrote."""
    return create_entry(
        actor=learner, kind="challenge", title="A view blocks the event loop", lead=CHALLENGE_LEAD
    )


@pytest.fixture
def bring(db: None) -> Import:
    """Import files as somebody and wait for the end; the job's row is read anew."""

    def bring(actor: Person, *files: tuple[str, bytes], whose: Whose | None = None) -> ImportBatch:
        batch = import_files(actor=actor, files=files, whose=whose)
        job = run_to_end(batch)
        assert job.state == "done", job.message
        return ImportBatch.objects.select_related("job").get(pk=batch.pk)

    return bring


@pytest.fixture
def document(learner: Person, bring: Import) -> Document:
    """The learner's own document."""
    bring(learner, ("weather.md", LEARNER_DOCUMENT.encode()))
    return Document.objects.select_related("current", "author").get(name="weather.md")


@pytest.fixture
def api() -> Callable[[Person | AnonymousUser], APIClient]:
    return api_of
