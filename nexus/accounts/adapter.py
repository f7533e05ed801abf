"""How django-allauth makes people here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest

from nexus.accounts.hashing import begin_writing
from nexus.accounts.mail import charge_mail
from nexus.accounts.models import Person
from nexus.accounts.selectors import is_of_another
from nexus.accounts.signing_in import record_failure, record_lock
from nexus.common.errors import TooMany
from nexus.common.throttles.addresses import client_address
from nexus.common.throttles.charging import charge_password
from nexus.common.throttles.database import give_back

UNCONFIRMED = "account/messages/email_confirmation_failed.txt"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """E-mail addresses are kept in lower case; a new person is a reader."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person whose password this is; each attempt counts, unless it was right.

        Raises TooMany.
        """
        email = str(credentials.get("email", ""))
        by = request.user if request.user.is_authenticated else None
        try:
            taken = charge_password(request, email)
        except TooMany:
            record_lock(email, by)
            raise
        person = super().authenticate(request, **credentials)
        if person is None:
            record_failure(email, by)
        else:
            give_back(taken)
        return person

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Is this the password of who is signed in? Counted as at sign-in. Raises TooMany."""
        return bool(self.authenticate(self.request, email=user.email, password=password) == user)

    def set_password(self, user: Person, password: str) -> None:
        """Hash first; what is written then is one transaction of the page."""
        user.set_password(password)
        begin_writing()
        # A role that changed while it was hashed stays as it is now.
        user.save(update_fields=["password"])

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person by mail what was changed in their account; the operator's accounts, too."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render a mail and write it down for the worker. Raises TooMany: see charge_mail."""
        request = current.request
        is_signed_in = request is not None and request.user.is_authenticated
        if charge_mail(template_prefix, email, is_signed_in=is_signed_in):
            about = {"request": request, "email": email, "current_site": get_current_site(request)}
            self.render_mail(template_prefix, email, {**about, **context}).send()

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Verified, unless somebody else signs in with that address."""
        if is_of_another(email_address.email, email_address.user_id):
            about = {"email": email_address.email}
            self.add_message(request, messages.ERROR, UNCONFIRMED, about)
            return False
        return bool(super().confirm_email(request, email_address))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        person = super().save_user(request, user, form, commit=False)
        person.email = person.email.lower()
        if commit:
            person.save()
        return person
