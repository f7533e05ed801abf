from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nexus.accounts"
    label = "accounts"
    unseen_models = frozenset({"ApiToken", "AuditEntry"})
    # A sign-in writes `last_login`, which nobody reads.
    seen_columns = {"Person": ("name", "shows_name", "role", "is_active", "email")}

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from nexus.accounts.factors.audit import listen
        from nexus.accounts.providers.audit import listen_to_providers
        from nexus.accounts.signing_in import listen_to_sign_ins

        def on_signed_out(user: Any, **_: Any) -> None:
            from nexus.accounts.events import say_signed_out

            say_signed_out(user)

        user_logged_out.connect(on_signed_out, weak=False, dispatch_uid="accounts.signed_out")
        listen()
        listen_to_providers()
        listen_to_sign_ins()
