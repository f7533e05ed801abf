"""An empty hub for a measurement: its own database, on whichever the settings name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django


@contextmanager
def empty_hub() -> Iterator[None]:
    """Set Django up with a fresh database that is dropped afterwards."""
    with TemporaryDirectory(prefix="nexus-bench-") as folder:
        os.environ["NEXUS_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        django.setup()
        from django.db import connection

        connection.settings_dict["TEST"]["NAME"] = database_name(connection.vendor, Path(folder))
        connection.creation.create_test_db(verbosity=0)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def database_name(vendor: str, folder: Path) -> str:
    if vendor == "sqlite":
        return str(folder / "bench.sqlite3")
    return f"nexus_bench_{os.getpid()}"
