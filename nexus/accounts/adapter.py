"""How django-allauth makes people here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """E-mail addresses are kept in lower case; a new person is a reader."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        person = super().save_user(request, user, form, commit=False)
        person.email = person.email.lower()
        if commit:
            person.save()
        return person
