"""How django-allauth makes people here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from nexus.accounts.models import Person
from nexus.accounts.signing_in import record_failure, record_lock
from nexus.common.errors import TooMany
from nexus.common.throttles.addresses import client_address
from nexus.common.throttles.charging import charge_password
from nexus.common.throttles.database import give_back


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

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person by mail what was changed in their account; the operator's accounts, too.

        After the change is kept: nobody who writes waits for a server of mail.
        """
        send = super().send_notification_mail
        transaction.on_commit(lambda: send(template_prefix, user, context, email or user.email))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        person = super().save_user(request, user, form, commit=False)
        person.email = person.email.lower()
        if commit:
            person.save()
        return person
