"""Who may read the file of the database, and mail that is kept as files."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

OWNER_ONLY = 0o600
FOLDER_OF_OWNER = 0o700


def keep_to_oneself() -> None:
    """A database that is a file is for its owner: what SQLite makes beside it follows that.

    So is mail in the data folder: its links let people in.
    """
    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder).chmod(FOLDER_OF_OWNER)
    if connection.vendor != "sqlite":
        return
    path = Path(connection.settings_dict["NAME"])
    path.touch(mode=OWNER_ONLY)
    for file in path.parent.glob(f"{path.name}*"):
        file.chmod(OWNER_ONLY)
