"""Who may read the file of the database."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

OWNER_ONLY = 0o600


def keep_to_oneself() -> None:
    """A database that is a file is for its owner: what SQLite makes beside it follows that."""
    if connection.vendor != "sqlite":
        return
    path = Path(connection.settings_dict["NAME"])
    path.touch(mode=OWNER_ONLY)
    for file in path.parent.glob(f"{path.name}*"):
        file.chmod(OWNER_ONLY)
