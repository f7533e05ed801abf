"""allauth's addresses. What some of its pages change is one transaction with its audit rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import wraps
from typing import Any

from allauth.urls import urlpatterns as pages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

from nexus.accounts.addresses import addresses
from nexus.accounts.factors.audit import factors_of, record_changes
from nexus.accounts.hashing import View, at_once_after_hashing

READS = {"GET", "HEAD", "OPTIONS"}
# Signing in is not among them: a refused attempt is to be counted, whatever becomes of the rest.
AT_ONCE = {"account_confirm_email", "account_email", "socialaccount_connections"}
AT_ONCE |= {"mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"}
AT_ONCE |= {"mfa_add_webauthn", "mfa_remove_webauthn"}
HASH_FIRST = {"account_change_password", "account_set_password"}
HASH_FIRST |= {"account_reset_password_from_key"}


def at_once(view: View) -> View:
    """The view, whose writes stand or fall together with what the audit log says of them.

    allauth tells of changed factors after its commit, so they are compared here.
    """

    @wraps(view)
    def changing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in READS:
            return view(request, *args, **kwargs)
        person = request.user if request.user.is_authenticated else None
        with transaction.atomic():
            before = factors_of(person) if person else {}
            response = view(request, *args, **kwargs)
            if person:
                record_changes(person, before)
        return response

    return changing


def ours(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern | URLResolver]:
    """The same addresses with the same names."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield URLResolver(
                one.pattern, list(ours(one.url_patterns)), one.default_kwargs, one.app_name
            )
            continue
        name = one.name or ""
        view = addresses if name == "account_email" else one.callback
        if name in AT_ONCE:
            view = at_once(view)
        elif name in HASH_FIRST:
            view = at_once_after_hashing(view)
        yield URLPattern(one.pattern, view, one.default_args, one.name)


urlpatterns = list(ours(pages))
