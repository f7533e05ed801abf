"""Who may come in with an account elsewhere."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from django.http import Http404, HttpRequest

from nexus.accounts.models import Person
from nexus.accounts.services import find_invite, record_audit
from nexus.common.errors import NotAllowed, NotFound

INVITE = re.compile(r"/invite/([A-Za-z0-9_-]+)/")


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """By a verified e-mail address alone: that of an account here, or of somebody invited."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[Any]:
        """Of the environment alone, none of the database."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Raises Http404 for what the operator did not configure."""
        found = self.list_apps(request, provider, client_id)
        if len(found) != 1:
            raise Http404
        return found[0]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Addresses that nobody proved are as good as none."""
        proved = [one for one in sociallogin.email_addresses if one.verified]
        proved.sort(key=lambda one: not one.primary)
        sociallogin.email_addresses = proved
        if not sociallogin.is_existing:
            sociallogin.user.email = proved[0].email.lower() if proved else None

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Person, str] | None:
        """The account whose address was proved both there and here."""
        for address in sociallogin.email_addresses:
            if not address.verified:
                continue
            mine = EmailAddress.objects.filter(email__iexact=address.email, verified=True)
            if found := mine.select_related("user").first():
                return found.user, found.email
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Is this somebody new whom an invite leads in? Raises NotAllowed with what to do."""
        name = sociallogin.account.get_provider().name
        if not sociallogin.email_addresses:
            raise NotAllowed(
                f"{name} did not say that your e-mail address is verified. Do that there."
            )
        addresses = [one.email for one in sociallogin.email_addresses]
        for address in addresses:
            if Person.objects.filter(email__iexact=address).exists():
                raise NotAllowed(
                    "There is an account with this address, which was never verified here. Sign in "
                    f"by its password and add {name} on your page."
                )
        found = INVITE.fullmatch(sociallogin.state.get("next") or "")
        try:
            find_invite(found[1] if found else "")
        except NotFound as error:
            raise NotAllowed(
                "There is no account with this address. "
                "Follow the invite link of your cohort first."
            ) from error
        return True

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Person:
        person: Person = super().save_user(request, sociallogin, form)
        provider = sociallogin.account.provider
        record_audit(person, "sign-in.made-by-provider", "person", person.pk, provider=provider)
        return person

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        """Raises NotAllowed, unless the person only turned back."""
        if about.get("error") != "cancelled":
            raise NotAllowed(
                f"Signing in with {provider.name} did not work. Begin again at “Sign in”."
            )

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return "/accounts/3rdparty/"
