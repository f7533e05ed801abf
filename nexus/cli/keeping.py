"""`nexus backup`, `nexus restore`, `nexus export`: what each says when it is done."""

from __future__ import annotations

from pathlib import Path

import click

from nexus.accounts.models import Person
from nexus.keeping.backup import back_up
from nexus.keeping.edits import take_in_edits
from nexus.keeping.errors import Refused
from nexus.keeping.export import export
from nexus.keeping.manifest import Manifest, refuse_later_migrations
from nexus.keeping.restore import open_source, restore
from nexus.watching.health import missing_migrations


def refuse_a_hub_that_is_behind() -> None:
    if missing_migrations():
        raise Refused("The database is not up to date. Run `nexus prepare` first.")


def counts(manifest: Manifest) -> str:
    def rows(name: str) -> int:
        return manifest.tables[name].rows

    return (
        f"{rows('library_entry'):,} entries, {rows('documents_document'):,} documents, "
        f"{sum(part.rows for part in manifest.tables.values()):,} rows"
    )


def make_backup(path: Path) -> None:
    refuse_a_hub_that_is_behind()
    manifest = back_up(path)
    click.echo(f"{path}: {counts(manifest)}, {path.stat().st_size:,} bytes.")


def make_export(path: Path) -> None:
    refuse_a_hub_that_is_behind()
    manifest = export(path)
    click.echo(f"{path}: {counts(manifest)}, {len(manifest.files):,} files.")


def take_in(path: Path, email: str) -> None:
    refuse_a_hub_that_is_behind()
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refused(f"Nobody with the address {email} can sign in here. Nothing was taken in.")
    edits = take_in_edits(path, person)
    for edit in edits:
        click.echo(f"{edit.file}: {edit.what} saved")
    click.echo(f"{len(edits):,} changed files were taken in, by {email}.")


def check_source(path: Path) -> None:
    source = open_source(path)
    refuse_later_migrations(source.manifest, str(path))
    source.verify()
    click.echo(f"{path} is whole: {counts(source.manifest)}, made {source.manifest.made_at}.")


def restore_hub(path: Path, erasures: list[Path]) -> None:
    done = restore(path, erasures=erasures)
    click.echo(f"Restored {done.rows:,} rows of {done.tables} tables and {done.files} uploads.")
    if done.erased:
        click.echo(f"{done.erased} documents that were erased since were erased again.")
    click.echo("Sessions are not kept: people sign in again, with the passwords they had.")
