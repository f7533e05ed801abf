"""DATABASE_URL to Django's DATABASES."""

from __future__ import annotations

from typing import Any

import dj_database_url

from config.env import Environment

# One writer at a time: BEGIN IMMEDIATE takes the lock at once instead of failing half-way
# through a transaction that began by reading. FULL, because an acknowledged write stays.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
    ),
}


def databases(environment: Environment) -> dict[str, Any]:
    """SQLite in the data folder, or what DATABASE_URL names (postgres://…)."""
    if not environment.database_url:
        return {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": environment.data / "nexus.sqlite3",
                "OPTIONS": SQLITE_OPTIONS,
                "CONN_MAX_AGE": None,
            }
        }
    config: dict[str, Any] = dict(dj_database_url.parse(environment.database_url))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = SQLITE_OPTIONS
    else:
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            # The threads that answer, the one that follows, and those that look up who listens.
            "pool": {"min_size": 1, "max_size": environment.threads + 6, "timeout": 10},
        }
    return {"default": config}
