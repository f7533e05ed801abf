"""allauth's page of e-mail addresses, for accounts whose address it does not know yet."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.account.views import email as page
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from nexus.accounts.models import Person


def keep_main_address(person: Person) -> None:
    """The address that a person signs in with is their main one, unless they chose another.

    Accounts of the operator's making have none in allauth's table; the first address that was
    verified would become the main one there, without a word to the other.
    """
    if person.email and not EmailAddress.objects.filter(user=person, primary=True).exists():
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"primary": True}
        )


@login_required
def addresses(request: HttpRequest) -> HttpResponse:
    """Those of who is signed in."""
    if isinstance(request.user, Person):
        keep_main_address(request.user)
    response: HttpResponse = page(request)
    return response
