"""allauth's page of e-mail addresses, for accounts whose address it does not know yet."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.views import email as page
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from nexus.accounts.models import Person
from nexus.accounts.selectors import is_of_another

REFUSED = "account/messages/unverified_primary_email.txt"


def keep_main_address(person: Person) -> None:
    """The address that a person signs in with is their main one, unless they chose another.

    Accounts of the operator's making have none in allauth's table; the first address that was
    verified would become the main one there, without a word to the other.
    """
    if person.email and not EmailAddress.objects.filter(user=person, primary=True).exists():
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"primary": True}
        )


def may_be_main(person: Person, email: str) -> bool:
    """Did the person prove that the address is theirs, and does nobody else sign in with it?

    allauth lets an address that was not verified be the main one until another one is.
    """
    email = email.strip().lower()
    proven = EmailAddress.objects.filter(user=person, verified=True)
    # What was typed is compared here: it may hold what no database takes.
    return email in proven.values_list("email", flat=True) and not is_of_another(email, person.pk)


@login_required
def addresses(request: HttpRequest) -> HttpResponse:
    """Those of who is signed in."""
    if isinstance(request.user, Person):
        keep_main_address(request.user)
        email = request.POST.get("email", "")
        if "action_primary" in request.POST and not may_be_main(request.user, email):
            get_adapter(request).add_message(request, messages.ERROR, REFUSED)
            return redirect("account_email")
    response: HttpResponse = page(request)
    return response
