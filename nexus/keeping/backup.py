"""`nexus backup`: the whole hub into one file, while it is in use."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from nexus.documents.services.erasures import write_erasures
from nexus.keeping.archive import Writer
from nexus.keeping.manifest import Manifest, Part, applied_migrations
from nexus.keeping.snapshot import one_moment
from nexus.keeping.tables import kept_tables
from nexus.keeping.version import VERSION


def new_manifest(kind: str) -> Manifest:
    return Manifest(
        kind=kind,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=VERSION,
        database=connection.vendor,
        migrations=applied_migrations(),
    )


def uploads() -> dict[str, Path]:
    """Name in the archive → file, of what the file store holds."""
    folder = Path(settings.ENVIRONMENT.data) / "files"
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {f"files/{path.relative_to(folder).as_posix()}": path for path in found}


def back_up(path: Path) -> Manifest:
    """Write all rows and uploads of one moment into `path`.

    Raises Refused when the file is there already or cannot be written; then nothing is left.
    """
    writer = Writer(path)
    try:
        with one_moment():
            manifest = new_manifest("backup")
            for name, table in kept_tables(apps).items():
                count, sha256 = writer.add_rows(name, table.read())
                manifest.tables[name] = Part(table.columns, count, table.last_id(), sha256)
        for name, file in uploads().items():
            manifest.files[name] = writer.add_file(name, file)
        writer.finish(manifest)
    except BaseException:
        writer.give_up()
        raise
    write_erasures()
    return manifest
