from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nexus.accounts"
    label = "accounts"
    unseen_models = frozenset({"ApiToken", "AuditEntry"})
    # A sign-in writes `last_login`, which nobody reads.
    seen_columns = {"Person": ("name", "shows_name", "role", "is_active", "email")}
