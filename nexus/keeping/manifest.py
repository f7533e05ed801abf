"""What a backup or an export says of itself, and whether this hub can use it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from nexus.keeping.errors import Refused

FORMAT = 1
ALTERED = "was altered or is damaged; nothing was restored. Use another backup."


@dataclass(slots=True)
class Part:
    """One table: its columns, how many rows, the last id given out, the digest of its lines."""

    columns: list[str]
    rows: int = 0
    last_id: int = 0
    sha256: str = ""


@dataclass(slots=True)
class Manifest:
    """`migrations` are those that were applied: a later hub starts from the same state."""

    kind: str
    made_at: str
    version: str
    database: str
    migrations: list[list[str]]
    format: int = FORMAT
    tables: dict[str, Part] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def read_manifest(text: str, name: str) -> Manifest:
    """Raises Refused for what no hub wrote, and for what only a later one can read."""
    try:
        found: dict[str, Any] = json.loads(text)
        if found["format"] > FORMAT:
            raise Refused(
                f"{name} is of format {found['format']}; this hub reads up to {FORMAT}. "
                "Restore it with a newer Nexus."
            )
        tables = {key: Part(**part) for key, part in found.pop("tables").items()}
        return Manifest(**found, tables=tables)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"{name} {ALTERED}") from error


def applied_migrations() -> list[list[str]]:
    """[app, name] of each migration that this database has."""
    return sorted(list(key) for key in MigrationLoader(connection).applied_migrations)


def refuse_later_migrations(manifest: Manifest, name: str) -> None:
    """A backup of a newer hub would lose what this code does not know."""
    known = MigrationLoader(connection).disk_migrations
    later = sorted(tuple(key) for key in manifest.migrations if tuple(key) not in known)
    if later:
        first = ".".join(later[0])
        raise Refused(
            f"{name} was made by a newer Nexus ({manifest.version}): this one has no migration "
            f"{first}. Upgrade, then restore."
        )
