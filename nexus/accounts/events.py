"""What accounts tell those who follow the change log."""

from __future__ import annotations

from django.db import transaction

from nexus.accounts.models import Person
from nexus.common.changes import record_change


@transaction.atomic
def say_signed_out(person: Person | None) -> None:
    """Streams that were opened while this person was signed in must end."""
    if person is not None:
        record_change("person.signed-out", "person", person.pk, public=False)
