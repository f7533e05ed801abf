"""`nexus restore`: a backup or an export into an empty hub, all of it or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from nexus.documents.services.erasures import (
    erasures_file,
    read_erasures,
    replay_erasures,
    write_erasures,
)
from nexus.keeping.archive import Reader, digest_of
from nexus.keeping.errors import Refused
from nexus.keeping.folder import FolderReader
from nexus.keeping.manifest import ALTERED, Manifest, refuse_later_migrations
from nexus.keeping.private import keep_to_oneself
from nexus.keeping.tables import Row, Table, kept_tables

# What people bring or make: where one of these has a row, the hub is in use.
IN_USE = ("accounts_person", "documents_document", "library_entry")

Target = tuple[str, str | None]


class Source(Protocol):
    """A backup or an export, verified before its rows are asked for."""

    path: Path
    manifest: Manifest

    def verify(self) -> None: ...
    def rows(self, name: str) -> Iterator[Row]: ...
    def blocks(self, name: str) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    rows: int
    tables: int
    files: int
    erased: int


def open_source(path: Path) -> Source:
    return FolderReader(path) if path.is_dir() else Reader(path)


def restore(path: Path, *, erasures: list[Path] | None = None) -> Restored:
    """Fill this empty hub from a backup file or an export folder, then bring it up to date.

    What was erased after the backup was made is erased again, by the data folder's own record and
    by those named. Raises Refused, and has written no row, when the source is damaged or of a
    newer hub, or when this hub is in use.
    """
    source = open_source(path)
    refuse_later_migrations(source.manifest, str(path))
    refuse_a_hub_in_use()
    source.verify()
    keep_to_oneself()
    then = move_schema_to(source.manifest)
    files = restore_files(source)
    rows = load_tables(source, then)
    call_command("migrate", interactive=False, verbosity=0)
    known = read_erasures(erasures_file())
    for other in erasures or []:
        for digest, at in read_erasures(other).items():
            known[digest] = max(at, known.get(digest, at))
    erased = replay_erasures(known)
    write_erasures()
    cache.clear()
    return Restored(rows, len(source.manifest.tables), files, erased)


def refuse_a_hub_in_use() -> None:
    there = set(connection.introspection.table_names())
    for name, table in kept_tables(apps).items():
        if name in IN_USE and name in there and table.model._base_manager.exists():
            raise Refused(
                f"This hub is in use: there are rows in {name}. A restore fills an empty hub; "
                "name another NEXUS_DATA or DATABASE_URL."
            )


def move_schema_to(manifest: Manifest) -> dict[str, Table]:
    """Tables as they were when the backup was made; the code of then is found in the migrations."""
    wanted = {(app, name) for app, name in manifest.migrations}
    loader = MigrationExecutor(connection).loader
    surplus = set(loader.applied_migrations) & set(loader.graph.nodes) - wanted
    if surplus:
        migrate_to([(app, None) for app in sorted({app for app, _ in surplus})])
    nodes = loader.graph.node_map
    ends = [key for key in wanted if not any(c.key in wanted for c in nodes[key].children)]
    migrate_to(list[Target](ends))
    state = MigrationExecutor(connection).loader.project_state(list(wanted))
    return kept_tables(state.apps)


def migrate_to(targets: list[Target]) -> None:
    """There or back; triggers that follow changes would be in the way, and come back at the end."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(targets)
    emit_pre_migrate_signal(verbosity=0, interactive=False, db=connection.alias, plan=plan)
    executor.migrate(targets, plan=plan)


def load_tables(source: Source, tables: dict[str, Table]) -> int:
    """All rows in one transaction. Raises Refused when they do not fit together."""
    try:
        with transaction.atomic():
            forget_what_migrations_wrote(tables)
            total = 0
            for name, part in source.manifest.tables.items():
                table = tables.get(name)
                if table is None or not set(part.columns) <= set(table.columns):
                    raise Refused(f"{source.path} {ALTERED}")
                total += table.load(part.columns, source.rows(name))
                table.go_on_after(part.last_id)
            connection.check_constraints()
            refuse_what_differs(source, tables)
    except (DatabaseError, ValueError, TypeError, KeyError) as error:
        raise Refused(f"{source.path} {ALTERED} ({str(error).splitlines()[0]})") from error
    return total


def refuse_what_differs(source: Source, tables: dict[str, Table]) -> None:
    """Read all of it back: this database has to hold what the other one held."""
    for name, part in source.manifest.tables.items():
        if digest_of(tables[name].read(part.columns)) != (part.rows, part.sha256):
            raise Refused(
                f"{source.path}: the table {name} did not come in as it was; nothing was restored."
            )


def forget_what_migrations_wrote(tables: dict[str, Table]) -> None:
    """A new database has a few rows already; a backup has its own of them."""
    with connection.cursor() as cursor:
        for table in tables.values():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608


def restore_files(source: Source) -> int:
    """Uploads into the file store; only names that stay inside it."""
    folder = (Path(settings.ENVIRONMENT.data) / "files").resolve()
    count = 0
    for name in source.manifest.files:
        if not name.startswith("files/"):
            continue
        target = (folder / name.removeprefix("files/")).resolve()
        if not target.is_relative_to(folder):
            raise Refused(f"{source.path} {ALTERED}")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as out:
            for block in source.blocks(name):
                out.write(block)
        shutil.move(out.name, target)
        count += 1
    return count
