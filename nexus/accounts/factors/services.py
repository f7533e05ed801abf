"""What an operator does to the second factors of an account."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from nexus.accounts.factors.audit import DROPPED
from nexus.accounts.models import Person
from nexus.accounts.services import record_audit


@transaction.atomic
def drop_factors(person: Person) -> int:
    """Take all factors off an account, for the CLI; returns how many there were."""
    factors = Authenticator.objects.filter(user=person)
    count = int(factors.count())
    if count:
        factors.delete()
        record_audit(None, DROPPED, "person", person.pk, count=count)
    return count
