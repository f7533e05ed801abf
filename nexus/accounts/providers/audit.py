"""The audit log of accounts elsewhere: added to an account here, taken away."""

from __future__ import annotations

from typing import Any

from nexus.accounts.services import record_audit

ADDED, REMOVED = "sign-in.provider-added", "sign-in.provider-removed"


def listen_to_providers() -> None:
    """Connect to what allauth.socialaccount tells; once, when the app is ready."""
    from allauth.socialaccount import signals

    def added(*, sociallogin: Any, **_: Any) -> None:
        record(ADDED, sociallogin.account)

    def removed(*, socialaccount: Any, **_: Any) -> None:
        record(REMOVED, socialaccount)

    signals.social_account_added.connect(added, weak=False, dispatch_uid=f"accounts.{ADDED}")
    signals.social_account_removed.connect(removed, weak=False, dispatch_uid=f"accounts.{REMOVED}")


def record(action: str, account: Any) -> None:
    record_audit(account.user, action, "person", account.user_id, provider=account.provider)
